#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""LCDd itself and our server, side by side: what screens show, and when they come."""

import collections
import contextlib
import itertools
import os
import re
import socket
import threading
import time

import tap
from daemon import Bridge
from lcdd import start_lcdd, start_ours
from tap import WAIT, Scene, expect, test


def tall(options):
    """A client's commands for a screen of numbered rows."""
    rows = (f"widget_add s w{n} string\nwidget_set s w{n} 1 {n} row{n}\n" for n in range(1, 9))
    return f"hello\nscreen_add s\nscreen_set s -heartbeat off {options}\n{''.join(rows)}"


def in_frame(frame):
    """Likewise, of a frame on the screen."""
    rows = (f"widget_add s w{n} string -in f\nwidget_set s w{n} 1 {n} row{n}\n"
            for n in range(1, 9))
    return (f"hello\nscreen_add s\nscreen_set s -heartbeat off\nwidget_add s f frame\n"
            f"widget_set s f {frame}\n{''.join(rows)}")


def moves(tops, port, commands, most):
    """Which top row has often followed which; who is starved skips some, once."""
    seen = []
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as server:
        server.sendall(commands.encode())
        until = time.monotonic() + 2 * WAIT
        while time.monotonic() < until and len(seen) < 3 * most + 1:
            rows = [row for row, _ in itertools.groupby(
                row for row in tops() if row.startswith("row"))]
            seen = list(zip(rows, rows[1:]))
            time.sleep(0.05)
    return {pair for pair, times in collections.Counter(seen).items() if times > 1}


def frames_of(path):
    """LCDd's text driver prints whole screens: the top rows."""
    def tops():
        with open(path, encoding="latin-1") as file:
            return [row.strip() for row in re.findall(r"^\+-{20}\+\n\|(.{20})\|$", file.read(),
                                                      re.M)]
    return tops


def repaints_of(scene):
    """A display that keeps the top rows: its path, and what gives them."""
    path = scene.path("fifo")
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    scene.callback(os.close, reader)
    painted = bytearray()

    def tops():
        with contextlib.suppress(BlockingIOError):
            painted.extend(os.read(reader, 1 << 20))
        return [re.match("[a-z0-9]*", part)[0]
                for part in painted.decode().split("\x1b[H\x1b[2J")[1:]]
    return path, tops


@test
def what_is_too_tall_moves_as_on_lcdd(scene):
    for commands, pairs in ((tall("-hgt 6 -duration 8"), 3), (tall("-hgt 8 -duration 4"), 5),
                            (in_frame("1 1 10 2 10 4 v 1"), 3)):
        printed = scene.path("printed")
        with Scene() as theirs:
            want = moves(frames_of(printed), start_lcdd(theirs, printed), commands, pairs)
        expect(pairs, len(want))
        with Scene() as ours:
            path, tops = repaints_of(ours)
            bridge = Bridge(ours, "--lcdproc=127.0.0.1:0", "--page-duration=60", device=path)
            expect(want, moves(tops, bridge.port("lcdproc"), commands, pairs))


what_is_too_tall_moves_as_on_lcdd.seconds = 240


STEPS = ("hello", "screen_add a", "screen_add b", "screen_set b -priority foreground",
         "screen_set b -priority hidden", "screen_set a -priority hidden",
         "screen_set a -priority info -timeout 4", "screen_add a", "screen_del a",
         "screen_set b -priority alert", "screen_del b")


def events(port):
    """What follows each step within the time for LCDd to draw some frames."""
    heard = []
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as server:
        for step in STEPS:
            server.sendall(f"{step}\n".encode())
            time.sleep(0.9)
            heard.append((step, server.recv(65536).decode().splitlines()))
    return heard


@test
def events_come_as_from_lcdd(scene):
    heard = {}
    ports = start_lcdd(scene), start_ours(scene)
    for _ in range(5):  # who is starved is late, but not always
        threads = [threading.Thread(target=lambda port=port: heard.update({port: events(port)}))
                   for port in ports]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if heard[ports[0]] == heard[ports[1]]:
            break
    expect(*(heard[port] for port in ports))


tap.main()
