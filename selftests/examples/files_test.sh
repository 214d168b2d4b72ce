#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The ten lines of C on a local file.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

test_text_file_is_written_and_read_back()
{
	echo "much more than what comes" > "$work/text"
	expect "Bonjour" "$(screen "$work/text" Bonjour)" &&
		expect "Bonjour" "$(cat "$work/text")"
}

test_missing_file_is_not_made()
{
	expect "screen: $work/missing: No such file or directory" \
		"$(screen "$work/missing" Bonjour 2>&1)" &&
		[ ! -e "$work/missing" ]
}

tap_main
