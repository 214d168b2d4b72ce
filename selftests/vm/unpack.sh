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

# Under software emulation the kernel's own unpacking takes 4 s of a boot of 6.
# What cannot be unpacked here is booted as it is.
uncompress()
{
	"$("$(dirname "${BASH_SOURCE[0]}")/../ksft" --source)/scripts/extract-vmlinux" \
		vmlinuz > vmlinux || :
	[ -s vmlinux ] || cp vmlinuz vmlinux
}

# bootable VERSION: finish what is in this folder.
bootable()
{
	uncompress
	rm -f "lib/modules/$1"/{build,source}
	depmod -b . "$1"
}
