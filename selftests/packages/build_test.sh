#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# In a bare Debian with what "make deb" needs: build the packages of this version and
# of an older one from a source tree without git, and look them over. They are left
# in /disk/new and /disk/old.

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
cd "$top" || exit
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(sed -n 's/^#define DEVLCD_VERSION "\(.*\)"$/\1/p' kmod/release.h)
built=userland/packaging/build
arch=$(dpkg --print-architecture)

test_make_deb_builds_both_packages()
{
	make deb || return
	mkdir /disk/new && cp $built/*.deb /disk/new/
	expect "devlcd-dkms_${version}_all.deb lcdbridge_${version}_$arch.deb" \
		"$(cd /disk/new && echo *)"
}

test_lintian_finds_nothing()
{
	[ -f "/disk/new/lcdbridge_${version}_$arch.deb" ] || return
	expect "" "$(lintian --allow-root --tag-display-limit 0 --info $built/*.changes)"
}

test_older_version_is_built()
{
	# shellcheck disable=SC2154 # check-suite sets it
	userland/packaging/deb --version "$older" || return
	mkdir /disk/old && cp $built/*_"$older"_*.deb /disk/old/
}

unpack()
{
	[ -d "$work/root" ] || for deb in /disk/new/*.deb; do
		dpkg-deb -x "$deb" "$work/root" || return
	done
}

test_terminal_type_is_there()
{
	unpack || return
	expect "16 2" "$(TERMINFO=$work/root/usr/share/terminfo infocmp -1 devlcd-16x2 |
		sed -nE 's/^\t(cols|lines)#(.*),/\2/p' | xargs)"
}

test_programs_module_and_packages_have_one_version()
{
	local program

	unpack || return
	for program in sbin/lcdbridge sbin/lcdweb sbin/lcdprobe bin/lcdview bin/lcdsend; do
		expect "${program#*/} (devlcd) $version" \
			"$("$work/root/usr/$program" --version | head -n 1)" || return
	done
	expect "$version $version" \
		"$(for deb in /disk/new/*.deb; do dpkg-deb -f "$deb" Version; done | xargs)" &&
		grep -qx "#define DEVLCD_VERSION \"$version\"" \
			"$work/root/usr/src/devlcd-$version/kmod/release.h" &&
		grep -qx "PACKAGE_VERSION=\"$version\"" \
			"$work/root/usr/src/devlcd-$version/dkms.conf" &&
		expect "devlcd ($version)" \
			"$(zcat "$work"/root/usr/share/doc/*/changelog.gz | head -n 1 | cut -d' ' -f 1,2)"
}

# The page of the units has the reader install a script of his own there.
test_no_file_of_the_packages_names_usr_local()
{
	unpack && find "$work/root" -name '*.gz' -exec gunzip {} + || return
	expect "/usr/share/doc/lcdbridge/examples/units/README.md" \
		"$(grep -rl /usr/local "$work/root" | sed "s,^$work/root,,")"
}

# Paths that unit, manual and README.Debian name, of the packages' own files.
test_paths_that_the_packages_name_are_there()
{
	local path

	unpack || return
	grep -rhoE '(/usr|/etc)/[a-zA-Z0-9/._-]*(devlcd|lcdbridge|lcdview|lcdsend)[a-zA-Z0-9/._-]*' \
		"$work/root/usr/lib/systemd" "$work/root/usr/share/man" \
		"$work/root/usr/share/doc/devlcd-dkms/README.Debian" | sed 's/[.,]*$//' | sort -u \
		> "$work/paths"
	[ "$(wc -l < "$work/paths")" -ge 4 ] || { cat "$work/paths"; return 1; }
	while read -r path; do
		case $path in
		# The user's own.
		/etc/modprobe.d/* | /etc/modules-load.d/* | /etc/lcdbridge/*.pem) continue ;;
		/etc/credstore/lcdbridge.*) continue ;;
		esac
		[ -e "$work/root$path" ] || { echo "$path: not in the packages"; return 1; }
	done < "$work/paths"
}

files_in()
{
	(cd "$1" && find . ! -type d | sort)
}

# systemd reads the unit below /usr/local, and not below any other prefix.
test_install_takes_its_prefix_and_uninstall_removes_every_file()
{
	local prefix

	for prefix in /usr/local /opt/lcd; do
		make -s overlays && make -s -C userland install DESTDIR="$work/dest" prefix=$prefix ||
			return
		grep -qx "ExecStart=$prefix/sbin/lcdbridge --device=/dev/%i" \
			"$work/dest/usr/local/lib/systemd/system/lcdbridge@.service" || return
		grep -q "$prefix/share/doc/devlcd/examples/lcdbridge.conf" \
			"$work/dest$prefix/share/man/man8/lcdbridge.8" || return
		[ -f "$work/dest$prefix/share/devlcd/overlays/devlcd-i2c.dtbo" ] || return
		make -s -C userland uninstall DESTDIR="$work/dest" prefix=$prefix || return
		expect "" "$(files_in "$work/dest")" || return
		expect "" "$(find "$work/dest" -name '*lcd*' ! -path "$work/dest/opt/lcd")" || return
	done
}

test_dkms_source_is_the_same_as_that_of_the_package()
{
	unpack && make -s dkms-source DESTDIR="$work/dkms" &&
		diff -r "$work/dkms/usr/src" "$work/root/usr/src"
}

tap_main
