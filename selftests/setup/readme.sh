# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: the commands that README.md shows in indented boxes, and within
# sentences if they have an argument. What a console shows is typed by readme_test.sh.

# shellcheck shell=bash

# A line each, without its comment.
readme_commands()
{
	local readme

	readme=$(dirname "${BASH_SOURCE[0]}")/../../README.md
	{
		sed -nE 's/^    //; t shown; b; :shown; s/ +# .*//; p' "$readme"
		# shellcheck disable=SC2016 # backticks of README.md
		sed '/^```/,/^```/d; /^    /d' "$readme" | tr '\n' ' ' | grep -oE '`[^`]+`' |
			tr -d '`' | grep -E '^(sudo|make|kill|echo|cat|rm|systemctl|userland/[a-z/]+) '
	} | LC_ALL=C sort -u
}
