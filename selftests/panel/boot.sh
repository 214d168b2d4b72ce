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

# start_vm FOLDER: its console goes into a file there. Under emulation one start of
# several hundred hangs where the kernel patches its own code, before it says anything.
start_vm()
{
	local vm i

	timeout --kill-after=5 $((300 * ${DEVLCD_PATIENCE:-1})) "${qemu[@]}" -nodefaults -no-user-config \
		-display none -no-reboot -accel tcg -smp 2,sockets=2,cores=1 \
		-m 512 -kernel "$kernel/vmlinux" \
		-initrd "$1/initramfs" -serial "file:$1/console" \
		-append "console=$qemu_console quiet loglevel=3 panic=-1 oops=panic no_console_suspend" \
		< /dev/null > /dev/null &
	vm=$!
	for ((i = 0; i < 120; i++)); do
		if [ -s "$1/console" ] || ! kill -0 $vm 2> /dev/null; then
			break
		fi
		sleep 1
	done
	[ -s "$1/console" ] || kill $vm 2> /dev/null || :
	wait $vm
}

# boot < INIT: prints the console. A VM that hangs in its start is started once more.
boot()
{
	local kernel work status=0

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
	start_vm "$work" || status=$?
	if [ ! -s "$work/console" ]; then
		status=0
		start_vm "$work" || status=$?
	fi
	tr -d '\r' < "$work/console"
	return $status
}
