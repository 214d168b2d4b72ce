#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The examples of TCP: a stream, its partial transfers, many clients at once.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
port=$(free_port)

start_server()
{
	trap end_children EXIT
	tcp-server "$port" "$@" > "$work/server" 2> "$work/errors" &
	server=$!
	eventually listens tcp "$port"
}

test_stream_keeps_no_borders()
{
	start_server || return
	kill -STOP $server
	tcp-client 127.0.0.1 "$port" bonjour "le monde" > "$work/answer" &
	client=$!
	# The kernel accepts the connection, and the bytes, for a server that sleeps.
	eventually sh -c "ss -Htna 'dport = :$port' | grep -q FIN-WAIT"
	kill -CONT $server
	wait $client
	expect "15 bytes" "$(cat "$work/answer")" &&
		expect "recv: 15 bytes: bonjourle monde" "$(cat "$work/server")"
}

test_ipv4_and_ipv6_are_served()
{
	start_server || return
	expect "2 bytes" "$(tcp-client 127.0.0.1 "$port" hi)" &&
		expect "2 bytes" "$(tcp-client ::1 "$port" hi)"
}

test_text_larger_than_the_buffers_arrives_whole()
{
	local word words=() i

	word=$(head -c 100000 /dev/zero | tr '\0' x)
	for i in $(seq 15); do words+=("$word"); done
	start_server || return
	kill -STOP $server
	tcp-client 127.0.0.1 "$port" "${words[@]}" > "$work/answer" &
	client=$!
	eventually sh -c "ss -Htna 'dport = :$port' | grep -q ."
	kill -CONT $server
	wait $client
	expect "1500000 bytes" "$(cat "$work/answer")"
}

test_silent_client_holds_up_nobody_and_is_left()
{
	start_server 1 || return
	exec 3<> "/dev/tcp/127.0.0.1/$port"
	expect "2 bytes" "$(tcp-client 127.0.0.1 "$port" hi)" &&
		expect "too slow" "$(timeout 10 cat <&3)"
}

test_two_hundred_clients_at_once_are_served()
{
	local i

	start_server || return
	for i in $(seq 200); do
		tcp-client 127.0.0.1 "$port" "$(printf %050d "$i")" >> "$work/answers" &
	done
	# shellcheck disable=SC2046 # numbers
	wait $(jobs -p | grep -vx $server)
	expect 200 "$(grep -cx '50 bytes' "$work/answers")"
}

test_client_that_vanishes_does_not_kill_the_server()
{
	start_server || return
	python3 - "$port" <<-'END'
		import socket, struct, sys
		for _ in range(20):
		    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
		    s.send(b"hi")
		    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
		    s.close()
	END
	expect "2 bytes" "$(tcp-client 127.0.0.1 "$port" hi)"
}

test_restarted_server_gets_its_port_back_at_once()
{
	start_server || return
	tcp-client 127.0.0.1 "$port" hi > /dev/null
	kill $server
	wait $server 2> /dev/null
	start_server && expect "2 bytes" "$(tcp-client 127.0.0.1 "$port" hi)" &&
		expect "" "$(cat "$work/errors")"
}

test_client_tells_why_it_cannot_connect()
{
	expect "tcp-client: 127.0.0.1 port $port: Connection refused" \
		"$(tcp-client 127.0.0.1 "$port" hi 2>&1)"
}

tap_main
