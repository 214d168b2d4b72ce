#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Suspend and resume of the panels. The usual VM would not survive it: its root
# is on a virtio device, and 9p does not come back. So this one has all that it
# needs in its initramfs, and says on its console what it found.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$here/../..

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

# suspend BOARD: the module loses its power meanwhile
suspend()
{
	echo before > /dev/LCD
	sync /dev/LCD
	echo devices > /sys/power/pm_test
	echo 7 > $emulated/$1/power_cycle
	grep -q before $emulated/$1/glass && echo "# $1: the power cycle left the text"
	echo freeze > /sys/power/state
	sync /dev/LCD
	if grep -q before $emulated/$1/glass; then
		echo "ok $2 - $1 shows its text after suspend and resume"
	else
		cat /sys/class/devlcd/LCD/panel $emulated/$1/glass | sed 's/^/# /'
		echo "not ok $2 - $1 shows its text after suspend and resume"
	fi
}

echo "TAP version 13"
echo "1..2"
insmod /lcdemu.ko plug=i2c,gpio
insmod /devlcd.ko
echo devlcd-pcf8574 0x27 > /sys/bus/i2c/devices/i2c-0/new_device
suspend i2c 1
echo 0x27 > /sys/bus/i2c/devices/i2c-0/delete_device
rmmod devlcd
insmod /devlcd.ko gpio_panel=lcdemu-gpio:rs=8,e=10,d4=4,d5=5,d6=6,d7=7
suspend gpio 2
poweroff -f
END
}

make_initramfs()
{
	mkdir -p "$work"/root/{bin,dev,proc,sys}
	cp /bin/busybox "$work/root/bin/"
	cp "$top/devlcd.ko" "$top/selftests/emulator/lcdemu.ko" "$work/root/"
	init > "$work/root/init"
	chmod +x "$work/root/init"
	(cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/initramfs"
}

modinfo -F alias "$top/devlcd.ko" | grep -q '^i2c:' || {
	echo "TAP version 13"
	echo "1..0 # SKIP no I2C in this kernel"
	exit 4
}
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-suspend.XXXXXX")
trap 'rm -rf "$work"' EXIT
make_initramfs
timeout --kill-after=5 $((100 * ${DEVLCD_PATIENCE:-1})) qemu-system-x86_64 -machine q35 -nodefaults -no-user-config \
	-display none -no-reboot -accel tcg -cpu max -smp 2,sockets=2,cores=1 \
	-m 512 -kernel "$("$top/selftests/vm/kernel" --folder)/vmlinux" \
	-initrd "$work/initramfs" -serial stdio \
	-append "console=ttyS0 quiet loglevel=3 panic=-1 oops=panic no_timer_check no_console_suspend" \
	< /dev/null | tr -d '\r'
