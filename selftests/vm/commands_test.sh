#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# make demo, make demo-vote and make run as a person sees them. Every test is a boot.

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-commands.XXXXXX")
trap 'rm -rf "$work"' EXIT
port=$((20000 + RANDOM % 10000))

test_demo_shows_each_step_and_ends()
{
	"$here/demo" > "$work/demo" 2>&1 && grep -q '│sent over MQTT      │' "$work/demo" &&
		expect "All 9 steps showed what they should." "$(tail -n 1 "$work/demo")" && return
	cat "$work/demo"
	return 1
}

test_demo_of_the_vote_shows_each_step_and_ends()
{
	"$here/demo" vote > "$work/demo" 2>&1 &&
		grep -q '│♥ été   ███████▉  22│' "$work/demo" &&
		expect "All 14 steps showed what they should." "$(tail -n 1 "$work/demo")" && return
	cat "$work/demo"
	return 1
}

# In a terminal, whose keys are what comes from descriptor 3.
start_run()
{
	mkfifo "$work/keys"
	script -qfec "stty rows 24 cols 80; PORT=$port MQTT_PORT=$((port + 1)) $here/live" \
		"$work/screen" < "$work/keys" > /dev/null 2>&1 &
	trap 'kill $! 2> /dev/null' EXIT
	exec 3> "$work/keys"
}

type_ctrl_c()
{
	printf '\003' >&3
	DEADLINE=30 eventually has_ended && wait $!
}

has_ended()
{
	! kill -0 $! 2> /dev/null
}

shows()
{
	grep -qF "$1" "$work/screen"
}

answers()
{
	[ "$(echo "$1" | timeout 2 nc -N 127.0.0.1 $port 2> /dev/null | head -n 1)" = "$1" ]
}

publish()
{
	timeout 2 mosquitto_pub -p $((port + 1)) -t lcd/set -m "$1" 2> /dev/null
}

test_run_takes_text_from_a_second_terminal_and_ends_at_ctrl_c()
{
	local status

	start_run
	eventually shows "TCP  127.0.0.1:$port" &&
		DEADLINE=30 eventually answers "by TCP" && eventually shows "by TCP" &&
		DEADLINE=30 eventually publish "by MQTT" && eventually shows "by MQTT"
	status=$?
	type_ctrl_c && [ $status = 0 ] && return
	tail -c 3000 "$work/screen"
	return 1
}

tap_main
