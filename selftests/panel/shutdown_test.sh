#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What a shutdown leaves on the glass: one machine goes down with three panels, one
# for each value of goodbye. The emulator tells of its glass when its own turn comes,
# after the panels'.

set -euo pipefail
# shellcheck source=boot.sh
. "$(dirname "${BASH_SOURCE[0]}")/boot.sh"

# In the VM, by busybox. The last change is pending: it comes within a minute of the
# one before.
init()
{
	cat <<'END'
#!/bin/busybox sh
export PATH=/bin
/bin/busybox --install /bin
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t debugfs debugfs /sys/kernel/debug

show()
{
	for lcd in /dev/LCD /dev/LCD1 /dev/LCD2; do
		echo "$1" > $lcd
		sync $lcd
	done
}

insmod /lcdemu.ko
insmod /devlcd.ko geometry=20x4,20x4,20x4 \
	gpio_panel=lcdemu-gpio:rs=8,e=10,d4=4,d5=5,d6=6,d7=7,bl=12 \
	panel=0-0027:goodbye=keep panel=1-0027:goodbye=blank goodbye=off
for bus in 0 1; do
	echo devlcd-pcf8574 0x27 > /sys/bus/i2c/devices/i2c-$bus/new_device
done
show first
echo 60000 > /sys/module/devlcd/parameters/coalesce_ms
show before
for board in i2c smbus gpio; do
	sed "s/^/before: $board: /" /sys/kernel/debug/lcdemu/$board/glass
done
for lcd in /dev/LCD /dev/LCD1 /dev/LCD2; do
	echo pending > $lcd
done
! grep pending /sys/kernel/debug/lcdemu/*/glass
dmesg -n 7
poweroff -f
END
}

number=0
# judge NAME FILTER WANTED: what the console says through that filter of sed.
judge()
{
	local seen not=

	seen=$(sed -n "$2" <<< "$console")
	if [ "$seen" != "$3" ]; then
		diff <(echo "$3") <(echo "$seen") | sed 's/^/# /' || :
		not='not '
	fi
	number=$((number + 1))
	echo "${not}ok $number - $1"
}

# glass BOARD: what it shows at the end, without trailing blanks.
glass()
{
	echo "s/.*lcdemu: $1: //; T; s/ *|\$//; s/^|//; p"
}

console=$(init | boot)
echo "TAP version 13"
echo "1..5"
judge "all three show their text before" 's/ *$//; /^before: .*: ./p' \
	"$(printf 'before: %s: before\n' i2c smbus gpio)"
judge "the last text is not on any glass before" '/^.*glass.*pending/p' ""
judge "keep leaves the last text, pending or not" "$(glass i2c)" \
	"$(printf '%s\n' 'display on, backlight on' pending '' '' '')"
judge "blank leaves blanks" "$(glass smbus)" \
	"$(printf '%s\n' 'display on, backlight on' '' '' '' '')"
judge "off leaves nothing, and no light" "$(glass gpio)" \
	"$(printf '%s\n' 'display off, backlight off' '' '' '' '')"
