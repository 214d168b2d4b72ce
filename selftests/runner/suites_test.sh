#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Do make check and make check-long together run every test, and each once?

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
# shellcheck disable=SC2034 # for suites.sh
tests=$(dirname "$here")
# shellcheck source=suites.sh
. "$here/suites.sh"

# Without files that are made and not kept, as fuzz's replays.
programs_of()
{
	find "$tests/$1" -maxdepth 1 -name '*_test*' ! -name '*.h' -printf '%f\n' | sed 's/\.c$//'
}

test_each_pattern_of_long_programs_names_some()
{
	local suite program found

	for suite in $(suites); do
		[ -n "$(setting "$suite" long '')" ] || continue
		found=
		for program in $(programs_of "$suite"); do
			[ "$(part_of "$suite" "$program")" = quick ] || found=yes
		done
		[ "$found" ] || { echo "$suite: long=$(setting "$suite" long '')"; return 1; }
	done
}

# Less the one that is for other kernels.
test_lint_has_each_of_its_checks_in_one_part()
{
	local quick=() long=()

	# shellcheck source=/dev/null
	. <(sed -nE '/^(quick|long)=\(/{:more; /\)$/!{N; bmore}; p}' "$tests/lint")
	expect "$(sed -n 's/^lint_\([a-z-]*\)()$/\1/p' "$tests/lint" | grep -vx warnings | sort)" \
		"$(printf '%s\n' "${quick[@]}" "${long[@]}" | sort)"
}

tap_main
