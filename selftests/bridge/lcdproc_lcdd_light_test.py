#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""LCDd itself and our server, side by side: the backlight."""

import os
import pty
import re
import socket
import threading
import time
import tty

import tap
from daemon import Bridge
from lcdd import start_lcdd
from tap import WAIT, expect, test, wait_for

SCREEN = "screen_set s -backlight "
STEADY = (
    (), ("backlight off",), ("backlight off", SCREEN + "on"), ("backlight on", SCREEN + "off"),
    (SCREEN + "off",), ("backlight toggle",), ("backlight off", "backlight toggle"),
    ("backlight on", "backlight toggle"), (SCREEN + "on", SCREEN + "toggle"),
    (SCREEN + "toggle",), (SCREEN + "off", SCREEN + "open"), ("backlight off", "backlight open"),
    (SCREEN + "on", SCREEN + "blink", SCREEN + "open"),
    ("backlight off", "backlight blink", "backlight on"), ("backlight off", "backlight bogus"))
BLINKING = (
    ("backlight blink",), ("backlight on", "backlight blink", "backlight toggle"),
    (SCREEN + "on", SCREEN + "blink"), ("backlight blink", SCREEN + "on"))
FLASHING = (
    ("backlight flash",), (SCREEN + "on", SCREEN + "flash"), ("backlight off", "backlight flash"),
    ("backlight on", "backlight blink", "backlight flash"))


class Light:
    """What a server sends to its display: when the light went on and off."""

    def __init__(self, scene, display, found):
        self.display = display
        self.found = found
        self.events = []
        scene.callback(os.close, display)
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        text = b""
        while True:
            try:
                text = text[-4:] + os.read(self.display, 4096)
            except OSError:
                return
            for match in self.found.finditer(text):
                self.events.append((time.monotonic(), match[1] in (b"+", b"\xff")))
            text = self.found.sub(b"", text)

    def is_on(self):
        return self.events[-1][1] if self.events else True

    def over(self, seconds):
        """The light as it mostly is, and how many seconds lie between two other moments."""
        start, began = time.monotonic(), self.is_on()
        time.sleep(seconds)
        marks = [(start, began), *((when, on) for when, on in self.events if when > start)]
        ends = [when for when, _ in marks[1:]] + [time.monotonic()]
        lit = sum(end - when for (when, on), end in zip(marks, ends, strict=True) if on)
        mostly = lit > seconds / 2
        flips = [when for (_, before), (when, on) in zip(marks, marks[1:])
                 if on != before and on != mostly]
        if len(flips) < 2:
            return mostly, None
        return mostly, round((flips[-1] - flips[0]) / (len(flips) - 1))


def watch(light, port, commands, seconds):
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as server:
        lines = server.makefile("r", encoding="latin-1")
        for command in ("hello", "screen_add s", "screen_set s -heartbeat off", *commands, "noop"):
            server.sendall(f"{command}\n".encode())
            while (answer := lines.readline()).split()[0] in ("listen", "ignore"):
                pass
            assert answer, command
        time.sleep(0.4)
        return light.over(seconds)


def theirs(scene):
    """LCDd's driver of a display on a serial line, which is ours."""
    line, end = pty.openpty()
    scene.callback(os.close, end)
    tty.setraw(end)
    light = Light(scene, line, re.compile(rb"\xfe\x99(.)", re.S))
    return light, start_lcdd(scene, driver="MtxOrb",
                             lines=f"Device={os.ttyname(end)}\nType=lcd\nSpeed=19200")


def ours(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    light = Light(scene, os.open(path, os.O_RDWR), re.compile(rb"\x1b\[L([+-])"))
    return light, Bridge(scene, "--lcdproc=127.0.0.1:0", device=path).port("lcdproc")


def compare(scene, cases, seconds, right):
    """All cases on both servers, which each have one display, at the same time.

    Compare a case up to three times: a server without a processor is late, but not always."""
    seen = {}
    servers = theirs(scene), ours(scene)

    def run(light, port):
        for commands in left:
            seen[port, commands] = watch(light, port, commands, seconds)
            time.sleep(0.3)  # for its screen to go

    def lights(commands):
        return tuple(seen.get((port, commands)) for _, port in servers)
    left = cases
    for _ in range(3):
        threads = [threading.Thread(target=run, args=server) for server in servers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left = [commands for commands in left
                if lights(commands) not in [(light, light) for light in right]]
        if not left:
            break
    for commands in cases:
        expect((commands, lights(commands)[0]), (commands, lights(commands)[1]))
    return [lights(commands)[0] for commands in cases]


@test
def the_light_is_on_and_off_as_on_lcdd(scene):
    right = {(True, None), (False, None)}
    expect(right, set(compare(scene, STEADY, 0.3, right)))


the_light_is_on_and_off_as_on_lcdd.seconds = 240


@test
def the_light_blinks_as_on_lcdd(scene):
    right = {(True, 2), (False, 2)}
    expect(right, set(compare(scene, BLINKING, 4.3, right)))


the_light_blinks_as_on_lcdd.seconds = 240


@test
def the_light_flashes_as_on_lcdd(scene):
    right = {(True, 1), (False, 1)}
    expect(right, set(compare(scene, FLASHING, 3.3, right)))


the_light_flashes_as_on_lcdd.seconds = 240


@test
def a_screen_toggles_its_light_in_both_directions(scene):
    """LCDd's only switches it off."""
    light, port = ours(scene)
    expect((True, None), wait_for(
        lambda: watch(light, port, (SCREEN + "off", SCREEN + "toggle"), 0.3), (True, None)))


tap.main()
