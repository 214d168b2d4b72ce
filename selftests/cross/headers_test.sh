#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# For which kernel is the module built? Folders stand for installed headers.

here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-headers.XXXXXX")
trap 'rm -rf "$work"' EXIT
unset ARCH KERNEL KDIR
arch=$(dpkg --print-architecture)
running=$(uname -r)

none_installed()
{
	rm -rf "${work:?}"/*
}

# installed VERSION OPTION...: headers whose configuration has these set.
installed()
{
	local folder=$work/$1/build/include/config

	shift
	mkdir -p "$folder"
	printf 'CONFIG_%s=y\n' HZ_250 "$@" > "$folder/auto.conf"
}

# chosen [VARIABLE=VALUE]...: what the Makefile builds for.
chosen()
{
	# shellcheck disable=SC2016 # for make
	make --no-print-directory -s -C "$top" modules="$work" "$@" \
		--eval='print: ; @echo $(KERNEL) $(KDIR)' print
}

# These two are never those of this machine.
foreign()
{
	case $(uname -m) in
	aarch64) installed 99.1 X86_64 ;;
	*)	installed 99.1 ARM64 ;;
	esac
	installed 99.2 ALPHA
}

own()
{
	case $(uname -m) in
	x86_64)	installed "$1" X86_64 ;;
	aarch64) installed "$1" ARM64 ;;
	armv*)	installed "$1" ARM ;;
	*)	skip "no test on $(uname -m)" ;;
	esac
}

test_the_newest_of_this_architecture_is_chosen()
{
	none_installed
	own 6.9 && own 6.10 && foreign
	expect "6.10 $work/6.10/build" "$(chosen)"
}

test_no_headers_but_those_of_another_architecture_are_none()
{
	none_installed
	foreign
	expect "" "$(chosen)"
}

test_the_running_kernel_is_chosen_before_a_newer_one()
{
	none_installed
	own 6.10 && own "$running" && own 99.3
	expect "$running $work/$running/build" "$(chosen)"
}

test_arch_asks_for_the_headers_of_another_architecture()
{
	none_installed
	installed 6.1 X86 X86_64 && installed 6.2 ARM64 && installed 6.3 ARM && installed 6.4 S390
	expect "6.2 $work/6.2/build" "$(chosen ARCH=arm64)" &&
		expect "6.3 $work/6.3/build" "$(chosen ARCH=arm)" &&
		expect "6.4 $work/6.4/build" "$(chosen ARCH=s390)" &&
		expect "6.1 $work/6.1/build" "$(chosen ARCH=x86)"
}

test_the_vm_boots_the_newest_of_this_architecture()
{
	none_installed
	mkdir "$work"/linux-headers-{6.9-"$arch",6.10-"$arch",99.1-foreign,99.2-"$arch"-foreign}
	mkdir "$work"/linux-headers-{99.3-cloud-"$arch",99.4-common}
	expect "6.10-$arch" "$(DEVLCD_HEADERS=$work "$here/../vm/kernel")"
}

tap_main
