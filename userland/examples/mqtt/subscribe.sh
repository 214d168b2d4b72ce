#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# subscribe.sh HOST FILTER [OPTION OF mosquitto_sub]...: print what is said on the
# topics of FILTER.
#
# Look at the options: -q QOS, -C COUNT, -c -i NAME (a session that the broker
# keeps), --will-topic TOPIC --will-payload TEXT --will-retain.

set -eu
[ $# -ge 2 ] || { echo "usage: subscribe.sh HOST FILTER [-q QOS] [-C COUNT]" >&2; exit 2; }
host=$1 filter=$2
shift 2

exec mosquitto_sub -h "$host" -t "$filter" -F "%t: %p, QoS %q, retained %r" "$@"
