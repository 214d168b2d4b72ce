# SPDX-License-Identifier: GPL-2.0-only
# What the tests of the examples share; to be sourced.

# shellcheck shell=bash

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
# shellcheck disable=SC2034 # for who sources this
examples=$top/userland/examples
PATH=$examples/bin:$PATH
work=$(mktemp -d)

# Whoever was started by a test ends with it: each runs in a shell of its own.
end_children()
{
	local children

	mapfile -t children < <(jobs -p)
	[ ${#children[@]} = 0 ] || kill -9 "${children[@]}" 2> /dev/null
	wait			# until their ports are free
}

trap 'rm -rf "$work"' EXIT

# One that the kernel gives to no client, as it could until a server listens on it.
free_port()
{
	python3 -c 'import random, socket
while True:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::", random.randrange(20000, 32768)))
        except OSError:
            continue
        print(probe.getsockname()[1])
        break'
}

# Does a socket of that port listen? listens tcp PORT
listens()
{
	ss -H -l -n --"$1" "sport = :$2" | grep -q .
}

has_line()
{
	grep -qxF "$2" "$1" 2> /dev/null
}
