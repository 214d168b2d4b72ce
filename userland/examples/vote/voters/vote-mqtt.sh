#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# vote-mqtt.sh HOST PORT POLL NAME CHOICE: the same voter in one line of shell.

[ $# = 5 ] || { echo "usage: vote-mqtt.sh HOST PORT POLL NAME CHOICE" >&2; exit 2; }
exec mosquitto_pub -h "$1" -p "$2" -q 1 -t "vote/$3/cast/$4" -m "$5"
