#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# publish.sh HOST TOPIC TEXT [OPTION OF mosquitto_pub]...: say TEXT once.
#
# Look at the options, which are the whole of it: -q QOS, -r (retained), -p PORT.

set -eu
[ $# -ge 3 ] || { echo "usage: publish.sh HOST TOPIC TEXT [-q QOS] [-r]" >&2; exit 2; }
host=$1 topic=$2 text=$3
shift 3

exec mosquitto_pub -h "$host" -t "$topic" -m "$text" "$@"
