# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: a kernel of Debian's, out of its packages, as vm/run boots it.

# shellcheck shell=bash

# unpack_debs VERSION: the packages in this folder. The image is one package up
# to Linux 6 and four since 7, with the kernel below its modules.
unpack_debs()
{
	local version=$1 deb

	for deb in *.deb; do
		dpkg-deb -x "$deb" . || return
		rm "$deb"
	done
	[ ! -d usr/lib/modules ] || mv usr/lib .
	[ ! -f "boot/vmlinuz-$version" ] || mv "boot/vmlinuz-$version" vmlinuz
	[ -f vmlinuz ] || mv "lib/modules/$version/vmlinuz" .
	rm -rf boot usr
}

# field OFFSET BYTES: a number in the header of this folder's vmlinuz.
field()
{
	od -An -v "-tu$2" -j "$(($1))" -N "$2" vmlinuz | tr -d ' '
}

# payload END: the compressed kernel in vmlinuz but for its last END bytes. The
# header says where it is: Documentation/x86/boot.rst.
payload()
{
	dd if=vmlinuz bs=1M iflag=skip_bytes,count_bytes status=none \
		skip=$((($(field 0x1f1 1) + 1) * 512 + $(field 0x248 4))) \
		count=$(($(field 0x24c 4) - $1))
}

# xz and zstd are followed by four bytes, the length of the kernel.
uncompress_payload()
{
	case $(payload 0 | od -An -tx1 -N4) in
	' fd 37 7a 58')	payload 4 | xz -dc ;;
	' 28 b5 2f fd')	payload 4 | zstd -dcq ;;
	' 1f 8b'*)	payload 0 | gzip -dc ;;
	*)		return 1 ;;
	esac
}

# Under software emulation the kernel's own unpacking takes 4 s of a boot of 6.
# What cannot be unpacked here is booted as it is.
uncompress()
{
	if [ "$(dd if=vmlinuz bs=1 skip=$((0x202)) count=4 status=none)" != HdrS ] ||
		! uncompress_payload > vmlinux; then
		cp vmlinuz vmlinux
	fi
}

# bootable VERSION: finish what is in this folder.
bootable()
{
	uncompress
	rm -f "lib/modules/$1"/{build,source}
	depmod -b . "$1"
}
