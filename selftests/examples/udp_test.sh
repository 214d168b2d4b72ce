#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The examples of UDP: datagrams, their borders, and their loss.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
port=$(free_port)

# Has the server taken all datagrams from its queue?
queue_is_empty()
{
	[ "$(ss -H -l -n --udp "sport = :$port" | awk '{ print $2 }')" = 0 ]
}

start_server()
{
	trap end_children EXIT
	udp-server "$port" "$@" > "$work/server" &
	server=$!
	eventually listens udp "$port"
}

test_datagrams_keep_their_borders()
{
	start_server || return
	kill -STOP $server
	udp-client 127.0.0.1 "$port" bonjour
	udp-client 127.0.0.1 "$port" "le monde"
	kill -CONT $server
	eventually has_line "$work/server" "recv: 8 bytes: le monde" &&
		has_line "$work/server" "recv: 7 bytes: bonjour"
}

test_ipv6_is_served_by_the_same_socket()
{
	start_server || return
	udp-client ::1 "$port" six
	udp-client 127.0.0.1 "$port" four
	eventually has_line "$work/server" "recv: 4 bytes: four" &&
		has_line "$work/server" "recv: 3 bytes: six"
}

test_datagram_of_65507_bytes_is_the_largest()
{
	start_server || return
	udp-client 127.0.0.1 "$port" @65507
	eventually grep -q "^recv: 65507 bytes" "$work/server" &&
		expect "udp-client: send of 65508 bytes: Message too long" \
			"$(udp-client 127.0.0.1 "$port" @65508 2>&1)"
}

test_full_queue_loses_datagrams_and_tells_nobody()
{
	start_server 4096 || return
	kill -STOP $server
	udp-client 127.0.0.1 "$port" text 500 || return
	kill -CONT $server
	# What comes after the gap shows how wide it was.
	eventually grep -q "^number" "$work/server"
	eventually queue_is_empty || return	# else the last one may be lost as well
	printf '501 last' > "/dev/udp/127.0.0.1/$port"
	eventually grep -q "^number 501" "$work/server"
	[ "$(sed -n 's/^number 501, lost so far: //p' "$work/server")" -gt 400 ]
}

test_nobody_there_is_noticed_too_late()
{
	expect "udp-client: send of 6 bytes: Connection refused" \
		"$(udp-client 127.0.0.1 "$port" text 9 2>&1)"
}

tap_main
