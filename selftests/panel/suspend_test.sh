#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Suspend and resume of the panels. The usual VM would not survive it: its root
# is on a virtio device, and 9p does not come back. So this one has all that it
# needs in its initramfs, and says on its console what it found.

set -euo pipefail
# shellcheck source=boot.sh
. "$(dirname "${BASH_SOURCE[0]}")/boot.sh"

# In the VM, by busybox: one board, suspended and resumed.
init()
{
	cat <<'END'
#!/bin/busybox sh
export PATH=/bin
/bin/busybox --install /bin
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t debugfs debugfs /sys/kernel/debug
emulated=/sys/kernel/debug/lcdemu

# fault WHAT: the next judgement is that it is wrong
fault()
{
	echo "# $1"
	wrong=1
}

# judge NUMBER BOARD NAME: the glass is to show the first line of the text
judge()
{
	local text not=

	read -r text < /sys/class/devlcd/LCD/text
	if ! sync /dev/LCD || [ "$wrong" ] || ! [ "$text" ] ||
	   ! grep -q "^$text *$" $emulated/$2/glass; then
		cat /sys/class/devlcd/LCD/panel $emulated/$2/glass | sed 's/^/# /'
		not='not '
	fi
	echo "${not}ok $1 - $2 $3"
	wrong=
}

freeze()
{
	echo devices > /sys/power/pm_test
	echo 1 > /sys/module/suspend/parameters/pm_test_delay
	echo freeze > /sys/power/state || fault "no suspend"
}

# lose NUMBER BOARD: it does not answer, and is known to be lost
lose()
{
	echo 1 > $emulated/$2/absent
	echo "lost $1" > /dev/LCD
	! sync /dev/LCD 2> /dev/null || fault "not lost"
}

# Each suspends NUMBER BOARD. The module loses its power meanwhile.
suspend()
{
	echo before > /dev/LCD
	sync /dev/LCD
	echo 7 > $emulated/$2/power_cycle
	! grep -q before $emulated/$2/glass || fault "the power cycle left the text"
	freeze
	judge $1 $2 "shows its text after suspend and resume"
}

# What was written last is still on its way.
suspend_pending()
{
	echo pending > /dev/LCD
	freeze
	judge $1 $2 "shows what was pending when it was suspended"
}

suspend_lost()
{
	lose $1 $2
	freeze
	! sync /dev/LCD 2> /dev/null || fault "found while it does not answer"
	echo 0 > $emulated/$2/absent
	for try in 1 2 3 4 5 6 7 8 9; do
		sync /dev/LCD 2> /dev/null && break
		sleep 1
	done
	judge $1 $2 "that is lost before and after is found again"
}

# It is tried 1, 3, 7 and 15 s after it was lost.
suspend_found()
{
	echo 30 > /sys/module/devlcd/parameters/retry_max_s
	lose $1 $2
	sleep 8
	echo 0 > $emulated/$2/absent
	freeze
	for try in 1 2 3 4; do
		sync /dev/LCD 2> /dev/null && break
		sleep 1
	done
	judge $1 $2 "that is lost before is found by the resume"
}

suspend_busy()
{
	while [ ! -e /enough ]; do
		echo "$((count += 1))" > /dev/LCD
		sync /dev/LCD
	done &
	for again in 1 2 3; do
		freeze
	done
	# A kill between open() and write() would leave a blank screen.
	touch /enough
	wait
	rm /enough
	judge $1 $2 "is suspended and resumed while it is written"
}

wrong=
echo "TAP version 13"
echo "1..8"
insmod /lcdemu.ko plug=i2c,gpio
insmod /devlcd.ko retry_max_s=1
echo devlcd-pcf8574 0x27 > /sys/bus/i2c/devices/i2c-0/new_device
suspend 1 i2c
suspend_pending 2 i2c
suspend_lost 3 i2c
suspend_found 4 i2c
suspend_busy 5 i2c
echo 0x27 > /sys/bus/i2c/devices/i2c-0/delete_device
rmmod devlcd
insmod /devlcd.ko gpio_panel=lcdemu-gpio:rs=8,e=10,d4=4,d5=5,d6=6,d7=7
suspend 6 gpio
suspend_pending 7 gpio
suspend_busy 8 gpio
poweroff -f
END
}

init | boot
