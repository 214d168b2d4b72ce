# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: run several things that each end with tally's sum, and end with
# the sum of all.

# shellcheck shell=bash

passed=0
failed=0
skipped=0
parts_log=$(mktemp)

# part NAME COMMAND...: one without a sum counts as a failure.
part()
{
	local name=$1 status=0 sum='^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$'

	shift
	echo "== $name"
	"$@" 2>&1 | tee "$parts_log" || status=${PIPESTATUS[0]}
	if [[ $(grep -E "$sum" "$parts_log" | tail -n 1) =~ $sum ]]; then
		passed=$((passed + BASH_REMATCH[1]))
		failed=$((failed + BASH_REMATCH[2]))
		skipped=$((skipped + BASH_REMATCH[3]))
		[ "$status" = 0 ] || [ "${BASH_REMATCH[2]}" != 0 ] || failed=$((failed + 1))
	else
		echo "== $name: FAILED, it ended with status $status and without a sum"
		failed=$((failed + 1))
	fi
}

# skip_part NAME REASON
skip_part()
{
	echo "== $1: SKIPPED, $2"
	skipped=$((skipped + 1))
}

# The sum, and the exit status: did anything run, and nothing fail?
parts_end()
{
	rm -f "$parts_log"
	echo "$passed passed, $failed failed, $skipped skipped"
	[ $passed -gt 0 ] && [ $failed = 0 ]
}
