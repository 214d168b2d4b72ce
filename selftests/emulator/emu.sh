# SPDX-License-Identifier: GPL-2.0-only
# To be sourced by tests in bash: TAP, and the files of the emulator's boards.
#
# shellcheck shell=bash

emu_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
emu_files=/sys/kernel/debug/lcdemu
# shellcheck disable=SC2034 # for who sources this
emu_build=${OUTPUT:-$emu_folder/../build/emulator}
tests=0

tap_plan()
{
	echo "TAP version 13"
	echo "1..$1"
}

tap_skip_all()
{
	echo "TAP version 13"
	echo "1..0 # SKIP $*"
	exit 4
}

# tap_skip NAME REASON
tap_skip()
{
	tests=$((tests + 1))
	echo "ok $tests $1 # SKIP $2"
}

# tap_equal NAME WANTED SEEN
tap_equal()
{
	tests=$((tests + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $tests $1"
		return
	fi
	echo "# wanted:"
	sed 's/^/#   |/; s/$/|/' <<< "$2"
	echo "# seen:"
	sed 's/^/#   |/; s/$/|/' <<< "$3"
	echo "not ok $tests $1"
}

# The module with these parameters, and i2c-dev.
emu_load()
{
	modprobe -q i2c-dev || tap_skip_all "no i2c-dev"
	! grep -q '^lcdemu ' /proc/modules || rmmod lcdemu || exit 1
	insmod "${LCDEMU_KO:-$emu_folder/lcdemu.ko}" "$@" ||
		tap_skip_all "lcdemu.ko: cannot be loaded"
	emu_power_on_passes
}

# The controller must be left alone for 40 ms after power-on.
emu_power_on_passes()
{
	sleep 0.05
}

# emu_control BOARD CONTROL WORD
emu_control()
{
	echo "$3" > "$emu_files/$1/$2"
}

emu_counter()
{
	sed -n "s/^$2 //p" "$emu_files/$1/counters"
}

emu_state()
{
	sed -n "s/^$2 //p" "$emu_files/$1/state"
}

# The rules that were broken: "busy 3" and so on, a line each.
emu_violations()
{
	sed -n '/^[a-z]* 0$/!s/\([a-z]* [0-9]*\).*/\1/p' "$emu_files/$1/violations"
}

# The rows without trailing blanks.
emu_glass()
{
	sed 's/ *$//' "$emu_files/$1/glass"
}

# emu_settles BOARD TEXT: wait, a minute at most, until the glass shows it, and
# print what it showed last.
emu_settles()
{
	local deadline=$((SECONDS + 60 * ${DEVLCD_PATIENCE:-1}))

	while [ "$(emu_glass "$1")" != "$2" ] && [ $SECONDS -lt $deadline ]; do
		sleep 0.02
	done
	emu_glass "$1"
}

# emu_lcdd_config PLUGIN-FOLDER: a configuration of LCDd for the board "i2c"
emu_lcdd_config()
{
	sed "s|@BUS@|/dev/$(< "$emu_files/i2c/bus")|; s|@PLUGINS@|$1|" \
		"$emu_folder/LCDd.conf"
}
