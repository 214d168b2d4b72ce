#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The spool file of a display, exported by the kernel's NFS server, written from
# another machine, in the VM.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=machines.sh
. "$here/machines.sh"
PATH=$examples/nfs:$top/userland/bin:$PATH

# Over NFS 3 the mount waits for no lock daemon.
prepare()
{
	insmod "$top/devlcd.ko" &&
		start_machines &&
		mkdir /srv/lcd && touch /srv/lcd/text &&
		export.sh /srv/lcd client && end_grace &&
		in_client mount -t nfs -o vers=4 server:/ /mnt/v4 &&
		in_client mount -t nfs -o vers=3,nolock server:/srv/lcd /mnt/v3 || return
	lcdbridge --tcp=none --spool /srv/lcd/text > "$work/bridge" 2>&1 &
	bridge=$!
	eventually is_ready
}

finish()
{
	kill "$bridge"
	wait "$bridge"
	stop_machines
	rmmod devlcd
}

is_ready()
{
	echo ready > /srv/lcd/text && shows ready
}

shows()
{
	local row

	IFS= read -r row < /dev/LCD && [ "$row" = "$1" ]
}

# is_shown TEXT: soon, whichever of its events the bridge waited for.
is_shown()
{
	DEADLINE=30 eventually shows "$1" && return
	echo "wanted: $1, shown: $(head -n 1 /dev/LCD)"
	return 1
}

# How long after the last write of a client that has closed the file it is closed
# here, in milliseconds: closed_after FOLDER
closed_after()
{
	python3 "$here/closing.py" /srv/lcd/text > "$work/closed" &
	eventually has_line "$work/closed" watching || return
	echo "over $1" > "$1/text"
	wait $!
	tail -n 1 "$work/closed"
}

test_both_versions_are_mounted()
{
	expect "/mnt/v3 vers=3 /mnt/v4 vers=4" "$(sed -nE \
		's,^server:[^ ]* ([^ ]*) nfs4? .*(vers=[34]).*,\1 \2,p' /proc/mounts | sort | xargs)"
}

test_the_shell_writes_a_far_file_as_a_near_one()
{
	echo "echo by version 4" > /mnt/v4/text && is_shown "echo by version 4" &&
		echo "echo by version 3" > /mnt/v3/text && is_shown "echo by version 3"
}

test_a_copied_file_is_shown()
{
	echo "cp by version 4" > "$work/four" && echo "cp by version 3" > "$work/three" &&
		cp "$work/four" /mnt/v4/text && is_shown "cp by version 4" &&
		cp "$work/three" /mnt/v3/text && is_shown "cp by version 3"
}

test_the_ten_lines_of_c_are_the_same()
{
	expect "C by version 4" "$(screen /mnt/v4/text "C by version 4")" &&
		is_shown "C by version 4" &&
		expect "C by version 3" "$(screen /mnt/v3/text "C by version 3")" &&
		is_shown "C by version 3"
}

# The newest text must have won, in whichever order the versions report.
test_last_of_many_texts_is_shown()
{
	local i

	for i in $(seq 20); do
		echo "text $i" > "/mnt/v$((3 + i % 2))/text" || return
	done
	is_shown "text 20"
}

closes_at_once_and_late()
{
	local four three

	four=$(closed_after /mnt/v4) && three=$(closed_after /mnt/v3) || return
	echo "milliseconds until the file is closed: version 4 $four, version 3 $three"
	[ "$three" -gt 1000 ] && [ "$three" -gt $((four * 3)) ]
}

# Version 3 knows no open and close: the server closes when it has waited long.
# A machine that stands still meanwhile changes what is measured.
test_version_4_closes_at_once_and_version_3_late()
{
	eventually closes_at_once_and_late
}

prepare && tap_main
status=$?
finish
exit $status
