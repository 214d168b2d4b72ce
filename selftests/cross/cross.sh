# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: what builds devlcd for another architecture, and boots it there,
# in the root of a bare Debian. This machine needs only mmdebstrap, and to be root.

# shellcheck shell=bash

cross_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../cache.sh
. "$cross_here/../cache.sh"

# To run in the root: fetch kernel and headers; and kbuild, whose programs run here.
cross_fetch_script()
{
	cat <<'END'
	set -e
	cd /debs
	apt-get -qq update
	depends()
	{
		apt-cache --no-all-versions show "$1" | sed -n 's/^Depends: //p' | tr ', ' '\n\n' |
			grep -E "^$2" | head -n 1
	}
	version=$(depends "linux-image-$1:$2" linux-image-)
	version=${version#linux-image-}
	kbuild=$(depends "linux-headers-$version:$2" linux-kbuild-)
	common=$(depends "linux-headers-$version:$2" 'linux-headers-.*-common$')
	apt-get -qq -o APT::Sandbox::User=root download "linux-image-$version:$2" \
		"linux-headers-$version:$2" "$common" "$kbuild"
	[ "$2" != armhf ] || apt-get -qq -o APT::Sandbox::User=root download "$kbuild:$2"
END
}

# Another Debian may have no link /lib, and a package that has one replaces it.
cross_unpack_headers()
{
	local deb

	for deb in "$1"/debs/linux-{headers-*,kbuild-*_"$(dpkg --print-architecture)"}.deb; do
		dpkg-deb -x "$deb" "$1/layer" || return
	done
	mkdir -p "$1/layer/usr/lib/modules"
	[ ! -d "$1/layer/lib" ] || cp -a "$1"/layer/lib/modules/. "$1/layer/usr/lib/modules/"
	rm -rf "$1/layer/lib" "$1/layer/usr/share"
}

# The modpost that runs here lays out the structures of 32-bit ARM in another way
# than its compiler, and refuses the module: take that architecture's own.
cross_foreign_modpost()
(
	local mod

	cd "$1/layer/"usr/lib/linux-kbuild-*/scripts/mod || return
	mod=${PWD#"$1/layer"}
	dpkg-deb --fsys-tarfile "$1"/debs/linux-kbuild-*_armhf.deb |
		tar -xO ".$mod/modpost.real-lsb-32" > modpost.armhf || return
	chmod +x modpost.armhf
	printf '#!/bin/sh\nexec qemu-arm-static %s/modpost.armhf "$@"\n' "$mod" > modpost
)

cross_unpack_kernel()
(
	local folder=$1 image version

	image=$(ls "$folder"/debs/linux-image-*.deb)
	version=${image##*/linux-image-}
	version=${version%%_*}
	mkdir "$folder/$version" && cd "$folder/$version" || return
	dpkg-deb --fsys-tarfile "$image" | tar -xO --wildcards "*/$cross_tree.dtb" \
		> "$folder/raspberry-pi.dtb" || return
	mv "$image" .
	# shellcheck disable=SC2016 # for the inner shell, in a root that has kmod
	"$cross_here/../roots/enter" --bind "$folder" --bind "$cross_here/..:/selftests" \
		"$cross_root" bash -euc '
			. /selftests/cache.sh
			. /selftests/vm/unpack.sh
			cd "$1"
			unpack_debs "$2"
			bootable "$2"' bash "$PWD" "$version"
)

# What the VM's root needs. Nothing is configured there, as that takes programs of
# its architecture.
cross_guest()
{
	local suite=$1 arch=$2 root=$3 packages

	packages=(base-files bash busybox-static coreutils dash diffutils findutils grep kmod libc-bin
		mawk ncurses-base procps sed util-linux)
	packages+=(libasan8 libcjson1 libevdev2 libevent-core-2.1-7 libevent-openssl-2.1-7 libinih1
		libmicrohttpd12 libmosquitto1 libpng16-16 libubsan1 mosquitto mosquitto-clients netcat-openbsd)
	mmdebstrap --quiet --variant=extract --architectures="$arch" \
		--include="$(IFS=,; echo "${packages[*]}")" \
		--aptopt='Acquire::Check-Valid-Until "false"' \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--dpkgopt='path-exclude=/usr/share/man/*' \
		"$suite" "$root" > log 2>&1 || { tail -n 20 log >&2; return 1; }
	[ -e "$root/bin/sh" ] || ln -s dash "$root/bin/sh"
	ln -s mawk "$root/usr/bin/awk"
	ln -s nc.openbsd "$root/bin/nc"
	echo 'root:x:0:0:root:/root:/bin/bash' > "$root/etc/passwd"
	echo 'root:x:0:' > "$root/etc/group"
	mkdir -p "$root/lib/modules"
}

cross_fill()
{
	local suite=$1 arch=$2 folder=$3

	mkdir "$folder"/{debs,layer} && cd "$folder" || return
	"$cross_here/../roots/enter" --bind "$folder/debs:/debs" "$cross_root" \
		sh -c "$(cross_fetch_script)" sh "$cross_flavour" "$arch" || return
	cross_unpack_headers "$folder" || return
	[ "$arch" != armhf ] || cross_foreign_modpost "$folder" || return
	cross_unpack_kernel "$folder" || return
	cross_guest "$suite" "$arch" "$folder/guest" || return
	rm -rf debs log
}

# What goes into the cache is made by these, and made again when they change.
cross_makers=(cross_fetch_script cross_unpack_headers cross_foreign_modpost
	cross_unpack_kernel cross_guest cross_fill)

# cross_choose ARCH: set how others call it.
cross_choose()
{
	cross_programs=
	case $1 in
	arm64)	cross_linux=arm64 cross_gnu=aarch64-linux-gnu cross_flavour=arm64
		cross_tree=bcm2837-rpi-3-b ;;
	armhf)	cross_linux=arm cross_gnu=arm-linux-gnueabihf cross_flavour=armmp
		cross_tree=bcm2836-rpi-2-b cross_programs=qemu-user-static ;;
	*)	die "$1: not one of arm64, armhf" ;;
	esac
}

# cross_get_root SUITE ARCH: set cross_root to the root that builds.
cross_get_root()
{
	local suite=$1 arch=$2

	cross_choose "$arch"
	cross_root=$("$cross_here/../roots/bare" --foreign "$arch" "$suite" \
		"gcc-$cross_gnu" {libc6,libcjson,libevdev,libevent,libinih,libssl}"-dev:$arch" \
		{libmicrohttpd,libmosquitto,libpng}"-dev:$arch" \
		"pkgconf:$arch" cpio device-tree-compiler kmod python3 \
		qemu-system-arm ${cross_programs:+"$cross_programs"} xz-utils zstd) || exit
}

# cross_get SUITE ARCH: set cross_root as well, and cross_folder to
# a folder with layer/, the kernel's headers over that root; VERSION/, the kernel as
# vm/run boots it; guest/, the VM's root. All are kept in the cache until the
# month ends.
cross_get()
{
	local suite=$1 arch=$2 kind

	cross_get_root "$suite" "$arch"
	kind=$(declare -f "${cross_makers[@]}" | cksum | cut -d ' ' -f 1)
	cache_get "cross-$suite-$arch-$kind-$(date +%Y-%m)" \
		"unpacking what boots Debian $suite on $arch" cross_fill "$suite" "$arch"
	cross_folder=$cache_dir
	cross_version=$(ls "$cross_folder/layer/usr/lib/modules")
}

# A copy of this clone, without what was built for this machine in it.
cross_copy()
{
	mkdir -p "$1" && tar -C "$cross_here/../.." --exclude-vcs --exclude='*.o' --exclude='*.ko' \
		--exclude='*.a' --exclude='.*.cmd' --exclude=./selftests/build \
		--exclude=./userland/{bin,build} --exclude=./userland/examples/{bin,build} -c . |
		tar -C "$1" -x
}

# cross_inside TREE COMMAND...: in the root that builds, with that copy at its path.
# Temporary files are made there too, where the VM sees them.
cross_inside()
{
	local tree=$1

	shift
	"$cross_here/../roots/enter" --layer "$cross_folder/layer" --bind "$tree" \
		--bind "$cross_folder" ${LINUX_SRC:+--bind "$LINUX_SRC"} \
		--env "ARCH=$cross_linux" --env "CROSS_COMPILE=$cross_gnu-" \
		--env "KERNEL=$cross_folder/$cross_version" \
		--env "KDIR=/lib/modules/$cross_version/build" \
		--env "TMPDIR=$tree" --env "DEVLCD_ROOT=$cross_folder/guest" --env "LINUX_SRC=${LINUX_SRC:-}" \
		--env "DEVLCD_PATIENCE=${DEVLCD_PATIENCE:-3}" "$cross_root" "$@"
}
