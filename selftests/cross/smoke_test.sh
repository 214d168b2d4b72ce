#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# In the VM: is the module loaded, is what is written shown, does a bridge answer?

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../vm/machine.sh
. "$here/../vm/machine.sh"
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"

test_the_module_makes_the_display_a_file()
{
	insmod "$top/devlcd.ko" && [ -c /dev/LCD ]
}

test_what_is_written_can_be_read()
{
	echo 'Crème brûlée 20°C' > /dev/LCD && expect 'Crème brûlée 20°C' "$(cat /dev/LCD)"
}

test_lcdview_draws_it()
{
	lcdview --once | grep '│Crème brûlée 20°C   │'
}

test_a_bridge_answers_over_tcp()
{
	start_bridge 127.0.0.1 || { cat /run/lcdbridge.log; return 1; }
	expect 'sent over TCP' "$(echo 'sent over TCP' | nc -N 127.0.0.1 4478 | head -n 1)" &&
		expect 'sent over TCP' "$(cat /dev/LCD)"
}

tap_main
status=$?
pkill -x lcdbridge	# the module is unloaded after this
exit $status
