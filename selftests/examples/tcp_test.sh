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
		expect "recv: 15 bytes: bonjourle monde" "$(tail -n +2 "$work/server")"
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

# replace_calls: what is read here takes the place of the C library's.
replace_calls()
{
	cc -shared -fPIC -o "$work/calls.so" -x c - && export LD_PRELOAD=$work/calls.so
}

# To take less than it is given is a call's right at any time.
test_transfers_of_a_part_lose_nothing()
{
	replace_calls <<-'END' || return
		#include <sys/socket.h>
		#define PART(count) ((count) < 3 ? (count) : 3)
		ssize_t send(int fd, const void *from, size_t count, int flags)
		{ return sendto(fd, from, PART(count), flags, 0, 0); }
		ssize_t recv(int fd, void *to, size_t count, int flags)
		{ return recvfrom(fd, to, PART(count), flags, 0, 0); }
	END
	start_server || return
	expect "8 bytes" "$(tcp-client 127.0.0.1 "$port" bonjour!)" &&
		expect "$(printf 'recv: %s\n' "3 bytes: bon" "3 bytes: jou" "2 bytes: r!")" \
			"$(tail -n +2 "$work/server")"
}

test_silent_client_holds_up_nobody_and_is_left()
{
	start_server 4 || return
	exec 3<> "/dev/tcp/127.0.0.1/$port"
	expect "2 bytes" "$(tcp-client 127.0.0.1 "$port" hi)" &&
		expect "too slow" "$(timeout 60 cat <&3)"
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

# Who closes first keeps the port for a minute: here, the server.
test_restarted_server_gets_its_port_back_at_once()
{
	start_server 1 || return
	expect "too slow" "$(timeout 60 nc -d 127.0.0.1 "$port")" || return
	ss -Htan state time-wait "sport = :$port" | grep -q . || return
	kill $server
	wait $server 2> /dev/null
	start_server && expect "2 bytes" "$(tcp-client 127.0.0.1 "$port" hi)" &&
		expect "" "$(cat "$work/errors")"
}

# Sending to who has closed is an error to be told, and not the end by SIGPIPE.
# The first word finds out, so it waits for the other side to close; the second one
# waits for the answer to the first, a reset.
test_client_outlives_the_server()
{
	trap end_children EXIT
	python3 - "$port" <<-'END' &
		import socket, sys
		server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
		server.accept()[0].close()
	END
	eventually listens tcp "$port" || return
	replace_calls <<-'END' || return
		#define _GNU_SOURCE
		#include <poll.h>
		#include <sys/socket.h>
		ssize_t send(int fd, const void *from, size_t count, int flags)
		{
			static short events = POLLRDHUP;
			struct pollfd closed = { .fd = fd, .events = events };
			poll(&closed, 1, 60000);
			events = 0;	/* those of an error are always told */
			return sendto(fd, from, count, flags, 0, 0);
		}
	END
	expect "tcp-client: send: Broken pipe" "$(tcp-client 127.0.0.1 "$port" one two 2>&1)"
}

test_client_tells_why_it_cannot_connect()
{
	expect "tcp-client: 127.0.0.1 port $port: Connection refused" \
		"$(tcp-client 127.0.0.1 "$port" hi 2>&1)"
}

tap_main
