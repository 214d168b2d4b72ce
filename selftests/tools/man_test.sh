#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The manual pages: well-formed, and in step with the programs' --help.

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=tap.sh
. "$here/tap.sh"
man=$top/userland/man
programs=$top/userland/build/asan/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Long options that --help names at the start of a line.
helped()
{
	"$programs/$1" --help | sed -n 's/^ \{2,6\}\(-[0-9a-zA-Z], \)\?--\([a-z0-9-]*\).*/\2/p' | sort
}

# Long options that have an item of their own in a page.
documented()
{
	sed -n 's/^\.It Fl \([0-9a-zA-Z] , \)\?-\([a-z0-9][a-z0-9-]*\).*/\2/p' "$1" | sort
}

# The help of lcdbridge with each option on one line.
unwrapped()
{
	"$programs/lcdbridge" --help | sed ':more; N; s/\n \{20,\}/ /; t more; P; D'
}

# "SECTION OPTION ARGUMENT DEFAULT" of each setting.
helped_settings()
{
	unwrapped | awk '
		/^ \[/ { section = $1 }
		section && /^ +--/ {
			default = $0
			sub(/.* \[/, "", default); sub(/\]$/, "", default)
			split($1, option, "=")
			print section, option[1], option[2], default
		}' | sort
}

# The same, with the setting's name as the last word.
documented_settings()
{
	awk '
		/^\.Ss \[/ { section = $2 }
		section && /^\.It Cm/ {
			name = $3; option = "-" $NF; argument = $0
			sub(/.* = Ar /, "", argument); sub(/ Pq .*/, "", argument)
			gsub(/ /, "", argument)
		}
		section && /^\.Li/ { print section, option, argument, $2, name }
	' "$man/lcdbridge.conf.5" | sort
}

test_pages_are_well_formed()
{
	command -v mandoc > /dev/null || skip "mandoc is not installed"
	mandoc -T lint -W warning "$man"/*.[1-8]
}

test_lcdview_page_has_the_options_of_its_help()
{
	expect "$(helped lcdview)" "$(documented "$man/lcdview.1")"
}

test_lcdweb_page_has_the_options_of_its_help()
{
	expect "$(helped lcdweb)" "$(documented "$man/lcdweb.8")"
}

test_lcdsend_page_has_the_options_of_its_help()
{
	expect "$(helped lcdsend)" "$(documented "$man/lcdsend.1")"
}

test_lcdbridge_pages_have_the_settings_of_its_help()
{
	[ "$(helped_settings | wc -l)" -gt 20 ] &&
		expect "$(helped_settings)" "$(documented_settings | sed 's/ [^ ]*$//')"
}

test_documented_defaults_are_taken()
{
	local section default name

	documented_settings | while read -r section _ _ default name; do
		printf '%s\n%s = %s\n' "$section" "$name" "$default"
	done > "$work/conf"
	"$programs/lcdbridge" --config="$work/conf" --check-config
}

# Each begins with a [section], and ends at the first line that is none of its own. The
# files that they name are not here, so --check-config would refuse them.
test_examples_of_configurations_are_right()
{
	local file

	cat "$man/lcdbridge.conf.5" "$top/userland/examples/network.md" | awk -v name="$work/example." '
		{ sub(/^    /, "") }
		/^\[[a-z]+\]$/ && !inside { inside = 1; number++ }
		!/^\[|^[a-z-]+ = |^$/ { inside = 0 }
		inside { print > (name number) }'
	[ -s "$work/example.9" ] || expect "9 examples or more" "$(ls "$work")" || return
	for file in "$work"/example.*; do
		"$programs/lcdbridge" --config="$file" --dump-config > "$work/dump" || return
	done
}

test_help_and_version_that_cannot_be_printed_are_a_failure()
{
	local program option said

	for program in lcdbridge lcdweb lcdview lcdsend; do
		for option in --help --version; do
			said=$("$programs/$program" $option 2>&1 > /dev/full) && return 1
			expect "$program: standard output: No space left on device" "$said" ||
				return
		done
	done
}

test_help_fits_a_terminal()
{
	local program

	for program in lcdbridge lcdweb lcdview lcdsend; do
		expect "" "$("$programs/$program" --help | grep -E '.{81}')" || return
	done
}

tap_main
