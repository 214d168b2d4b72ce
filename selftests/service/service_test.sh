#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Installed as a user installs it, on a machine whose process 1 is systemd: does
# a display get its bridge, whatever happens to either, and is it shut in?

cd "$(dirname "$0")" || exit 1
[ -x /lib/systemd/systemd ] || { echo "1..0 # SKIP systemd is not installed"; exit 4; }
exec ../vm/run --systemd --timeout 1100 -- ./steps
