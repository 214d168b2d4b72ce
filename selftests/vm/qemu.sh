# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: which QEMU a kernel needs, and as which machine.

# shellcheck shell=bash
# shellcheck disable=SC2034 # run uses them

# image_word OFFSET FILE: four bytes of it, in hexadecimal.
image_word()
{
	od -An -tx1 -j "$1" -N 4 "$2" | tr -d ' \n'
}

# image_arch FILE: the architecture, by the magic numbers of the kernel's
# Documentation/{arch/x86/boot,arch/arm64/booting}.rst and arch/arm/boot/compressed.
image_arch()
{
	if [ "$(image_word 514 "$1")" = 48647253 ]; then	# HdrS
		echo x86_64
	elif [ "$(image_word 56 "$1")" = 41524d64 ]; then	# ARM, and the letter d
		echo aarch64
	elif [ "$(image_word 36 "$1")" = 18286f01 ]; then
		echo arm
	else
		die "$1: neither a bzImage of x86, nor an Image of arm64, nor a zImage of ARM"
	fi
}

# qemu_choose ARCH ACCEL: set qemu to the program with its machine, and
# qemu_console to what the kernel calls the first serial port.
qemu_choose()
{
	qemu_console=ttyAMA0
	case $1-$2 in
	x86_64-*)
		qemu=(qemu-system-x86_64 -machine q35 -cpu max)
		qemu_console="ttyS0 no_timer_check"
		;;
	aarch64-kvm)
		qemu=(qemu-system-aarch64 -machine "virt,gic-version=host" -cpu host)
		;;
	aarch64-*)
		qemu=(qemu-system-aarch64 -machine virt -cpu cortex-a72)
		;;
	arm-*)
		qemu=(qemu-system-arm -machine "virt,highmem=off" -cpu cortex-a15)
		;;
	esac
}
