# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# For tests that boot a VM of their own, on an initramfs: the modules, busybox, and
# an init that says on its console what it found. Prints a TAP of nothing and exits
# if the kernel has no I2C.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=../vm/qemu.sh
. "$top/selftests/vm/qemu.sh"

modinfo -F alias "$top/devlcd.ko" | grep -q '^i2c:' || {
	echo "TAP version 13"
	echo "1..0 # SKIP no I2C in this kernel"
	exit 4
}

# boot < INIT: prints the console.
boot()
{
	local kernel work

	work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-boot.XXXXXX")
	# shellcheck disable=SC2064 # the name is local
	trap "rm -rf '$work'" EXIT
	mkdir -p "$work"/root/{bin,dev,proc,sys}
	cp "${DEVLCD_ROOT:-}/bin/busybox" "$work/root/bin/"
	cp "$top/devlcd.ko" "$top/selftests/emulator/lcdemu.ko" "$work/root/"
	cat > "$work/root/init"
	chmod +x "$work/root/init"
	(cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/initramfs"

	kernel=$("$top/selftests/vm/kernel" --folder)
	qemu_choose "$(image_arch "$kernel/vmlinuz")" tcg
	timeout --kill-after=5 $((100 * ${DEVLCD_PATIENCE:-1})) "${qemu[@]}" -nodefaults -no-user-config \
		-display none -no-reboot -accel tcg -smp 2,sockets=2,cores=1 \
		-m 512 -kernel "$kernel/vmlinux" \
		-initrd "$work/initramfs" -serial stdio \
		-append "console=$qemu_console quiet loglevel=3 panic=-1 oops=panic no_console_suspend" \
		< /dev/null | tr -d '\r'
}
