# SPDX-License-Identifier: GPL-2.0-only
# To be sourced by the benches of panels: the emulated boards, two screens, and what it
# costs to show one.
#
# shellcheck shell=bash
# shellcheck disable=SC2034 # for who sources this

# shellcheck source=../emulator/emu.sh
. "$(dirname "${BASH_SOURCE[0]}")/../emulator/emu.sh"

first=(abcdefghijklmnopqrst bcdefghijklmnopqrstu cdefghijklmnopqrstuv defghijklmnopqrstuvw)
second=(ABCDEFGHIJKLMNOPQRST BCDEFGHIJKLMNOPQRSTU CDEFGHIJKLMNOPQRSTUV DEFGHIJKLMNOPQRSTUVW)

board=i2c

note()
{
	echo "bench: $*" >&2
}

bus_of()
{
	echo "/sys/bus/i2c/devices/$(< "$emu_files/i2c/bus")"
}

rows()
{
	printf '%s\n' "$@"
}

# A write(2) of a screen, which both drivers of a character device take.
put()
{
	printf '%b' "$2" | dd of="$1" bs=4096 conv=notrunc status=none
}

devlcd_show()
{
	local text="" row=1 line

	for line; do
		text+="\033[$row;1H$line"
		row=$((row + 1))
	done
	put /dev/LCD "$text"
	sync /dev/LCD
}

kernel_show()
{
	put /dev/lcd "\033[Lx0y0;$1\n$2\n$3\n$4"
}

# cost WHO ROWS...: the bytes on the board's bus until the rows are on the glass.
cost()
{
	local who=$1 wanted

	shift
	wanted=$(rows "$@")
	emu_control "$board" reset 1
	"${who}_show" "$@"
	if [ "$(emu_settles "$board" "$wanted")" != "$wanted" ]; then
		note "$who: the glass does not show the text"
		return 1
	fi
	emu_counter "$board" bytes
}
