#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The hundred lines of userland/examples/driver, in the VM: what its page shows, and
that whatever is written stays within the screen."""

import os
import random
import select
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{HERE}/../bridge")
# pylint: disable=wrong-import-position
import tap
from tap import expect, run, test

DRIVER = f"{HERE}/../../userland/examples/driver"
TINY = "/dev/tinylcd"
ROWS, COLS = 4, 20


def load(scene):
    run("insmod", f"{DRIVER}/tinylcd.ko")
    scene.callback(run, "rmmod", "tinylcd")


def write(text, mode="wb"):
    with open(TINY, mode, buffering=0) as file:
        file.write(text)


def rows():
    with open(TINY, "rb") as file:
        return [row.rstrip().decode() for row in file.read().splitlines()]


@test
def the_page_is_true(scene):
    typed = subprocess.run([f"{HERE}/readme.py", f"{DRIVER}/README.md"], capture_output=True,
                           text=True, check=False)
    assert not typed.returncode, typed.stdout
    expect(False, os.path.exists(TINY))


@test
def a_line_feed_on_the_last_row_scrolls_with_the_next_character(scene):
    load(scene)
    write(b"1\n2\n3\n4\n")
    expect(["1", "2", "3", "4"], rows())
    write(b"5", "ab")
    expect(["2", "3", "4", "5"], rows())


@test
def whatever_is_written_stays_within_the_screen(scene):
    load(scene)
    chance = random.Random(1)
    for _ in range(200):
        write(bytes(chance.choices(b"\n" + 9 * b" ab" + b"\r\t\0\xff", k=chance.randrange(600))), "ab")
        with open(TINY, "rb") as file:
            lines = file.read().split(b"\n")
        expect([COLS] * ROWS + [0], [len(line) for line in lines])
        assert all(set(line) <= set(b" ab") for line in lines), lines


@test
def poll_tells_of_changes(scene):
    load(scene)
    with open(TINY, "rb", buffering=0) as file:
        poll = select.poll()
        poll.register(file, select.POLLIN)
        for text in (b"a", b"b"):
            expect(1, len(poll.poll(0)))
            file.seek(0)
            file.read()
            expect(0, len(poll.poll(0)))
            writer = threading.Timer(0.2, write, [text])
            writer.start()
            expect(1, len(poll.poll(20000)))
            writer.join()
        file.seek(0)
        expect(b"b", file.read(1))


@test
def a_module_in_use_is_not_unloaded(scene):
    load(scene)
    with open(TINY, "rb"):
        expect(1, subprocess.run(["rmmod", "tinylcd"], stderr=subprocess.DEVNULL,
                                 check=False).returncode)


tap.main()
