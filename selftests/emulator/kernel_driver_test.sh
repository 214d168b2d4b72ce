#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The kernel's own hd44780 driver judges the emulator: text and cost on the
# backpack, through gpio-pcf857x on both adapters, and on the GPIO chip with
# four and eight data lines.

# shellcheck source=emu.sh
. "$(dirname "$0")/emu.sh"

drivers=$emu_build/drivers
greeting=$'Hello,\nworld \\xe9\nuser glyph \\x01\n4'

# The driver's own greeting names the kernel, to 20 characters.
at_first()
{
	echo "Linux-$(uname -r)" | cut -c 1-20
}

plug_expander()
{
	echo pcf8574 0x27 > "/sys/bus/i2c/devices/$(< "$emu_files/$1/bus")/new_device"
}

unplug_expander()
{
	echo 0x27 > "/sys/bus/i2c/devices/$(< "$emu_files/$1/bus")/delete_device"
}

# To /dev/lcd in one write(2).
say()
{
	printf '%b' "$1" | dd of=/dev/lcd bs=4096 status=none
}

# judge TITLE BOARD
judge()
{
	tap_equal "$1: greets" "$(at_first)" "$(emu_settles "$2" "$(at_first)")"
	say '\e[2JHello,\nworld \xe9\nuser glyph \x01\n4'
	tap_equal "$1: shows text" "$greeting" "$(emu_settles "$2" "$greeting")"
	tap_equal "$1: breaks no rule" "" "$(emu_violations "$2")"
}

# Every character is 16 transfers of an address and a port state: each of two
# nibbles sets four data lines, RS, RW, and E twice. Newer kernels set all but E
# at once, which makes it 6.
judge_cost()
{
	local bytes=64

	! grep -q set_multiple "$drivers/gpio-pcf857x.c" || bytes=24
	emu_control "$2" reset 1
	say '\e[Lx3y1;7'
	tap_equal "$1: bytes of an address and a character" $bytes "$(emu_counter "$2" bytes)"
	tap_equal "$1: instructions" 1 "$(emu_counter "$2" instructions)"
	tap_equal "$1: characters" 1 "$(emu_counter "$2" data_writes)"
}

judge_backpack()
{
	plug_expander "$1"
	insmod "$emu_folder/judge/lcdwiring.ko"
	judge "$1" "$1"
	judge_cost "$1" "$1"
	rmmod lcdwiring
	unplug_expander "$1"
}

# The driver waits by udelay(), 105 us a byte at least. A VM that was starved
# when it calibrated its timer keeps no such promise, and nothing here can tell.
# Each CPU calibrates its own, hence taskset below, and the first does it best.
# The shortest of many tries counts, as one that is starved now takes longer.
delays_are_kept()
{
	local text begin took least=1000000 lcd

	printf -v text 'x\r%.0s' {1..64}
	exec {lcd}> /dev/lcd
	for _ in {1..50}; do
		begin=${EPOCHREALTIME/[.,]/}
		printf %s "$text" >&"$lcd"
		took=$((${EPOCHREALTIME/[.,]/} - begin))
		[ $took -ge $least ] || least=$took
	done
	exec {lcd}>&-
	[ $least -gt $((${#text} * 100)) ]
}

wire_gpio()
{
	insmod "$emu_folder/judge/lcdwiring.ko" chip=lcdemu-gpio rs=8 rw=9 e=10 \
		backlight=12 data="$1"
}

judge_gpio()
{
	local judged=judge

	wire_gpio "$1"
	delays_are_kept || judged=skip_judging
	rmmod lcdwiring
	emu_control gpio reset 1
	wire_gpio "$1"
	$judged "gpio $1" gpio
	rmmod lcdwiring
}

skip_judging()
{
	local what

	for what in greets "shows text" "breaks no rule"; do
		tap_skip "$1: $what" "this VM's udelay() is too short"
	done
}

taskset --cpu-list --pid 0 $$ > /dev/null
emu_load geometry=20x4
for driver in charlcd hd44780_common hd44780 gpio-pcf857x; do
	insmod "$drivers/$driver.ko" || tap_skip_all "$drivers/$driver.ko: not loaded"
done
tap_plan 19
judge_backpack i2c
judge_backpack smbus
judge_gpio 4,5,6,7
judge_gpio 0,1,2,3,4,5,6,7
rmmod gpio-pcf857x hd44780 hd44780_common charlcd lcdemu
tap_equal "all modules go again" 0 $?
