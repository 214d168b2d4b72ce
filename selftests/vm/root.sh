# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: how this machine's root gets into the VM. Over 9p, which QEMU
# itself serves to anybody; or, where the kernel has no 9p, as Debian's for clouds,
# over virtiofs, which takes a daemon that root starts.
#
# Another root than this machine's has folders of this machine as well, at their
# paths: those in $shares. Both need 9p.

# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # run and its initramfs use them, and set root

# root_choose KERNEL-FOLDER: set what the functions below go by.
root_choose()
{
	if grep -qE '/9p\.ko' "$1"/lib/modules/*/modules.{dep,builtin}; then
		root_type=9p
		root_modules=(9pnet_virtio 9p)
		root_options=ro,trans=virtio,version=9p2000.L,msize=262144,cache=loose
	else
		[ "$root" = / ] || fail "$1: a kernel without 9p, which --root needs"
		root_type=virtiofs
		root_modules=(virtiofs)
		root_options=ro
	fi
}

# serve_9p TAG FOLDER: add to root_devices what mounts it in the VM.
serve_9p()
{
	root_devices+=(
		-fsdev "local,id=$1,path=${2//,/,,},readonly=on,security_model=none,multidevs=remap"
		-device "virtio-9p-pci,fsdev=$1,mount_tag=$1"
	)
}

# A line for each of $shares: the tag under which it is served, and its path.
root_list_shares()
{
	local i

	for i in "${!shares[@]}"; do
		echo "share$i ${shares[i]}"
	done
}

# root_devices MIB SOCKET: set root_devices to QEMU's options.
root_devices()
{
	local i

	root_devices=()
	case $root_type in
	9p)
		serve_9p host "$root"
		for i in "${!shares[@]}"; do
			serve_9p "share$i" "${shares[i]}"
		done
		;;
	virtiofs)
		root_devices=(
			-object "memory-backend-memfd,id=memory,size=$1M,share=on"
			-machine memory-backend=memory
			-chardev "socket,id=root,path=$2"
			-device "vhost-user-fs-pci,chardev=root,tag=host"
		)
		;;
	esac
}

# root_serve SOCKET: until QEMU lets go of it, or root_end.
root_serve()
{
	local program

	[ "$root_type" = virtiofs ] || return 0
	[ "$(id -u)" = 0 ] || fail "a kernel without 9p: must be root, for virtiofs"
	for program in /usr/libexec/virtiofsd /usr/lib/qemu/virtiofsd; do
		[ ! -x $program ] || break
	done
	$program --socket-path="$1" -o source=/ -o sandbox=chroot -o cache=always \
		> "$1.log" 2>&1 < /dev/null &
	root_daemon=$!
	until [ -S "$1" ]; do
		kill -0 $root_daemon 2> /dev/null || fail "virtiofsd: $(cat "$1.log")"
		sleep 0.1
	done
}

root_end()
{
	[ -z "${root_daemon:-}" ] || kill "$root_daemon" 2> /dev/null || :
}
