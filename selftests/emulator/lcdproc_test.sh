#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# LCDd's hd44780 driver judges the emulator: text and cost on the backpack,
# through i2c-dev.

# shellcheck source=emu.sh
. "$(dirname "$0")/emu.sh"

plugins=$(echo /usr/lib/*/lcdproc/)

start_lcdd()
{
	local deadline=$((SECONDS + 60))

	emu_lcdd_config "$plugins" > "$folder/LCDd.conf"
	LCDd -f -c "$folder/LCDd.conf" > "$folder/log" 2>&1 &
	lcdd=$!
	until exec {lcdproc}<> /dev/tcp/127.0.0.1/13666; do
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.1
	done 2> /dev/null
}

# A command, and its answer without what the server says by itself.
ask()
{
	local answer

	echo "$1" >&"$lcdproc"
	while read -r -t 60 answer <&"$lcdproc"; do
		case $answer in
		listen* | ignore*) ;;
		*) echo "$answer"; return ;;
		esac
	done
}

# All rows in one segment.
show()
{
	local row=0 line

	for line; do
		row=$((row + 1))
		echo "widget_set s w$row 1 $row {$line}"
	done | dd bs=4096 iflag=fullblock status=none >&"$lcdproc"
}

open_screen()
{
	ask hello
	ask "screen_add s"
	ask "screen_set s -heartbeat off -priority foreground -backlight on"
	for row in 1 2 3 4; do
		ask "widget_add s w$row string"
	done
}

# cost TITLE BYTES ROWS...: show rows, see them, and what they cost.
cost()
{
	local title=$1 bytes=$2 rows

	shift 2
	rows=$(printf '%s\n' "$@")
	emu_control i2c reset 1
	show "$@"
	tap_equal "$title: shown" "$rows" "$(emu_settles i2c "$rows")"
	tap_equal "$title: bytes" "$bytes" "$(emu_counter i2c bytes)"
	tap_equal "$title: no rule broken" "" "$(emu_violations i2c)"
}

command -v LCDd > /dev/null || tap_skip_all "no LCDd"
[ -f "$plugins/hd44780.so" ] || tap_skip_all "no lcdproc-extra-drivers"
ip link set lo up
folder=$(mktemp -d)
emu_load geometry=20x4
start_lcdd || tap_skip_all "LCDd: $(tail -n 1 "$folder/log")"
tap_plan 12

open_screen > /dev/null
show "Hello, world" "2" "3" "4"
text=$'Hello, world\n2\n3\n4'
tap_equal "first text" "$text" "$(emu_settles i2c "$text")"
# Its first byte lowers E, RS and RW at once, which the port has high.
tap_equal "breaks a rule at its start" "hold 1" "$(emu_violations i2c)"
a=AAAAAAAAAAAAAAAAAAAA
# A nibble is three transfers of an address and a port state: data, E, not E.
cost "full refresh" $((12 * 84)) "$a" "${a//A/B}" "${a//A/C}" "${a//A/D}"
cost "one character" $((12 * 2)) "$a" "${a//A/B}" "CCCCC7CCCCCCCCCCCCCC" "${a//A/D}"
cost "both ends of a row" $((12 * 21)) "$a" "xBBBBBBBBBBBBBBBBBBy" \
	"CCCCC7CCCCCCCCCCCCCC" "${a//A/D}"

exec {lcdproc}>&-
kill $lcdd
wait $lcdd	# and now and then it crashes as it ends, which is not judged here
rmmod lcdemu
tap_equal "the emulator goes" 0 $?
