#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The kernel's own hd44780 driver judges the emulator: text and cost on the
# backpack, through gpio-pcf857x on both adapters, and on a 74HC595, through
# gpio-74x164; text on an MCP23008 and an MCP23017 that devlcd had before, and on an
# MCP23S08 and an MCP23S17, through pinctrl-mcp23s08; and on the GPIO chip with four
# and eight data lines.

# shellcheck source=emu.sh
. "$(dirname "$0")/emu.sh"

drivers=$emu_build/drivers
greeting=$'Hello,\nworld \\xe9\nuser glyph \\x01\n4'

# The driver's own greeting names the kernel, to 20 characters.
at_first()
{
	echo "Linux-$(uname -r)" | cut -c 1-20
}

# plug_expander BOARD NAME ADDRESS
plug_expander()
{
	echo "$2 $3" > "/sys/bus/i2c/devices/$(< "$emu_files/$1/bus")/new_device"
}

# unplug_expander BOARD ADDRESS
unplug_expander()
{
	echo "$2" > "/sys/bus/i2c/devices/$(< "$emu_files/$1/bus")/delete_device"
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

# judge_cost TITLE BOARD BYTES
judge_cost()
{
	emu_control "$2" reset 1
	say '\e[Lx3y1;7'
	tap_equal "$1: bytes of an address and a character" "$3" "$(emu_counter "$2" bytes)"
	tap_equal "$1: instructions" 1 "$(emu_counter "$2" instructions)"
	tap_equal "$1: characters" 1 "$(emu_counter "$2" data_writes)"
}

# Every character is 16 transfers of an address and a port state: each of two
# nibbles sets four data lines, RS, RW, and E twice. Newer kernels set all but E
# at once, which makes it 6.
judge_backpack()
{
	local bytes=64

	! grep -q set_multiple "$drivers/gpio-pcf857x.c" || bytes=24
	plug_expander "$1" pcf8574 0x27
	insmod "$emu_folder/judge/lcdwiring.ko"
	judge "$1" "$1"
	judge_cost "$1" "$1" $bytes
	rmmod lcdwiring
	unplug_expander "$1" 0x27
}

# A panel of devlcd on the board "i2c", and away again: devlcd_was_here CHIP
devlcd_was_here()
{
	insmod "${DEVLCD_KO:-$emu_folder/../../devlcd.ko}"
	plug_expander i2c "devlcd-$1" 0x20
	echo "devlcd was here" | dd of=/dev/LCD conv=notrunc,fsync status=none
	unplug_expander i2c 0x20
	rmmod devlcd
}

# judge_mcp CHIP LINE=PIN...: on the board "i2c"
judge_mcp()
{
	emu_control i2c plugged 0
	echo "$1" > /sys/module/lcdemu/parameters/chip
	echo 0x20 > /sys/module/lcdemu/parameters/address
	emu_control i2c plugged 1
	emu_power_on_passes
	devlcd_was_here "$1"
	plug_expander i2c "$1" 0x20
	insmod "$emu_folder/judge/lcdwiring.ko" chip="$1" "${@:2}"
	judge "$1" i2c
	rmmod lcdwiring
	unplug_expander i2c 0x20
}

# A 74HC595 powers on with any outputs, and the emulated one with all high. As
# gpio-74x164 binds it latches zero, so E falls together with RS and the data, which
# the data sheet of the display forbids: that driver cannot know that E has to fall
# first. From then on each nibble is three bytes: RS and data, E high, E low.
judge_hc595()
{
	echo hc595 > /sys/module/lcdemu/parameters/chip
	echo 1,8,2,7,6,5,4,3,8 > /sys/module/lcdemu/parameters/pins
	emu_control spi plugged 1
	emu_power_on_passes
	emu_control spi device 74hc595
	tap_equal "hc595: E falls together with RS and data" $'hold 1\ndata 1' \
		"$(emu_violations spi)"
	emu_control spi reset 1
	insmod "$emu_folder/judge/lcdwiring.ko" chip=74hc595 rs=1 rw=0 e=2 backlight=7 \
		data=6,5,4,3
	judge hc595 spi
	judge_cost hc595 spi 12
	rmmod lcdwiring
	emu_control spi device none
}

# judge_mcp_on_spi CHIP LINE=PIN...
judge_mcp_on_spi()
{
	emu_control spi plugged 0
	echo "$1" > /sys/module/lcdemu/parameters/chip
	emu_control spi plugged 1
	emu_power_on_passes
	emu_control spi device "$1"
	insmod "$emu_folder/judge/lcdwiring.ko" chip="$1.0" "${@:2}"
	judge "$1" spi
	rmmod lcdwiring
	emu_control spi device none
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
for driver in charlcd hd44780_common hd44780 gpio-pcf857x \
	gpio-74x164 pinctrl-mcp23s08 pinctrl-mcp23s08_{i2c,spi}; do
	insmod "$drivers/$driver.ko" || tap_skip_all "$drivers/$driver.ko: not loaded"
done
tap_plan 38
judge_backpack i2c
judge_backpack smbus
judge_mcp mcp23008 rs=1 rw=0 e=2 backlight=7 data=3,4,5,6
judge_mcp mcp23017 rs=15 rw=14 e=13 backlight=6 data=12,11,10,9
judge_hc595
judge_mcp_on_spi mcp23s08 rs=1 rw=0 e=2 backlight=7 data=3,4,5,6
judge_mcp_on_spi mcp23s17 rs=14 rw=13 e=12 backlight=15 data=8,9,10,11
judge_gpio 4,5,6,7
judge_gpio 0,1,2,3,4,5,6,7
rmmod pinctrl-mcp23s08_{i2c,spi} pinctrl-mcp23s08 gpio-74x164 gpio-pcf857x \
	hd44780 hd44780_common charlcd lcdemu
tap_equal "all modules go again" 0 $?
