#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Four rows about this machine: name, address, time, load. As one write, so that nobody
# sees half of them.

address=$(hostname -I 2> /dev/null)
address=${address%% *}
read -r load rest < /proc/loadavg
: "$rest"
printf '%s\n%s\n%s\nload %s\n' "$(hostname)" "${address:-no address}" "$(date '+%a %d %b %H:%M')" \
	"$load"
