#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# In a bare Debian with dkms, a kernel and its headers, but no package of ours: "make
# dkms" and its undoing.

# shellcheck source=steps.sh
. "$(dirname "$0")/steps.sh"
cd "$here/../.." || exit
kernel=$(ls /lib/modules)

test_make_dkms_builds_the_module()
{
	list_files > "$kept/before"
	make -s dkms KERNEL="$kernel" || return
	expect "$version installed" "$(dkms_state "$kernel")" &&
		expect "$version" "$(modinfo -F version -k "$kernel" devlcd)"
}

test_make_dkms_again_builds_it_again()
{
	local before

	before=$(stat -c %i /lib/modules/"$kernel"/updates/dkms/devlcd.ko*)
	make -s dkms KERNEL="$kernel" || return
	expect "$version installed" "$(dkms_state "$kernel")" &&
		[ "$before" != "$(stat -c %i /lib/modules/"$kernel"/updates/dkms/devlcd.ko*)" ]
}

# dkms keeps the key that it has made.
test_its_undoing_leaves_nothing()
{
	make -s dkms-remove || return
	list_files > "$kept/after"
	expect "" "$(diff "$kept/before" "$kept/after" | grep '^[<>]' |
		grep -v ' /var/lib/dkms/mok\.')"
}

tap_main
