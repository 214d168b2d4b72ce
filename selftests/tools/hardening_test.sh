#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The programs are built as userland/Makefile says strangers' bytes need it.

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tap.sh
. "$here/tap.sh"
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

programs=(lcdbridge lcdweb lcdview lcdsend)

# build FLAG...: the programs, into the folder $work/bin.
build()
{
	rm -rf "${work:?}/bin" "$work/build"
	make -s -j2 -C "$top/userland" BUILD="$work/build" BIN="$work/bin" "$@" \
		"${programs[@]/#/$work/bin/}" > "$work/log" || { cat "$work/log"; return 1; }
}

each_has()
{
	local what=$1 program

	shift
	for program in "${programs[@]}"; do
		readelf "$@" --wide "$work/bin/$program" | grep -E "$what" > /dev/null || {
			echo "$program: readelf $* shows no $what"
			return 1
		}
	done
}

none_has()
{
	! each_has "$@" > /dev/null || { echo "there is $1"; return 1; }
}

test_programs_load_at_any_address()
{
	build && each_has 'Type: +DYN .*Position-Independent' -h && each_has 'FLAGS_1.* PIE' -d
}

test_what_is_linked_is_read_only_before_they_run()
{
	each_has GNU_RELRO -l && each_has 'BIND_NOW|FLAGS.* NOW' -d
}

test_stacks_are_guarded_and_not_executable()
{
	each_has ' __stack_chk_fail' --dyn-syms && each_has 'GNU_STACK .* RW ' -l
}

test_copies_are_checked()
{
	each_has ' __[a-z]+_chk(@|$)' --dyn-syms
}

test_packager_may_add_flags()
{
	local programs=(lcdsend)

	build CPPFLAGS=-D_FORTIFY_SOURCE=3 CFLAGS="-O1 -fno-stack-protector" \
		LDFLAGS=-Wl,-z,lazy &&
		each_has ' __[a-z]+_chk(@|$)' --dyn-syms &&
		none_has ' __stack_chk_fail' --dyn-syms && none_has 'FLAGS.* NOW' -d
}

test_it_builds_without_optimising()
{
	local programs=(lcdsend)

	build CFLAGS=-O0
}

tap_main
