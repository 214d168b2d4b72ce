#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The udev rule and the unit with a udev and a systemd that run, in the VM: a
# display appears, and its bridge serves, within its bounds.
#
# systemd is process 1 of a PID namespace with a /run of its own. It starts udev
# and nothing else; the tests run beside it.

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=tap.sh
. "$here/tap.sh"
bridge=lcdbridge@LCD.service
class=/sys/class/devlcd

# Outside: begin systemd, and this script again beside it

prepare_run()
{
	mount -t tmpfs none /run
	mkdir -p /run/systemd/system/lcdbridge@.service.d /run/udev/rules.d /usr/local/sbin
	cp "$top/userland/systemd/lcdbridge@.service" /run/systemd/system/
	cp "$top/udev/60-devlcd.rules" /run/udev/rules.d/
	cp "$top/userland/bin/lcdbridge" "$here/bounds" /usr/local/sbin/
	systemd-sysusers - < "$top/udev/devlcd-sysusers.conf"
	# A whole boot takes a minute in the VM, and does nothing for the unit.
	printf '[Unit]\nDefaultDependencies=no\n' \
		> /run/systemd/system/lcdbridge@.service.d/quick.conf
	mkdir -p /etc/lcdbridge
	printf '[unix]\nlisten = /run/lcdbridge/LCD/text\n' > /etc/lcdbridge/LCD.conf
	printf '[Unit]\nDefaultDependencies=no\nRequires=%s\nAfter=systemd-udevd.service\n' \
		"systemd-udevd.service systemd-journald.service" \
		> /run/systemd/system/devlcd-test.target
}

start_systemd()
{
	unshare --fork --pid --mount-proc --kill-child "$0" --process-1 &
	eventually pgrep -P $! > /dev/null && process_1=$(pgrep -P $!)
}

# Inside

is_up()
{
	systemctl is-active --quiet "$1" 2> /dev/null
}

is_down()
{
	! is_up "$1"
}

shows()
{
	[ "$(head -n 1 /dev/LCD)" = "$1" ]
}

send()
{
	"$top/userland/bin/lcdsend" --quiet 127.0.0.1 "$1"
}

serves()
{
	send "$1" 2> /dev/null && shows "$1"
}

bridge_pid()
{
	systemctl show -P MainPID $bridge
}

bridge_status()
{
	sed -n "s/^$1:[[:space:]]*//p" "/proc/$(bridge_pid)/status"
}

test_display_belongs_to_the_group_lcd()
{
	insmod "$top/devlcd.ko" && udevadm settle || return
	expect "root lcd 660" "$(stat -c '%U %G %a' /dev/LCD)"
}

test_bridge_is_started_and_serves()
{
	eventually is_up $bridge && eventually serves hello
}

send_as_member()
{
	setpriv --reuid=nobody --regid=nogroup --groups="$1" \
		"$top/userland/bin/lcdsend" --quiet /run/lcdbridge/LCD/text "$2"
}

test_unix_socket_is_for_the_group_lcd()
{
	expect "lcd 660" "$(stat -c '%G %a' /run/lcdbridge/LCD/text)" &&
		send_as_member lcd member && shows member &&
		! send_as_member nogroup stranger && shows member
}

test_bridge_has_no_privilege()
{
	expect 0000000000000000 "$(bridge_status CapBnd)" &&
		expect 0000000000000000 "$(bridge_status CapEff)" &&
		expect 1 "$(bridge_status NoNewPrivs)" &&
		expect 2 "$(bridge_status Seccomp)" &&
		[ "$(stat -c %U "/proc/$(bridge_pid)")" != root ]
}

test_reload_keeps_it_running()
{
	local before

	before=$(bridge_pid)
	systemctl reload $bridge && is_up $bridge && expect "$before" "$(bridge_pid)" &&
		eventually serves reloaded
}

test_killed_bridge_returns()
{
	local before

	before=$(bridge_pid)
	kill -9 "$before"
	eventually is_down $bridge && eventually is_up $bridge && eventually serves killed &&
		[ "$(bridge_pid)" != "$before" ]
}

test_bridge_goes_with_the_display()
{
	echo LCD > $class/delete_display
	eventually is_down $bridge
}

test_bridge_returns_with_the_display()
{
	echo 16x2 > $class/new_display
	eventually is_up $bridge && eventually serves again
}

test_bridge_returns_with_the_module()
{
	systemctl stop $bridge
	rmmod devlcd && insmod "$top/devlcd.ko" && eventually is_up $bridge &&
		eventually serves anew
}

# Another program in the same bounds, on a display of its own.
test_bounds_hold()
{
	mkdir -p /run/systemd/system/lcdbridge@LCD1.service.d
	cat > /run/systemd/system/lcdbridge@LCD1.service.d/probe.conf <<-"END"
		[Service]
		Type=oneshot
		Restart=no
		ExecStart=
		ExecStart=bounds
	END
	systemctl daemon-reload
	echo 8x1 > $class/new_display
	eventually grep -q end /dev/LCD1
	expect "end 0" "$(cat /dev/LCD1)" && return
	systemctl status lcdbridge@LCD1 --no-pager --lines=40
	return 1
}

test_what_hides_a_display_is_told()
{
	echo LCD > $class/delete_display
	eventually test ! -e /dev/LCD && echo early > /dev/LCD &&
		echo 8x1 > $class/new_display && udevadm settle || return
	dmesg | grep -F "devlcd: /dev/LCD: a regular file hides the display"
}

case ${1:-} in
--process-1)
	prepare_run
	exec /lib/systemd/systemd --system --unit=devlcd-test.target --log-target=kmsg \
		--log-level=warning --show-status=no
	;;
--beside)
	ip link set lo up
	DEADLINE=180 eventually is_up devlcd-test.target || { echo "Bail out! systemd does not start"; exit 1; }
	tap_main
	;;
*)
	[ -x /lib/systemd/systemd ] || { echo "1..0 # SKIP systemd is not installed"; exit 4; }
	start_systemd || { echo "Bail out! no PID namespace"; exit 1; }
	nsenter --target "$process_1" --pid --mount "$here/unit_device_test.sh" --beside
	status=$?
	rm -f /dev/LCD
	kill -9 "$process_1"
	exit $status
	;;
esac
