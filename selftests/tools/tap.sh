# SPDX-License-Identifier: GPL-2.0-only
# TAP for shell scripts, to be sourced. Each function named test_... is a test,
# and its name a sentence; what it prints is shown where it fails. It ends with
# "skip REASON" where it cannot be run.

# shellcheck shell=bash

tap_program=$(realpath "$0")	# which may go to another folder

# Try a command every 100 ms until it succeeds, for 60 s at most, or $DEADLINE.
eventually()
{
	local deadline=$((SECONDS + ${DEADLINE:-60} * ${DEVLCD_PATIENCE:-1}))

	until "$@"; do
		[ $SECONDS -lt $deadline ] || return
		sleep 0.1
	done
}

expect()
{
	[ "$1" = "$2" ] && return
	printf 'expected: %s\n     got: %s\n' "$1" "$2"
	return 1
}

skip()
{
	echo "SKIP $*"
	exit 4
}

tap_result()
{
	local number=$1 name=$2 output status

	output=$("test_$name" 2>&1)
	status=$?
	case $status in
	0)	echo "ok $number $name" ;;
	4)	echo "ok $number $name # $output" ;;
	*)	echo "# ${output//$'\n'/$'\n'# }"; echo "not ok $number $name" ;;
	esac
	[ $status = 0 ] || [ $status = 4 ]
}

# Run all of them in the order in which they are written.
tap_main()
{
	local names number=0 failed=0 name

	mapfile -t names < <(sed -n 's/^test_\([a-z0-9_]*\)()$/\1/p' "$tap_program")
	echo "TAP version 13"
	echo "1..${#names[@]}"
	for name in "${names[@]}"; do
		number=$((number + 1))
		tap_result $number "$name" || failed=1
	done
	return $failed
}
