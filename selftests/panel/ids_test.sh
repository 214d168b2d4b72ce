#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The names by which panels are found: what the module and the overlays say.

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"

# aliases bus|of: the names of devices on I2C and SPI, or of nodes of a device tree,
# that make the module be loaded
aliases()
{
	case $1 in
	bus)	modinfo -F alias "$top/devlcd.ko" | sed -nE 's/^(i2c|spi)://p' ;;
	of)	modinfo -F alias "$top/devlcd.ko" | sed -n 's/^of:N\*T\*C//p' | grep -v '\*$' ;;
	esac | sort
}

# The I2C and SPI cores drop the vendor, and offers "pcf8574" to the driver of expanders.
test_a_compatible_of_ours_without_its_vendor_is_a_name_of_ours()
{
	expect "$(aliases bus)" "$(aliases of | sed -n 's/^devlcd,\(devlcd-\)/\1/p')" &&
		expect "" "$(aliases bus | grep -v '^devlcd-')"
}

test_overlays_name_what_the_module_drives()
{
	expect "$(aliases of)" "$(sed -sn '/__\(overlay\|dormant\)__/,$s/.*compatible = "\(.*\)";/\1/p' \
		"$top"/kmod/overlays/*.dts | sort)"
}

# Two drivers for one node, and the first to come gets it: so only our own names.
test_no_node_of_the_kernels_own_driver_is_taken_unasked()
{
	expect "" "$(aliases of | grep -v '^devlcd,')" && [ "$(aliases of | wc -l)" -gt 1 ]
}

tap_main
