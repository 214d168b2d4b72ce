#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The vote on a display, in the VM."""

from vote import BIN, HERE, hold_election
import tap
from daemon import Broker
from tap import run, test

tap.TEST_SECONDS = 300


@test
def counts_are_exact_on_the_display_though_the_server_is_killed(scene):
    run("insmod", f"{HERE}/../../devlcd.ko")
    hold_election(scene, Broker(scene), "/dev/LCD", BIN)


if __name__ == "__main__":
    tap.main()
