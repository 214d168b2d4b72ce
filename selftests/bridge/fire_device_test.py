#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Kill broker and bridge in random order under load, on /dev/LCD; reload its module."""

import os
import subprocess

import tap
from daemon import HERE
from fire import fire
from tap import expect, run, test, wait_for

CLASS = "/sys/class/devlcd"
MODULE = f"{HERE}/../../devlcd.ko"


def write(name, text):
    with open(f"{CLASS}/{name}", "w", encoding="utf-8") as file:
        file.write(text)


def remove_module():
    return subprocess.run(["rmmod", "devlcd"], stderr=subprocess.DEVNULL, check=False).returncode


def reload_module():
    """Every process has closed the deleted display."""
    expect(0, wait_for(remove_module, 0, 30))
    run("insmod", MODULE)


def restart(random):
    write("delete_display", "LCD")
    if random.random() < 0.5:
        reload_module()
    else:
        write("new_display", random.choice(("20x4", "16x2", "8x1", "40x4")))


@test
def killed_in_any_order_it_ends_up_serving_with_nothing_stale(scene):
    if not os.path.exists(CLASS):
        run("insmod", MODULE)
    left = fire(scene, "/dev/LCD", restart, 10)
    write("delete_display", "LCD")
    write("new_display", "8x1")
    left.shows("spool")
    left.retains_each_row()


tap.main()
