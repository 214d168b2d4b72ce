#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What README.md has to be typed first, typed as it says, in a copy of the sources
# and in a network of its own, whose ports are all free.

set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)

if [ "${1:-}" != --inside ]; then
	unshare --net true 2> /dev/null || { echo "1..0 # SKIP no network of our own"; exit 4; }
	exec unshare --net "$0" --inside
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-readme.XXXXXX")
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MAKELEVEL		# those of make check
ip link set lo up && cp -r "$top/README.md" "$top/Makefile" "$top/kmod" "$top/userland" "$work" &&
	rm -rf "$work"/userland/{bin,build} &&
	PATIENCE=300 python3 "$here/../examples/readme.py" "$work/README.md"
