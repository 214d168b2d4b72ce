# SPDX-License-Identifier: GPL-2.0-only
"""A panel on the emulated hardware, in the VM."""

import glob
import os
import re

from daemon import HERE
from tap import run, wait_for

FILES = "/sys/kernel/debug/lcdemu/i2c"
PARAMETERS = "/sys/module/lcdemu/parameters"
TEXT = 0x3e  # the address of its controller


def put(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def get(path):
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


def adapter():
    return f"/sys/bus/i2c/devices/{get(f'{FILES}/bus')}"


class Dimmed:
    """A panel whose light has 255 levels, for the display that has no panel."""

    def __init__(self, scene):
        if not os.path.exists(FILES):
            run("insmod", f"{HERE}/../emulator/lcdemu.ko")
        put(f"{FILES}/plugged", "0")
        put(f"{PARAMETERS}/chip", "jhd1313")
        put(f"{PARAMETERS}/address", f"{TEXT:#x}")
        put(f"{FILES}/plugged", "1")
        self.come()
        scene.callback(self.leave)

    def come(self):
        put(f"{adapter()}/new_device", f"devlcd-jhd1313 {TEXT:#x}")

    def leave(self):
        if glob.glob(f"{adapter()}/*-{TEXT:04x}"):
            put(f"{adapter()}/delete_device", f"{TEXT:#x}")

    @staticmethod
    def has_level(level):
        """Wait until the three outputs of the light have it."""
        def now():
            return int(re.search(r"^level (\d+)$", get(f"{FILES}/state"), re.M)[1])
        got = wait_for(now, 3 * level)
        assert got == 3 * level, f"the outputs add up to {got}, not to 3 * {level}"
