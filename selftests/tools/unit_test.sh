#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The units, the udev rule and the group, looked over by systemd's own tools.

here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
# shellcheck source=tap.sh
. "$here/tap.sh"
unit=$top/userland/systemd/lcdbridge@.service
web=$top/userland/systemd/lcdweb.service
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

test_unit_of_lcdweb_exposes_1_5_at_most()
{
	needs systemd-analyze
	systemd-analyze security --no-pager --offline=true --threshold=15 "$web"
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

test_units_of_lcdweb_are_understood()
{
	local complaints

	needs systemd-analyze
	sed "s|^ExecStart=lcdweb|ExecStart=/bin/true|" "$web" > "$work/lcdweb.service"
	cp "$top/userland/systemd/lcdweb.socket" "$work/"
	complaints=$(systemd-analyze verify --man=no "$work"/lcdweb.* 2>&1 | grep -F lcdweb.)
	expect "" "$complaints"
}

# Somebody enables the socket; the service comes by it.
test_lcdweb_is_started_by_its_socket_alone()
{
	expect 0 "$(grep -c '^\[Install\]' "$web")" &&
		grep -qx 'Requires=lcdweb.socket' "$web" &&
		grep -qx 'ListenStream=127.0.0.1:4480' "$top/userland/systemd/lcdweb.socket"
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
