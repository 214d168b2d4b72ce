# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: a VM made from a bare Debian. Its disk is an image of that root, and
# systemd is its process 1; a second disk has what the tests need, at /run/tests.
# The caller sets suite, older, vm_root, accel, cpu, and work, where work/disk is for
# the second disk.

# shellcheck shell=bash
# shellcheck disable=SC2154 # set by the caller

fill_image()
{
	mke2fs -q -t ext4 -m 0 -O ^has_journal -d "$vm_root" "$1/image" 6G > /dev/null
}

# machine_make: the disks of one machine.
machine_make()
{
	cache_get "packages-image-$(basename "$(dirname "$vm_root")")" \
		"making a disk of a bare Debian $suite" fill_image
	cp --sparse=always "$cache_dir/image" "$work/system.img"
	mke2fs -q -t ext4 -m 0 -O ^has_journal -d "$work/disk" "$work/tests.img" 2G > /dev/null
}

# machine_kernel VERSION: set kernel_root to where its boot and lib/modules are.
machine_kernel()
{
	local debs

	kernel_root=$vm_root
	[ ! -f "$vm_root/boot/vmlinuz-$1" ] || return 0
	kernel_root=$work/kernel
	debs=("$work/disk/repository/linux-image-$1_"*.deb)
	dpkg-deb -x "${debs[0]}" "$kernel_root"
	[ -d "$kernel_root/lib" ] || ln -s usr/lib "$kernel_root/lib"	# Debian 13
	depmod -b "$kernel_root" "$1"
}

# What the kernel needs to find its disks, in the order of loading.
copy_modules()
{
	local module name

	modprobe -d "$kernel_root" -S "$1" -a --show-depends virtio_pci virtio_blk ext4 |
		awk '$1 == "insmod" && !seen[$2]++ { print $2 }' |
		while read -r module; do
			name=${module##*/}
			case $name in
			*.xz)	xz -dc "$module" > "$2/${name%.xz}" ;;
			*)	cp "$module" "$2/$name" ;;
			esac
			echo "${name%.xz}"
		done > "$2/order"
}

# make_initramfs VERSION SCRIPT: it goes on with the disk's systemd, and has the tests
# run in a unit of their own.
make_initramfs()
{
	local root=$work/initramfs

	rm -rf "$root"
	mkdir -p "$root"/{bin,dev,modules,root}
	cp /bin/busybox "$root/bin/"
	copy_modules "$1" "$root/modules"
	cat > "$root/tests.service" <<-END
		[Unit]
		After=multi-user.target

		[Service]
		ExecStart=/bin/bash /run/tests/tree/selftests/packages/guest $2
		ExecStopPost=/bin/systemctl --no-block start poweroff.target
		Environment=DEVLCD_PATIENCE=${DEVLCD_PATIENCE:-1} older=$older
		StandardInput=null
		StandardOutput=tty
		StandardError=tty
		TTYPath=/dev/ttyS1
	END
	cat > "$root/init" <<-"END"
		#!/bin/busybox sh
		bb=/bin/busybox
		$bb mount -t devtmpfs dev /dev
		while read -r module; do
			$bb insmod "/modules/$module"
		done < /modules/order
		$bb mount -t ext4 /dev/vda /root
		$bb mount -t tmpfs -o mode=755 run /root/run
		$bb mkdir -p /root/run/tests /root/run/systemd/system/multi-user.target.wants
		$bb mount -t ext4 -o ro /dev/vdb /root/run/tests
		$bb cp /tests.service /root/run/systemd/system/
		$bb ln -s ../tests.service /root/run/systemd/system/multi-user.target.wants/
		$bb mount -o move /dev /root/dev
		exec $bb switch_root /root /lib/systemd/systemd
	END
	chmod +x "$root/init"
	(cd "$root" && find . | cpio -o -H newc --quiet) > "$work/initramfs.cpio"
}

# Units that a test has no use for, and that take seconds under emulation.
masked=(apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer
	e2scrub_reap.service getty@tty1.service serial-getty@ttyS0.service
	systemd-timesyncd.service fstrim.timer)

# Programs at the same addresses each time: QEMU keeps what it has translated of them.
# The rest is for speed, too.
arguments=(console=ttyS0 panic=-1 no_timer_check norandmaps mitigations=off apparmor=0
	"systemd.machine_id=$(printf %032x 13)" systemd.firstboot=off
	"${masked[@]/#/systemd.mask=}")

# machine_boot SECONDS VERSION SCRIPT: boot with that kernel and run a script of this
# folder; print what it prints.
machine_boot()
{
	local status=0

	machine_kernel "$2"
	make_initramfs "$2" "$3"
	timeout --foreground --kill-after=5 $(($1 * ${DEVLCD_PATIENCE:-1})) \
	qemu-system-x86_64 -machine q35 -nodefaults -no-user-config -display none -no-reboot \
		-accel "$accel" -cpu "$cpu" -smp 2 -m 2048 \
		-kernel "$kernel_root/boot/vmlinuz-$2" -initrd "$work/initramfs.cpio" \
		-append "${arguments[*]}" \
		-drive "file=$work/system.img,format=raw,if=virtio,cache=unsafe" \
		-drive "file=$work/tests.img,format=raw,if=virtio,readonly=on" \
		-serial "file:$work/console" -serial stdio < /dev/null |
		tee "$work/output" || status=$?
	[ $status = 0 ] || { echo "QEMU ended with status $status"; tail -n 40 "$work/console"; }
}
