# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: a test of how a command ends.

# shellcheck shell=bash

tests=0

# ends_with DESCRIPTION EXIT-STATUS LAST-LINE COMMAND...
ends_with()
{
	local description=$1 wanted=$2 last=$3 out status

	shift 3
	out=$("$@" 2>&1)
	status=$?
	tests=$((tests + 1))
	if [ "$status" = "$wanted" ] && [ "$(tail -n 1 <<< "$out")" = "$last" ]; then
		echo "ok $tests $description"
		return
	fi
	echo "$out"
	printf '# expected: %s, exit status %s; exit status is %s\n' "$last" "$wanted" "$status"
	echo "not ok $tests $description"
}
