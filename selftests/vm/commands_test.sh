#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# make demo, demo-vote, run and shell as a person sees them. Every test is a boot.

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

# start_live run|shell: in a terminal, whose keys are what comes from descriptor 3. What
# asks for its size is slow, so that the next change comes before it has ended.
start_live()
{
	mkdir -p "$work/bin"
	cat > "$work/bin/stty" <<-END
		#!/bin/sh
		$(type -P stty) "\$@"
		[ "\$1" != size ] || sleep 0.5
	END
	chmod +x "$work/bin/stty"
	mkfifo "$work/keys"
	script -qfec "stty rows 24 cols 80; tty > $work/tty; PORT=$port MQTT_PORT=$((port + 1)) \
		WEB_PORT=$((port + 2)) TERM=xterm PATH=$work/bin:$PATH $here/live $1" \
		"$work/screen" < "$work/keys" > /dev/null 2>&1 &
	trap 'kill $! 2> /dev/null' EXIT
	exec 3> "$work/keys"
}

# press KEYS [TEXT]: has this text been shown by then?
press()
{
	printf '%b' "$1" >&3
	[ $# = 1 ] || shows "$2"
}

# press_once KEYS TEXT: and wait for what they do, as a second Ctrl-C would meet the
# prompt: readline may take a signal only with the next key, which is lost then.
press_once()
{
	printf '%b' "$1" >&3
	DEADLINE=10 eventually shows "$2"
}

type_ctrl_c()
{
	press '\003'
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
	[ "$(echo "$1" | timeout 20 nc -N 127.0.0.1 $port 2> /dev/null | head -n 1)" = "$1" ]
}

datagram()
{
	echo "$1" | timeout 20 nc -u -q 0 127.0.0.1 $port
}

publish()
{
	timeout 20 mosquitto_pub -p $((port + 1)) -t lcd/set -m "$1" 2> /dev/null
}

upload()
{
	echo "$1" | timeout 20 curl -sf -T - "http://localhost:$((port + 2))/LCD" > /dev/null
}

test_run_takes_text_from_a_second_terminal_and_ends_at_ctrl_c()
{
	local status

	start_live run
	eventually shows "TCP  127.0.0.1:$port" && shows "HTTP localhost:$((port + 2))" &&
		eventually answers "by TCP" && eventually shows "by TCP" &&
		datagram "by UDP" && eventually shows "by UDP" &&
		eventually publish "by MQTT" && eventually shows "by MQTT" &&
		eventually upload "by HTTP" && eventually shows "by HTTP"
	status=$?
	type_ctrl_c && [ $status = 0 ] && return
	tail -c 3000 "$work/screen"
	return 1
}

listens()
{
	ss -H -l -n "--$1" "sport = :$port" | grep -q .
}

# refuses run|shell WHAT: while nc, which was started last, has the port.
refuses()
{
	local status=0

	PORT=$port MQTT_PORT=$((port + 1)) WEB_PORT=$((port + 2)) timeout 60 "$here/live" "$1" > "$work/said" 2>&1 ||
		status=$?
	kill $!
	[ $status = 1 ] && grep -q "^$2 of 127.0.0.1: in use; choose another: make $1 PORT=" \
		"$work/said" && return
	cat "$work/said"
	return 1
}

test_run_and_shell_refuse_a_port_in_use()
{
	nc -k -l 127.0.0.1 $port &
	eventually listens tcp && refuses run "port $port" || return
	nc -u -l 127.0.0.1 $port &
	eventually listens udp && refuses shell "UDP port $port"
}

# What the terminal shows, without the escape sequences.
lines()
{
	sed -E 's/\x1b(\[[0-9;?]*[a-zA-Z]|[()].)//g; s/\r//g' "$work/screen"
}

at_prompt()
{
	lines | tail -n 1 | grep -q '^lcd:.*# $'
}

# type_line TEXT [LINE [SECONDS]]: as a person does, then wait for a line of the answer.
type_line()
{
	local before

	DEADLINE=30 eventually at_prompt || return
	before=$(lines | grep -cxF "${2-}")
	printf '%s\n' "$1" >&3
	[ $# = 1 ] || DEADLINE=${3:-30} eventually more_lines "$2" "$before"
}

more_lines()
{
	[ "$(lines | grep -cxF "$1")" -gt "$2" ] && return
	echo "not shown: $1"
	return 1
}

# The size comes with a delay, and as two changes: what is typed before it is answered
# with another size, and typed again.
resize_to()
{
	stty -F "$(< "$work/tty")" rows "$1" cols "$2"
	DEADLINE=30 eventually type_line "echo \$(stty size)" "$1 $2" 2
}

# It says when fg has given it the terminal: before, Ctrl-C would be the shell's.
job="sh -c 'trap \"echo back\" CONT; echo go; while :; do sleep 1; done'"

try_the_shell()
{
	eventually shows "exit or Ctrl-D ends the VM" &&
		type_line "echo 'Crème brûlée' > /dev/LCD" &&
		type_line "cat /dev/LCD" "Crème brûlée" &&
		type_line "echo \$(stty size) \$TERM \$LC_ALL" "24 80 xterm C.UTF-8" &&
		resize_to 30 100 && resize_to 25 90 &&
		type_line 'echo go; cat > /dev/LCD' go && press 'hi, é\177e\n\004' &&
		type_line 'cat /dev/LCD' "hi, e" &&
		type_line "$job" go && DEADLINE=30 eventually press_once '\032' Stopped &&
		type_line fg back && DEADLINE=30 eventually press_once '\003' ^C &&
		type_line 'echo status $?' "status 130" &&
		type_line "echo by TCP | nc -N localhost 4478" "by TCP" &&
		DEADLINE=30 eventually answers "from outside" && type_line 'cat /dev/LCD' "from outside"
}

test_shell_writes_and_reads_the_display_has_job_control_and_ends_at_ctrl_d()
{
	local status

	start_live shell
	try_the_shell
	status=$?
	# The prompt says that readline listens: before, Ctrl-D would be no key, but an end of file.
	type_line 'echo bye; false' bye && DEADLINE=30 eventually at_prompt && press '\004'
	DEADLINE=30 eventually has_ended && wait $! && [ $status = 0 ] && return
	tail -c 3000 "$work/screen"
	return 1
}

tap_main
