#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# In a bare Debian with what "make deb" needs: cross-build lcdbridge for $cross. It
# installs what that needs beside.

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
cd "$top" || exit
version=$(sed -n 's/^#define DEVLCD_VERSION "\(.*\)"$/\1/p' kmod/release.h)
: "${cross:?}"
package=userland/packaging/build/$cross/lcdbridge_${version}_$cross.deb
declare -A machines=([arm64]=AArch64 [armhf]=ARM)

dpkg --add-architecture "$cross"
# A mirror may not have the whole of what is seldom asked for.
[ "$cross" != armhf ] || apt-get -qq update > /dev/null 2>&1 ||
	{ echo "1..0 # SKIP the mirror's lists of armhf's packages are broken"; exit 4; }

test_make_deb_cross_builds_lcdbridge()
{
	make deb ARCH="$cross" && expect "$cross" "$(dpkg-deb -f "$package" Architecture)"
}

test_its_programs_are_for_that_machine()
{
	local program

	dpkg-deb -x "$package" /unpacked || return
	for program in sbin/lcdbridge sbin/lcdweb sbin/lcdprobe bin/lcdview bin/lcdsend; do
		expect "${machines[$cross]}" \
			"$(readelf -h "/unpacked/usr/$program" | sed -n 's/^ *Machine: *//p')" || return
	done
}

test_it_depends_on_the_libraries_of_the_native_package()
{
	local libraries

	libraries=$(dpkg-deb -f "$package" Depends | tr ',' '\n' | grep -oE 'lib(mosquitto|microhttpd|evdev|event|cjson|inih|png|ssl)' |
		sort -u | xargs)
	expect "libcjson libevdev libevent libinih libmicrohttpd libmosquitto libpng libssl" "$libraries"
}

test_lintian_finds_nothing()
{
	[ -f "$package" ] || return
	expect "" "$(lintian --allow-root --tag-display-limit 0 --info \
		userland/packaging/build/"$cross"/*_"$cross".changes)"
}

tap_main
