#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Debian's kernel on QEMU's Raspberry Pi 3 with our overlay merged into its device
# tree: does the driver bind, and what goes over the wire?
#
# QEMU's I2C controller of that machine is the Pi's own, and i2c-bcm2835 drives it.
# QEMU 10.0 of Debian has no PCF8574 for it, so an EEPROM is at the address: it
# acknowledges what it gets, and QEMU's trace tells the bytes. On -M raspi4b the
# controller begins a transfer, and the driver times out.

here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-raspberry.XXXXXX")
trap 'rm -rf "$work"' EXIT

# In the VM, by busybox.
init()
{
	cat <<'END'
#!/bin/busybox sh
export PATH=/bin
/bin/busybox --install /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
for module in bcm2835_wdt i2c-bcm2835 devlcd; do
	insmod /$module.ko
done
[ -e /sys/class/devlcd/LCD/panel ] && sync /dev/LCD
echo "panel: $(cat /sys/class/devlcd/LCD/panel)"
echo "size: $(cat /sys/class/devlcd/LCD/cols)x$(cat /sys/class/devlcd/LCD/rows)"
echo Hello > /dev/LCD
sync /dev/LCD && echo "Hello is on the glass"
reboot -f
END
}

module()
{
	xz -dc "$KERNEL"/lib/modules/*/kernel/drivers/"$1.ko.xz" > "$work/root/${1##*/}.ko" ||
		cp "$KERNEL"/lib/modules/*/kernel/drivers/"$1.ko" "$work/root/"
}

make_initramfs()
{
	mkdir -p "$work"/root/{bin,dev,proc,sys}
	cp "$DEVLCD_ROOT/bin/busybox" "$work/root/bin/"
	cp "$top/devlcd.ko" "$work/root/"
	module i2c/busses/i2c-bcm2835 && module watchdog/bcm2835_wdt || return
	init > "$work/root/init"
	chmod +x "$work/root/init"
	(cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/initramfs"
}

# As the Pi's firmware does with dtoverlay=devlcd-i2c; it is also what knows the
# header's bus as i2c_arm.
make_tree()
{
	cp "$DEVLCD_ROOT/../raspberry-pi.dtb" "$work/pi.dtb"
	fdtput -t s "$work/pi.dtb" /__symbols__ i2c_arm "$(fdtget "$work/pi.dtb" /__symbols__ i2c1)" &&
		dtc -q -@ -I dts -O dtb -o "$work/overlay.dtbo" "$top/kmod/overlays/devlcd-i2c-overlay.dts" &&
		fdtoverlay -i "$work/pi.dtb" -o "$work/merged.dtb" "$work/overlay.dtbo"
}

boot()
{
	timeout --kill-after=5 $((60 * ${DEVLCD_PATIENCE:-1})) qemu-system-aarch64 -machine raspi3b \
		-display none -monitor none -no-reboot -accel tcg \
		-kernel "$KERNEL/vmlinux" -initrd "$work/initramfs" -dtb "$work/merged.dtb" \
		-append "console=ttyAMA0 console=ttyS1 panic=-1 oops=panic" \
		-serial "file:$work/console" -serial "file:$work/console1" \
		-device at24c-eeprom,bus=i2c-bus.1,address=0x27,rom-size=256 \
		-trace i2c_send -D "$work/trace" < /dev/null
}

says()
{
	grep -qF "$1" "$work"/console* && return
	tail -n 40 "$work"/console*
	return 1
}

# The bytes that the port got, in hexadecimal.
sent()
{
	sed -n 's/^i2c_send send(addr:0x27) data:0x\(..\)$/\1/p' "$work/trace" | tr '\n' ' '
}

test_the_machine_boots_and_restarts()
{
	make_initramfs && make_tree && boot && says "reboot: Restarting system"
}

test_the_driver_binds_as_the_overlay_says()
{
	says "size: 20x4" && says "panel: 1-0027"
}

test_the_port_gets_the_initialisation()
{
	local wanted="fb 08"	# the port is read: all its inputs high, E low

	wanted+=" 3c 38 3c 38 08 3c 38"		# 8 bits, three times; one pause between
	wanted+=" 2c 28"			# 4 bits
	wanted+=" 2c 28 8c 88"			# two lines
	wanted+=" 0c 08 8c 88 0c 08 1c 18"	# off, clear
	wanted+=" 0c 08 6c 68"			# entry mode
	sent | grep "^$wanted " || expect "$wanted" "$(sent)"
}

test_the_port_gets_text()
{
	says "Hello is on the glass" &&
		sent | grep "4d 49 8d 89 6d 69 5d 59 6d 69 cd c9 6d 69 cd c9 6d 69 fd f9"
}

tap_main
