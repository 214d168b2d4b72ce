#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The names by which panels are found: what the module and the overlays say.

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"

# aliases BUS: the names of devices on it that make the module be loaded
aliases()
{
	case $1 in
	i2c)	modinfo -F alias "$top/devlcd.ko" | sed -n 's/^i2c://p' ;;
	of)	modinfo -F alias "$top/devlcd.ko" | sed -n 's/^of:N\*T\*C//p' | grep -v '\*$' ;;
	esac | sort
}

# The I2C core drops the vendor, and offers "pcf8574" to the driver of expanders.
test_a_compatible_of_ours_without_its_vendor_is_a_name_of_ours()
{
	expect "$(aliases i2c)" "$(aliases of | sed -n 's/^devlcd,//p')" &&
		expect devlcd-pcf8574 "$(aliases i2c)"
}

test_overlays_name_what_the_module_drives()
{
	expect "$(aliases of)" "$(sed -sn '/__overlay__/,$s/.*compatible = "\(.*\)";/\1/p' \
		"$top"/kmod/overlays/*.dts | sort)"
}

tap_main
