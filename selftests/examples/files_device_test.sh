#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The same ten lines of C on a display, in the VM.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

test_display_is_written_and_read_back()
{
	insmod "$top/devlcd.ko" geometry=8x2 || return
	expect $'Bonjour\nle monde' "$(screen /dev/LCD $'Bonjour\nle monde')" &&
		expect $'Bonjour\nle monde' "$(cat /dev/LCD)"
}

tap_main
