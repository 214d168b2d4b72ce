# SPDX-License-Identifier: GPL-2.0-only
"""/dev/LCD in the VM, and its keypad."""

import glob
import os
import struct
import subprocess

from daemon import HERE
from tap import run

LCD = "/dev/LCD"
CLASS = "/sys/class/devlcd"
KEYS = {name: 0x100 + n for n, name in enumerate(
    ("up", "down", "left", "right", "enter", "escape", "f1", "f2", "f3", "f4"))}


def write(path, text, mode="w"):
    with open(path, mode, encoding="utf-8") as file:
        file.write(text)


def one_display(geometry="20x4"):
    """As if the module had just been loaded."""
    if not os.path.exists(CLASS):
        run("insmod", f"{HERE}/../../devlcd.ko")
    for name in os.listdir(CLASS):
        if name.startswith("LCD"):
            write(f"{CLASS}/delete_display", name)
    write(f"{CLASS}/new_display", geometry)


def keypad(display="LCD"):
    """The event file of the display's keypad."""
    subprocess.run(["modprobe", "-q", "evdev"], check=False)
    found = glob.glob(f"{CLASS}/{display}/input*/event*")
    assert found, f"{display} has no event file"
    return f"/dev/input/{os.path.basename(found[0])}"


def put_keys(path, *changes):
    """Write (code, value) pairs, in one write."""
    events = (struct.pack("llHHi", 0, 0, 1, code, value) + struct.pack("llHHi", 0, 0, 0, 0, 0)
              for code, value in changes)
    with open(path, "wb", buffering=0) as file:
        file.write(b"".join(events))


def press(name, path=None):
    """Press a key of the keypad, and release it."""
    put_keys(path or keypad(), (KEYS[name], 1), (KEYS[name], 0))
