# SPDX-License-Identifier: GPL-2.0-only
# What the demos share, to be sourced in the VM: every step prints its title, the
# command as one would type it, what the command prints, and a picture of the
# display; and it fails where the display does not show what it should.

# shellcheck shell=bash

# shellcheck source=machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/machine.sh"
cd "$top" || exit

[ "${1:-plain}" = bold ] && bold=$'\e[1m' normal=$'\e[0m' || bold='' normal=''
steps=0

fail()
{
	printf '\n%sFAILED%s: %s\n' "$bold" "$normal" "$*"
	exit 1
}

# step TITLE COMMAND [STATUS]
step()
{
	local status=0

	steps=$((steps + 1))
	printf '\n%s%d. %s%s\n\n    # %s\n' "$bold" $steps "$1" "$normal" "$2"
	eval "$2" > /run/printed || status=$?
	sed '/./!d; s/^/    /' /run/printed
	[ $status = "${3:-0}" ] || fail "the command ended with status $status"
}

# The last command has printed this line.
says()
{
	grep -qxF "$1" /run/printed || fail "it does not say: $1"
}

display_shows()
{
	[ "$(cat /dev/LCD)" = "$wanted" ]
}

# shows [LINE]...: the display and its picture have these lines, and no other.
shows()
{
	local line blank='                    '

	wanted=$(printf '%s\n' "$@")
	within 60 display_shows || fail "the display shows:" "$(cat /dev/LCD)"
	lcdview --once > /run/picture || fail "lcdview: exit status $?"
	sed 's/^/        /' /run/picture
	for line; do
		line=$line${blank:${#line}}
		grep -qF "│$line│" /run/picture || fail "not in the picture: $line"
	done
}

all_shown()
{
	printf '\n%sAll %d steps showed what they should.%s\n' "$bold" $steps "$normal"
}
