#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Killed in random order, under load, on a regular file."""

import os

import tap
from daemon import LCDBRIDGE
from fire import fire
from tap import test


def a_file(scene):
    """A display that can be taken away and restored."""
    path = scene.write("screen", "")

    def restart(random):
        if random.random() < 0.5:
            os.remove(path)
        else:
            os.replace(path, f"{path}.old")
        scene.write("screen", "")

    return path, restart


@test
def killed_in_any_order_it_ends_up_serving_with_nothing_stale(scene):
    fire(scene, *a_file(scene), 10, program=LCDBRIDGE)


@test
def its_memory_stays_within_the_bound(scene):
    fire(scene, *a_file(scene), 10)


tap.main()
