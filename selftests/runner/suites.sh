# SPDX-License-Identifier: GPL-2.0-only
# To be sourced, with the variable tests set to selftests/: its suites and what
# their settings say, which selftests/check describes.

# shellcheck shell=bash

suites()
{
	# shellcheck disable=SC2154 # who sources it sets it
	grep -lE '^include .*lib\.mk' "$tests"/*/Makefile | xargs -n 1 dirname | xargs -n 1 basename
}

# setting SUITE NAME DEFAULT
setting()
{
	local value=

	[ ! -f "$tests/$1/settings" ] || value=$(sed -n "s/^$2=//p" "$tests/$1/settings")
	echo "${value:-$3}"
}

# place_of SUITE PROGRAM: vm, boots (it boots a VM itself) or host.
place_of()
{
	# shellcheck disable=SC2254 # patterns
	case $2 in
	$(setting "$1" vm ''))		echo vm ;;
	$(setting "$1" boots ''))	echo boots ;;
	*)				echo host ;;
	esac
}

# part_of SUITE PROGRAM: quick or long.
part_of()
{
	# shellcheck disable=SC2053 # a pattern
	[[ $2 == $(setting "$1" long '') ]] && echo long || echo quick
}
