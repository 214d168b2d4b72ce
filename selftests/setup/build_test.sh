#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What does a build say that cannot give what one may expect?

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-build.XXXXXX")
trap 'rm -rf "$work"' EXIT

# In place of a kernel's build tree, and of a compiler.
printf 'modules:\n\t@echo kbuild runs\n' > "$work/Makefile"

module()
{
	make -s -C "$top" module KDIR="$work" "$@" 2>&1
}

other="Building for Linux 1.2.3-other; Linux $(uname -r) runs here and cannot load it."

test_a_build_for_another_kernel_says_so_before_it_begins()
{
	expect "$other"$'\n'"kbuild runs" "$(module KERNEL=1.2.3-other)"
}

test_a_build_for_the_running_kernel_says_nothing()
{
	expect "kbuild runs" "$(module KERNEL="$(uname -r)")"
}

test_a_build_for_a_kernel_in_a_folder_says_nothing()
{
	expect "kbuild runs" "$(module KERNEL="$work")"
}

# The build that make TARGET would run, as make -n prints it; and what that prints.
build_of()
{
	local line

	line=$(make -n --no-print-directory -C "$top" "$1" | grep '^make ') &&
		(cd "$top" && eval "$line -n KDIR='$work'")
}

test_a_build_for_the_vm_says_nothing()
{
	local target planned

	for target in demo demo-vote run shell check; do
		planned=$(build_of $target 2>&1)
		grep -qF " -C $work " <<< "$planned" && ! grep -q 'Building for' <<< "$planned" &&
			continue
		echo "make $target: $planned"
		return 1
	done
}

# What is printed beside what make says of itself and of the files it makes.
errors()
{
	grep -vE '^(make|  (CC|AR|LD) )'
}

# says_once LINE FOLDER ARGUMENT...: that folder's make fails, and says no more than
# this line and make's own.
says_once()
{
	local line=$1 folder=$2

	shift 2
	if make -s -k -C "$top/$folder" "$@" BUILD="$work/build" BIN="$work/bin" CC=true AR=true \
		> "$work/said" 2>&1; then
		echo "make $folder: no failure"
		return 1
	fi
	expect "$line" "$(errors < "$work/said")"
}

# Where nothing but make's shell is found.
without_pkg_config()
{
	local name

	mkdir -p "$work/path"
	for name in make sh bash mkdir rm printf echo true; do
		ln -sf "$(type -P $name)" "$work/path/"
	done
	PATH=$work/path "$@"
}

test_the_programs_without_pkg_config()
{
	says_once "lcdbridge: no-pkg-config: not found: install pkgconf (make userland-deps does)" \
		userland PKG_CONFIG=no-pkg-config
}

test_the_programs_where_the_path_has_no_pkg_config()
{
	local said

	said=$(without_pkg_config make -s -C "$top/userland" BUILD="$work/build" \
		BIN="$work/bin" CC=true AR=true 2>&1) && return 1
	expect "lcdbridge: pkg-config: not found: install pkgconf (make userland-deps does)" \
		"$(errors <<< "$said")"
}

test_the_programs_without_any_library()
{
	says_once "lcdbridge: false does not find libevent_core libevent_openssl libmosquitto\
 inih libcjson openssl: install libevent-dev libmosquitto-dev libinih-dev libcjson-dev\
 libssl-dev (make userland-deps does)" userland PKG_CONFIG=false
}

test_the_programs_without_one_library()
{
	cat > "$work/pkg-config" <<-"END"
		#!/bin/sh
		case "$*" in *libcjson*) exit 1 ;; esac
		exec pkg-config "$@"
	END
	chmod +x "$work/pkg-config"
	says_once "lcdbridge: $work/pkg-config does not find libcjson: install libcjson-dev\
 (make userland-deps does)" userland PKG_CONFIG="$work/pkg-config"
}

test_the_examples_without_pkg_config_and_without_the_library()
{
	says_once "examples: no-pkg-config: not found: install pkgconf (make userland-deps does)" \
		userland/examples PKG_CONFIG=no-pkg-config &&
	says_once "examples: false does not find libmosquitto: install libmosquitto-dev\
 (make userland-deps does)" userland/examples PKG_CONFIG=false
}

test_clean_needs_no_library()
{
	cp -r "$top/userland" "$top/kmod" "$work"
	expect "" "$(make -s -C "$work/userland" clean PKG_CONFIG=no-pkg-config 2>&1)"
}

tap_main
