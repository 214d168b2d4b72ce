#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The unit, the udev rule and the group, looked over by systemd's own tools.

here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
# shellcheck source=tap.sh
. "$here/tap.sh"
unit=$top/userland/systemd/lcdbridge@.service
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

needs()
{
	command -v "$1" > /dev/null || skip "$1 is not installed"
}

test_unit_exposes_1_5_at_most()
{
	needs systemd-analyze
	cp "$unit" "$work/lcdbridge@LCD.service"
	systemd-analyze security --no-pager --offline=true --threshold=15 \
		"$work/lcdbridge@LCD.service"
}

# A copy whose program and manual are here, not installed.
test_unit_is_understood()
{
	local complaints

	needs systemd-analyze
	sed "s|^ExecStart=lcdbridge|ExecStart=/bin/true|" "$unit" > "$work/lcdbridge@LCD.service"
	complaints=$(systemd-analyze verify --man=no "$work/lcdbridge@LCD.service" 2>&1 |
		grep -F lcdbridge@)
	expect "" "$complaints"
}

test_unit_is_started_by_udev_alone()
{
	expect 0 "$(grep -c '^\[Install\]' "$unit")" &&
		grep -qF 'ENV{SYSTEMD_WANTS}+="lcdbridge@%k.service"' "$top/udev/60-devlcd.rules"
}

# The group need not be there yet.
test_rules_are_understood()
{
	needs udevadm
	udevadm verify --help > /dev/null 2>&1 || skip "this udevadm cannot verify"
	udevadm verify --resolve-names=never --no-summary "$top/udev/60-devlcd.rules"
}

test_group_is_made()
{
	needs systemd-sysusers
	mkdir -p "$work/etc"
	systemd-sysusers --root="$work" - < "$top/udev/devlcd-sysusers.conf" || return
	grep -q '^lcd:' "$work/etc/group"
}

tap_main
