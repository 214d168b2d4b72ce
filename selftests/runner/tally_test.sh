#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Does the tally turn red for all that is not a success, and stay green else?

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=ends.sh
. "$here/ends.sh"

# sums DESCRIPTION EXIT-STATUS LAST-LINE: of the stream on standard input.
sums()
{
	ends_with "$@" "$here/tally" the/test
}

# names DESCRIPTION LINES: of the failures that the stream on standard input has.
names()
{
	ends_with "$1" 0 "$2" sh -c "'$here/tally' the/test | grep '^failed: ' | paste -sd '|'"
}

# A program that prints the lines, and then ends with the status.
program()
{
	local status=$1

	shift
	echo "@@ begin the/test"
	printf '%s\n' "$@"
	echo "@@ end $status"
}

echo "TAP version 13"
echo 1..29

sums "good results pass" 0 "2 passed, 0 failed, 0 skipped" \
	< <(program 0 1..2 "ok 1" "ok 2 - words")
sums "the plan may come last" 0 "1 passed, 0 failed, 0 skipped" \
	< <(program 0 "ok 1" 1..1)
sums "a skip is neither" 0 "1 passed, 0 failed, 1 skipped" \
	< <(program 0 1..2 "ok 1 # SKIP no device" "ok 2")
sums "what is indented or a comment is no result" 0 "1 passed, 0 failed, 0 skipped" \
	< <(program 0 1..1 "    not ok 1 a subtest" "# not ok 1" "ok 1 the test of them")
sums "a program may skip all" 0 "1 passed, 0 failed, 1 skipped" \
	< <(program 4 "1..0 # SKIP no device" ; program 0 1..1 "ok 1")
sums "nothing passed is a failure" 1 "0 passed, 0 failed, 1 skipped" \
	< <(program 4 "1..0 # SKIP no device")
sums "a bad result fails" 1 "1 passed, 1 failed, 0 skipped" \
	< <(program 1 1..2 "ok 1" "not ok 2")
sums "a bad result fails though the program did not" 1 "1 passed, 1 failed, 0 skipped" \
	< <(program 0 1..2 "ok 1" "not ok 2")
sums "a bad result fails though it says skip" 1 "0 passed, 1 failed, 0 skipped" \
	< <(program 0 1..1 "not ok 1 # SKIP")
sums "results that are missing fail" 1 "1 passed, 2 failed, 0 skipped" \
	< <(program 0 1..3 "ok 1")
sums "results beyond the plan fail" 1 "2 passed, 1 failed, 0 skipped" \
	< <(program 0 1..1 "ok 1" "ok 2")
sums "a result out of order fails" 1 "2 passed, 1 failed, 0 skipped" \
	< <(program 0 1..3 "ok 1" "ok 1" "ok 3")
sums "no plan fails" 1 "2 passed, 1 failed, 0 skipped" \
	< <(program 0 "ok 1" "ok 2")
sums "a second plan fails" 1 "1 passed, 1 failed, 0 skipped" \
	< <(program 0 1..1 1..1 "ok 1")
sums "no test fails" 1 "0 passed, 1 failed, 0 skipped" \
	< <(program 0 1..0)
sums "no output fails" 1 "0 passed, 1 failed, 0 skipped" \
	< <(program 0)
sums "a crash at the end fails" 1 "2 passed, 1 failed, 0 skipped" \
	< <(program 139 1..2 "ok 1" "ok 2")
sums "a program that says skip, but skipped nothing, fails" 1 "1 passed, 1 failed, 0 skipped" \
	< <(program 4 1..1 "ok 1")
sums "bailing out fails" 1 "1 passed, 1 failed, 0 skipped" \
	< <(program 0 1..1 "ok 1" "Bail out! no memory")
sums "a program that was cut off fails" 1 "2 passed, 1 failed, 0 skipped" \
	< <(program 0 1..2 "ok 1" "ok 2" | sed '$d')
sums "a program that did not run fails" 1 "1 passed, 1 failed, 0 skipped" \
	< <(program 0 1..1 "ok 1" | sed 's/the/another/')
sums "nothing at all fails" 1 "0 passed, 1 failed, 0 skipped" \
	< <(printf '')

mapfile -t failures < <(printf 'not ok %s\n' {1..25})
names "failures are named at the end" "failed: the/test: not ok 2|failed: the/test: not ok 3 - words" \
	< <(program 1 1..3 "ok 1" "not ok 2" "not ok 3 - words")
names "a program that did not run is named" "failed: the/test: did not run" < /dev/null
names "a name is fit for a terminal" "failed: the/test: not ok 1 - ?[31m" \
	< <(program 1 1..1 $'not ok 1 - \e[31m')
names "of many failures the first are named" "$(printf 'failed: the/test: not ok %s|' {1..20})$(
	)failed: the/test: ... 5 more" < <(program 1 1..25 "${failures[@]}")

noted()
{
	"$here/tally" --note "left out: some" the/test | grep -x -A 1 "left out: some" | tail -n 1
}
ends_with "a note comes before the failures" 0 "failed: the/test: not ok 1" noted \
	< <(program 1 1..1 "not ok 1")

# A program in each of two pipes, the second whole before the first ends.
two_streams()
{
	local status=$1 pipes

	pipes=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-tally.XXXXXX") || return
	mkfifo "$pipes/one" "$pipes/two"
	{
		printf '@@ begin the/test\n1..1\n' >&3
		program 0 1..1 "ok 1" | sed 's/the/another/' >&4
		exec 4>&-
		printf 'ok 1\n@@ end %s\n' "$status" >&3
	} 3> "$pipes/one" 4> "$pipes/two" &
	timeout 60 "$here/tally" --stream "$pipes/one" --stream "$pipes/two" \
		the/test another/test
	status=$?
	rm -rf "$pipes"
	return $status
}

ends_with "streams are read at the same time" 0 "2 passed, 0 failed, 0 skipped" two_streams 0
ends_with "a failure in one of the streams fails" 1 "2 passed, 1 failed, 0 skipped" two_streams 1
