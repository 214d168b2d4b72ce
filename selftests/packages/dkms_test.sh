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

# An old date tells: a new file may get the number of the inode that was given up.
test_make_dkms_again_builds_it_again()
{
	local modules=/lib/modules/$kernel/updates/dkms

	touch -d @1 "$modules"/devlcd.ko* && make -s dkms KERNEL="$kernel" || return
	expect "$version installed" "$(dkms_state "$kernel")" &&
		expect "" "$(find "$modules" -name 'devlcd.ko*' ! -newermt @1)"
}

# As make install does it.
test_make_dkms_takes_the_place_of_make_install()
{
	local module=/lib/modules/$kernel/updates/devlcd.ko

	make -s dkms-remove || return
	make -s module KERNEL="$kernel" && install -D devlcd.ko "$module" && depmod -a "$kernel" ||
		return
	make -s dkms KERNEL="$kernel" && [ ! -e "$module" ] &&
		expect "$version installed" "$(dkms_state "$kernel")" &&
		expect "/lib/modules/$kernel/updates/dkms" "$(dirname "$(modinfo -n -k "$kernel" devlcd)")"
}

test_make_install_refuses_a_second_module()
{
	! make -s modules_install KERNEL="$kernel" > "$kept/said" 2>&1 &&
		grep -x 'DKMS has the module already; install would put another one beside it.' \
			"$kept/said" && [ ! -e "/lib/modules/$kernel/updates/devlcd.ko" ]
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
