#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What the fuzzer of the text core has found worth keeping, on the display: a
# stream shows the same at once and byte by byte.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"

# An input less the three bytes that are the fuzzer's own.
bytes()
{
	tail -c +4 "$1"
}

test_every_stream_shows_the_same_however_it_is_cut()
{
	local input whole status=0

	for input in "$here"/../fuzz/corpus/text/*; do
		bytes "$input" > /dev/LCD
		whole=$(< /dev/LCD)
		bytes "$input" | dd bs=1 of=/dev/LCD status=none
		expect "${input##*/}: $whole" "${input##*/}: $(< /dev/LCD)" || status=1
	done
	return $status
}

[ -d /sys/module/devlcd ] || insmod "${DEVLCD_KO:-$here/../../devlcd.ko}" || exit
tap_main
