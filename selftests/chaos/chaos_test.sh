#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Random calls on displays and panels: that a seed repeats them, and a run of
# CHAOS_SECONDS with the seed CHAOS_SEED (1).

set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
chaos=${OUTPUT:-$here/../build/chaos}/chaos
tests=0

# judge NAME COMMAND...: its output as comments
judge()
{
	local name=$1 result=ok

	shift
	"$@" > /run/chaos.log 2>&1 || result='not ok'
	tests=$((tests + 1))
	sed 's/^/# /' /run/chaos.log
	echo "$result $tests - $name"
}

# The hash of which calls a short run with this seed makes.
order()
{
	"$chaos" -s "$1" -n 30 -t 100 -j 2 | tee /dev/stderr | sed -n 's/.*order //p'
}

repeats()
{
	local once again other

	once=$(order 7) && again=$(order 7) && other=$(order 8) &&
		[ "$once" ] && [ "$once" = "$again" ] && [ "$once" != "$other" ]
}

echo "TAP version 13"
echo "1..2"
judge "a seed repeats its calls" repeats
judge "nothing breaks" "$chaos" -s "${CHAOS_SEED:-1}" -t "${CHAOS_SECONDS:-$((15 * ${DEVLCD_PATIENCE:-1}))}"
