# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: print what tally reads, a command as a test program.

# shellcheck shell=bash

# program NAME COMMAND...: the command prints TAP.
program()
{
	local name=$1 status=0

	shift
	echo "@@ begin $name"
	"$@" 2>&1 || status=$?
	echo "@@ end $status"
}

# tap NAME COMMAND...: the command is the only test.
tap()
{
	program "$1" one_test "${@:2}"
}

one_test()
{
	local status=0

	echo 1..1
	"$@" || status=$?
	[ $status = 0 ] && echo "ok 1" || echo "not ok 1"
	return $status
}
