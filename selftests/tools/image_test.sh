#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lcdview --svg, --png and --dots: the dots of each are those of the other two.

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=tap.sh
. "$here/tap.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
unset NO_COLOR COLORTERM

lcdview()
{
	"$top/userland/build/asan/bin/lcdview" "$@"
}

# image KIND TEXT [OPTION]...: of a text with printf's escapes, in $work/image.KIND.
image()
{
	local kind=$1

	# shellcheck disable=SC2059
	printf "$2" > "$work/text" && shift 2 &&
		lcdview "--$kind" "$@" "$work/text" > "$work/image.$kind"
}

fact()
{
	python3 "$here/picture_dots.py" "$work/image.$1" "$2"
}

dots()
{
	python3 "$here/picture_dots.py" "$work/image.$1"
}

# In characters one of which is one dot: what is off is blank there.
ascii_dots()
{
	LC_ALL=C lcdview --once --dots "$@" "$work/text" | sed '1d; $d; s/^|//; s/|$//'
}

# Half blocks taken apart, without the margin around all dots.
halves()
{
	lcdview --once --dots "$@" "$work/text" | python3 -c '
import sys
for line in sys.stdin.read().splitlines()[1:-1]:
    for on in ("▀█", "▄█"):
        print("".join("#" if c in on else " " for c in line[2:-2]))' |
		sed 1d | head -n "$(ascii_dots "$@" | wc -l)"
}

# all_agree TEXT [OPTION]...
all_agree()
{
	image svg "$@" && image png "$@" && dots svg > "$work/svg.dots" &&
		dots png > "$work/png.dots" && shift || return
	grep -q '#' "$work/svg.dots" || { echo "no dot is on"; return 1; }
	diff "$work/svg.dots" "$work/png.dots" &&
		diff <(tr . ' ' < "$work/svg.dots") <(ascii_dots "$@") &&
		diff <(tr . ' ' < "$work/svg.dots") <(halves "$@")
}

test_a_text_has_the_dots_that_it_should()
{
	image svg 'Ag\033[?25h' --geometry=3x1 &&
		expect "$(printf '%s\n' ".###. ..... ....." "#...# .#### ....." \
			"#...# #...# ....." "#...# #...# ....." "##### .#### ....." \
			"#...# ....# ....." "#...# .###. ....." "..... ..... #####")" "$(dots svg)"
}

test_accents_bars_and_signs_are_the_same_in_all_images()
{
	all_agree 'Crème brûlée   20 °C\n♥ été   ██████▌   12\n  hiver ███▎       6\n21:04'
}

test_every_code_is_the_same_in_all_images()
{
	local codes='' code

	for code in {16..175}; do
		printf -v code '\\u%x' $((0xf000 + code))
		codes+=$code
	done
	all_agree "$codes" --geometry=40x4
}

test_every_size_is_the_same_in_all_images()
{
	local size

	for size in 1x1 8x1 16x2 20x4 40x4; do
		all_agree '0123456789' --geometry=$size || { echo "$size"; return 1; }
	done
}

test_a_cursor_that_blinks_is_the_same_in_all_images()
{
	all_agree 'on\033[?25h\033[LB' --geometry=8x2 && expect True "$(fact svg blinks)" &&
		all_agree 'on\033[?25h' --geometry=8x2 && expect False "$(fact svg blinks)"
}

test_without_power_no_dot_is_on()
{
	image svg 'x\033[?25h\033[LB\033[Ld' && image png 'x\033[?25h\033[LB\033[Ld' &&
		! dots svg | grep '#' && ! dots png | grep '#' && expect False "$(fact svg blinks)"
}

test_each_style_has_colours_of_its_own_and_others_without_light()
{
	local style seen=''

	for style in green blue white oled amber; do
		image svg x --style=$style && image png x --style=$style || return
		expect "$(fact svg colours)" "$(fact png colours)" || return
		seen+=$(fact svg colours)$'\n'
		image svg 'x\033[L-' --style=$style && image png 'x\033[L-' --style=$style || return
		expect "$(fact svg colours)" "$(fact png colours)" || return
		seen+=$(fact svg colours)$'\n'
	done
	expect 10 "$(sort -u <<< "${seen%$'\n'}" | wc -l)"
}

test_the_style_is_green_by_default()
{
	image svg x --style=green && fact svg colours > "$work/green" && image svg x &&
		expect "$(cat "$work/green")" "$(fact svg colours)"
}

test_another_style_is_wrong_usage()
{
	local said

	printf x > "$work/text"
	said=$(lcdview --svg --style=pink "$work/text" 2>&1)
	expect 2 $? && expect "lcdview: --style=pink: must be green, blue, white, oled or amber
Try 'lcdview --help' for more information." "$said"
}

test_the_title_of_an_svg_is_its_text_whatever_that_is()
{
	image svg '<a href="x">&amp;\n\001\xff]]>' &&
		expect '<a href="x">&amp;'$'\n'$'\ue001\ufffd]]>' "$(fact svg title)"
}

# Not what the shell has redirected: nothing appears in a terminal.
test_a_png_is_not_written_to_a_terminal()
{
	printf x > "$work/text"
	script -qec "$top/userland/build/asan/bin/lcdview --png $work/text" /dev/null \
		< /dev/null > "$work/said"
	expect 2 $? && expect 'lcdview: --png: standard output is a terminal; write "> FILE" after it' \
		"$(tr -d '\r' < "$work/said")"
}

test_an_image_on_a_full_disk_fails()
{
	local kind

	printf x > "$work/text"
	for kind in svg png; do
		lcdview --$kind "$work/text" 2> "$work/said" > /dev/full
		expect 1 $? && expect "lcdview: standard output: No space left on device" \
			"$(cat "$work/said")" || return
	done
}

test_an_image_of_a_missing_file_is_none()
{
	lcdview --png "$work/none" > "$work/image.png" 2> "$work/said"
	expect 1 $? && expect "lcdview: $work/none: No such file or directory" \
		"$(cat "$work/said")" && [ ! -s "$work/image.png" ]
}

# Where half blocks would be 33 columns wide, braille is 17.
test_a_window_too_narrow_for_half_blocks_gets_braille()
{
	printf 'A' > "$work/text"
	script -qec "stty rows 20 cols 30; TERM=dumb $top/userland/build/asan/bin/lcdview \
		--once --dots --geometry=5x1 $work/text" /dev/null < /dev/null |
		tr -d '\r' > "$work/said"
	expect "┌───────────────┐
│⡎⠉⡆⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀│
│⠏⠉⠇⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀│
└───────────────┘" "$(cat "$work/said")"
}

test_a_terminal_of_256_colours_gets_those_of_the_style()
{
	printf 'A' > "$work/text"
	script -qec "TERM=xterm-256color $top/userland/build/asan/bin/lcdview --once --dots \
		--style=oled --geometry=1x1 $work/text" /dev/null < /dev/null > "$work/said"
	grep -qF "$(printf '\033[38;5;221;48;5;16m▀')" "$work/said" || cat -v "$work/said"
	! LC_ALL=C lcdview --once --dots --style=oled --geometry=1x1 "$work/text" | grep $'\033'
}

test_no_colour_is_there_where_none_is_wanted()
{
	printf 'A' > "$work/text"
	script -qec "NO_COLOR=1 TERM=xterm-256color $top/userland/build/asan/bin/lcdview \
		--once --dots $work/text" /dev/null < /dev/null > "$work/said"
	! grep $'\033' "$work/said"
}

test_the_pictures_are_what_lcdview_draws()
{
	local picture committed=$top/userland/man/pictures

	mkdir "$work/pictures"
	"$committed/draw" "$top/userland/build/asan/bin/lcdview" "$work/pictures" || return
	for picture in "$committed"/*.svg; do
		cmp "$picture" "$work/pictures/${picture##*/}" || return
		grep -qF "pictures/${picture##*/}" "$top/README.md" "$top/userland/man/pages.md" ||
			{ echo "nothing shows $picture"; return 1; }
	done
}

tap_main
