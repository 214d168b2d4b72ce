# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: run several things that each end with tally's sum, and end with
# what failed in all of them and the sum of all.

# shellcheck shell=bash

passed=0
failed=0
skipped=0
parts_skipped=()	# the names of those that were skipped or cut
parts_failures=()	# "PART: PROGRAM: WHY"
parts_log=$(mktemp)

count()
{
	passed=$((passed + $1))
	failed=$((failed + $2))
	skipped=$((skipped + $3))
}

# What the programs of a part that was cut had come to.
count_programs()
{
	awk '/^[^ ]+ +[0-9]+ passed/ {
		for (i = 3; i < NF; i++) {
			sub(",", "", $i)
			n[$i] += $(i - 1)
		}
	}
	END { print n["passed"] + 0, n["failed"] + 0, n["skipped"] + 0 }' "$parts_log"
}

# logged COMMAND...: show what it prints, and keep it.
logged()
{
	"$@" 2>&1 | tee "$parts_log"
	return "${PIPESTATUS[0]}"
}

# note_failures NAME: those named before the last sum. A part of parts names them
# before other sums, too.
note_failures()
{
	local failures

	mapfile -t failures < <(awk -v part="$1: " '
		sub(/^failed: /, "") { named = (together ? named "\n" : "") part $0; together = 1; next }
		/^[0-9]+ passed, [0-9]+ failed, / { failures = together ? named : "" }
		{ together = 0 }
		END { if (failures != "") print failures }' "$parts_log")
	parts_failures+=("${failures[@]}")
}

# fail_part NAME WHY: though none of its programs has failed.
fail_part()
{
	echo "== $1: FAILED, $2"
	parts_failures+=("$1: $2")
	count 0 1 0
}

# count_sum NAME STATUS: of a part that has ended.
count_sum()
{
	local sum='^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$'

	note_failures "$1"
	if [[ $(grep -E "$sum" "$parts_log" | tail -n 1) =~ $sum ]]; then
		count "${BASH_REMATCH[@]:1:3}"
		[ "$2" = 0 ] || [ "${BASH_REMATCH[2]}" != 0 ] || fail_part "$1" "it ended with status $2"
	else
		fail_part "$1" "it ended with status $2 and without a sum"
	fi
}

# part NAME COMMAND...: one without a sum counts as a failure.
part()
{
	local name=$1 status=0

	shift
	echo "== $name"
	logged "$@" || status=$?
	count_sum "$name" $status
}

# part_begin NAME COMMAND...: one that runs beside others until part_await, which
# prints it. One at a time.
part_begin()
{
	beside_name=$1
	beside_log=$(mktemp)
	shift
	"$@" > "$beside_log" 2>&1 &
	beside=$!
}

part_await()
{
	local status=0

	wait "$beside" || status=$?
	echo "== $beside_name"
	logged cat "$beside_log"
	rm -f "$beside_log"
	count_sum "$beside_name" $status
}

# What can be cut, with everything that it has started. It takes root, mostly.
parts_contained=(unshare --pid --fork --kill-child --mount-proc)
parts_can_be_cut()
{
	"${parts_contained[@]}" true 2> /dev/null
}

# part_for SECONDS NAME COMMAND...: one that is cut after so many. That is no
# failure, but what had failed before is.
part_for()
{
	local seconds=$1 name=$2 end=$((SECONDS + $1)) counts status=0

	shift 2
	echo "== $name, for $((seconds / 60)) minutes at most"
	# shellcheck disable=SC2016 # for process 1, which waits for orphans
	logged timeout --signal=KILL "$seconds" "${parts_contained[@]}" \
		bash -c '"$@"; exit $?' bash "$@" || status=$?
	if [ $status = 137 ] && [ $SECONDS -ge $end ]; then
		read -ra counts < <(count_programs)
		echo "== $name: CUT after $seconds s, with ${counts[0]} passed and" \
			"${counts[1]} failed; the rest is SKIPPED"
		count "${counts[@]}"
		count 0 0 1
		[ "${counts[1]}" = 0 ] || parts_failures+=("$name: ${counts[1]} before it was cut")
		parts_skipped+=("the end of $name")
	else
		count_sum "$name" $status
	fi
}

# skip_part NAME REASON
skip_part()
{
	echo "== $1: SKIPPED, ${*:2}"
	skipped=$((skipped + 1))
	parts_skipped+=("$1")
}

# part_until END SECONDS NAME COMMAND...: where it will have ended by then, if it
# takes so many, and cut there if it takes more. END is a value of $SECONDS.
part_until()
{
	local end=$1 needed=$2

	shift 2
	if ! parts_can_be_cut; then
		skip_part "$1" "it could not be cut here: must be root"
	elif [ $((SECONDS + needed)) -gt "$end" ]; then
		skip_part "$1" "it needs $((needed / 60)) minutes," \
			"and of $((end / 60)) there have been $((SECONDS / 60))"
	else
		part_for $((end - SECONDS)) "$@"
	fi
}

# What failed, the sum, and the exit status: did anything fail, or was there nothing?
parts_end()
{
	rm -f "$parts_log"
	[ ${#parts_failures[@]} = 0 ] || printf 'failed: %s\n' "${parts_failures[@]}"
	echo "$passed passed, $failed failed, $skipped skipped"
	[ $((passed + skipped)) -gt 0 ] && [ $failed = 0 ]
}

# For a last line: the names of what was skipped.
parts_say_skipped()
{
	local names

	[ ${#parts_skipped[@]} -gt 0 ] || { echo "nothing was skipped"; return; }
	names=$(printf ', %s' "${parts_skipped[@]}")
	echo "skipped: ${names#, }"
}
