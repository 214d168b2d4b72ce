#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What the examples' README says of files and of NFS, typed as it says, in the VM:
# with a display, a bridge, and a second machine.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=machines.sh
. "$here/machines.sh"
# shellcheck source=../vm/machine.sh
. "$top/selftests/vm/machine.sh"

# A pause for a person is short for servers in a slow VM.
sleep()
{
	command sleep "$1" "$1" "$1" "$1"
}
export -f sleep

prepare()
{
	insmod "$top/devlcd.ko" &&
		start_machines &&
		mkdir /srv/lcd && touch /srv/lcd/text &&
		"$examples/nfs/export.sh" /srv/lcd client && end_grace &&
		start lcdbridge lcdbridge --spool-file=/srv/lcd/text &&
		within 20 port_open 4478
}

finish()
{
	end_children
	stop_machines
	rmmod devlcd
}

prepare && python3 "$here/readme.py" "$examples/README.md" 1 2
status=$?
finish
exit $status
