#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Debian's kernel on QEMU's Raspberry Pi 3 with our overlay merged into its device
# tree: does the driver bind, and what goes over the wire?
#
# QEMU's I2C controller of that machine is the Pi's own, and i2c-bcm2835 drives it.
# QEMU 10.0 of Debian has no PCF8574 for it, so an EEPROM is at the address: it
# acknowledges what it gets, and QEMU's trace tells the bytes. On -M raspi4b the
# controller begins a transfer, and the driver times out.
#
# The panel's light is also a backlight of the kernel: an LED on a GPIO line behind
# led-backlight, with levels. A second panel, at 0x26, has such an LED itself.

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
insmod /bcm2835_wdt.ko
insmod /i2c-bcm2835.ko
insmod /devlcd.ko geometry=20x4,20x4
lcd=/sys/class/devlcd/LCD light=/sys/bus/platform/drivers/led-backlight/light
panel()
{
	echo "panel $1: $(cat $lcd/panel) $(cat ${lcd}1/panel)"
}
# Deferred probing is a work of the kernel's.
wait_for_panel()
{
	for i in $(seq 100); do
		grep -q none $lcd/panel ${lcd}1/panel || break
		usleep 100000
	done
}
level()
{
	[ -z "$2" ] || echo "$2" > $lcd/backlight
	sync /dev/LCD
	echo "light $1: $(cat $light/backlight/light/brightness) of $(cat $lcd/backlight_max)," \
		"LED $(cat /sys/class/leds/lcd/brightness)"
}
second()
{
	echo "$2" > ${lcd}1/backlight
	sync /dev/LCD1
	echo "second $1: $(cat ${lcd}1/backlight) of $(cat ${lcd}1/backlight_max)," \
		"LED $(cat /sys/class/leds/second/brightness)"
}
panel "without its light"
insmod /leds-gpio.ko
insmod /led_bl.ko
wait_for_panel
sync /dev/LCD
echo "panel: $(cat $lcd/panel)"
echo "size: $(cat $lcd/cols)x$(cat $lcd/rows)"
echo Hello > /dev/LCD
sync /dev/LCD && echo "Hello is on the glass"
level "at first"
level "at 2" 2
level "at 0" 0
level "at 1" 1
echo 3 > /sys/class/leds/LCD::backlight/brightness
level "of the LED class"
second "at 0" 0
second "at 1" 1
echo 0 > /sys/class/leds/second/brightness || echo "second: not writable"
echo light > /sys/bus/platform/drivers/led-backlight/unbind
panel "without the backlight"
echo panel-leds > /sys/bus/platform/drivers/leds-gpio/unbind
panel "without the LEDs"
echo panel-leds > /sys/bus/platform/drivers/leds-gpio/bind
[ -e $light ] || echo light > /sys/bus/platform/drivers/led-backlight/bind
wait_for_panel
panel "with both"
level "again" 2
second "again" 0
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
	module i2c/busses/i2c-bcm2835 && module watchdog/bcm2835_wdt &&
		module leds/leds-gpio && module video/backlight/led_bl || return
	init > "$work/root/init"
	chmod +x "$work/root/init"
	(cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/initramfs"
}

light()
{
	cat <<'END'
/dts-v1/;
/plugin/;

&{/} {
	panel-leds {
		compatible = "gpio-leds";

		led: lcd {
			label = "lcd";
			gpios = <&gpio 18 0>;
		};

		second: second {
			label = "second";
			gpios = <&gpio 19 0>;
		};
	};

	light: light {
		compatible = "led-backlight";
		leds = <&led>;
		brightness-levels = <0 1 1 1>;
		default-brightness-level = <1>;
	};
};

&lcd {
	backlight = <&light>;
};

&i2c_arm {
	lcd@26 {
		compatible = "devlcd,devlcd-pcf8574";
		reg = <0x26>;
		display = "LCD1";
		leds = <&second>;
	};
};
END
}

# As the Pi's firmware does with dtoverlay=devlcd-i2c; it is also what knows the
# header's bus as i2c_arm.
make_tree()
{
	cp "$DEVLCD_ROOT/../raspberry-pi.dtb" "$work/pi.dtb"
	fdtput -t s "$work/pi.dtb" /__symbols__ i2c_arm "$(fdtget "$work/pi.dtb" /__symbols__ i2c1)" &&
		dtc -q -@ -I dts -O dtb -o "$work/overlay.dtbo" "$top/kmod/overlays/devlcd-i2c-overlay.dts" &&
		light | dtc -q -@ -I dts -O dtb -o "$work/light.dtbo" &&
		fdtoverlay -i "$work/pi.dtb" -o "$work/merged.dtb" \
			"$work/overlay.dtbo" "$work/light.dtbo"
}

boot()
{
	timeout --kill-after=5 $((60 * ${DEVLCD_PATIENCE:-1})) qemu-system-aarch64 -machine raspi3b \
		-display none -monitor none -no-reboot -accel tcg \
		-kernel "$KERNEL/vmlinux" -initrd "$work/initramfs" -dtb "$work/merged.dtb" \
		-append "console=ttyAMA0 console=ttyS1 panic=-1 oops=panic" \
		-serial "file:$work/console" -serial "file:$work/console1" \
		-device at24c-eeprom,bus=i2c-bus.1,address=0x27,rom-size=256 \
		-device at24c-eeprom,bus=i2c-bus.1,address=0x26,rom-size=256 \
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

	wanted+=" 3c 38 3c 38 38 3c 38"		# 8 bits, three times; one pause between
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

test_a_panel_waits_for_its_light()
{
	says "panel without its light: none none" && says "panel: 1-0027"
}

test_the_backlight_has_the_level_of_the_light()
{
	says "light at first: 3 of 3, LED 1" && says "light at 2: 2 of 3, LED 1" &&
		says "light at 0: 0 of 3, LED 0" && says "light at 1: 1 of 3, LED 1" &&
		says "light of the LED class: 3 of 3, LED 1"
}

test_the_led_has_the_level_of_the_light()
{
	says "second at 0: 0 of 1, LED 0" && says "second at 1: 1 of 1, LED 1" &&
		says "second: not writable"
}

test_a_panel_goes_and_comes_with_its_light()
{
	says "panel without the backlight: none 1-0026" &&
		says "panel without the LEDs: none none" &&
		says "panel with both: 1-0027 1-0026" &&
		says "light again: 2 of 3, LED 1" && says "second again: 0 of 1, LED 0"
}

tap_main
