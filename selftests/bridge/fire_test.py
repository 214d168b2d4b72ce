#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Killed in random order, under load, on a regular file."""

import os

import tap
from daemon import LCDBRIDGE
from fire import fire
from tap import expect, test, wait_for

PAGES, CONNECTIONS = 8, 32  # as many as the clients have at most
MEMORY = 5 * 1024 + 96 * PAGES + (64 + 16) * CONNECTIONS  # KiB, by lcdbridge(8)


def a_file(scene):
    """The path of a display, and who kills and restores it."""
    path = scene.write("screen", "")

    def restart(random):
        if random.random() < 0.5:
            os.remove(path)
        else:
            os.replace(path, f"{path}.old")
        scene.write("screen", "")

    return path, restart


@test
def whoever_is_killed_it_ends_serving_with_nothing_stale(scene):
    fire(scene, *a_file(scene), 10, program=LCDBRIDGE)


@test
def its_memory_and_descriptors_stay_within_their_bounds(scene):
    left = fire(scene, *a_file(scene), 10)
    assert left.peak < MEMORY, f"{left.peak} KiB, the bound is {MEMORY}"
    few = left.bridge.descriptors()
    for n in range(50):
        left.ask(b"%d\n" % n)
    expect(few, wait_for(left.bridge.descriptors, few))


tap.main()
