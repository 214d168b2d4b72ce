#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What the examples' README says of TCP, UDP and MQTT, typed as it says, in a
# network of its own, whose ports are all free.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=../vm/machine.sh
. "$top/selftests/vm/machine.sh"

if [ "${1:-}" != --inside ]; then
	unshare --net true 2> /dev/null || { echo "1..0 # SKIP no network of our own"; exit 4; }
	exec unshare --net "$0" --inside
fi

# What is typed after a pause relies on the servers having kept up, also on a slow
# machine: the queue of datagrams must be empty, else the next one may be lost as well.
sleep()
{
	command sleep "$1" "$1" "$1"
	while ss -H -l -n --udp | awk '$2 { busy = 1 } END { exit !busy }'; do
		command sleep 0.1
	done
}
export -f sleep

# The bridge's topics begin with the name of its display: lcd.
prepare()
{
	ip link set lo up && touch "$work/LCD" || return
	printf 'listener 1883\nallow_anonymous true\n' > "$work/broker.conf"
	mosquitto -c "$work/broker.conf" > "$work/broker" 2>&1 &
	lcdbridge --device="$work/LCD" > "$work/bridge" 2>&1 &
	within 20 grep -qs "mqtt: .*connected" "$work/bridge"
}

prepare && python3 "$here/readme.py" "$examples/README.md" 3 4 5
status=$?
end_children 2> /dev/null
exit $status
