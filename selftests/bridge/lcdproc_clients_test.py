#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Debian's clients of LCDproc, unmodified, on our server."""

import re
import shutil
import socket
import threading
import time

import tap
from daemon import Bridge, Process, read, screen
from tap import Skip, expect, expect_not_in, test, wait_for

# Of each screen of lcdproc, what tells it from the others.
SCREENS = {
    "C": r"CPU .*\nUsr +[\d.]+%", "P": "SMP CPU", "G": "CPU: ", "L": "LOAD [0-9.]+",
    "M": r"Totl.*\n.*Free", "S": "TOP MEM", "D": "DISKS", "I": "Net Load", "B": "Batt",
    "T": "DATE & TIME", "O": r"██ TIME|TIME: |^\S.*\n.*\d:\d\d:\d\d", "U": "SYSTEM UPTIME", "K": r"▝▀▘.*▝▀▘|▌.*▌.*▌",
    "N": r"^\n? +\d\d.\d\d", "A": "LCDPROC"}


class Relay:
    """Between a client and the daemon; notes what the daemon says."""

    def __init__(self, scene, bridge):
        self.said = bytearray()
        self.listener = scene.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.port = self.listener.getsockname()[1]
        self.bridge = bridge
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        client, _ = self.listener.accept()
        with client, self.bridge.connect("lcdproc") as server:
            server.settimeout(None)
            back = threading.Thread(target=self.copy, args=(server, client, self.said))
            back.start()
            self.copy(client, server, bytearray())
            back.join()

    @staticmethod
    def copy(source, sink, noted):
        try:
            while data := source.recv(65536):
                noted += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def start(scene):
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0", "--page-duration=0.3")
    return bridge, Relay(scene, bridge)


def debian(name):
    program = shutil.which(name)
    if not program:
        raise Skip(f"no {name}: Debian's package lcdproc has it")
    return program


@test
def lcdproc_shows_all_its_screens(scene):
    bridge, relay = start(scene)
    client = Process(scene, "client", [debian("lcdproc"), "-s", "127.0.0.1", "-p",
                                       str(relay.port), "-f", *SCREENS])
    missing = dict(SCREENS)

    def look():
        text = read(bridge.device)
        for name in [name for name, mark in missing.items() if re.search(mark, text)]:
            del missing[name]
        return missing
    expect({}, wait_for(look, {}, 25))
    expect_not_in(b"huh?", relay.said)
    expect(0, bridge.kill())
    client.popen.wait(10)  # it has heard bye


@test
def lcdexec_makes_its_menus(scene):
    bridge, relay = start(scene)
    conf = scene.write("lcdexec.conf", "[lcdexec]\nShortname=test\n[MainMenu]\nDisplayName=Menu\n"
                       "Entry=one\n[one]\nDisplayName=One\nExec=\"true\"\n")
    client = Process(scene, "lcdexec", [debian("lcdexec"), "-c", conf, "-a", "127.0.0.1", "-p",
                                        str(relay.port), "-f"])
    assert wait_for(lambda: relay.said.count(b"success\n") >= 2, True), relay.said
    time.sleep(0.5)  # in which a client that is not content would end
    expect(None, client.popen.poll())
    expect_not_in(b"huh?", relay.said)
    bridge.ask(b"")


@test
def lcdvc_shows_a_console(scene):
    bridge, relay = start(scene)
    rows = [f"console row {n}".ljust(40) for n in range(10)]
    cells = "".join(rows).encode()
    scene.write("vcs", cells.decode())
    with open(scene.path("vcsa"), "wb") as file:  # rows, columns, cursor; then with colours
        file.write(bytes((10, 40, 0, 0)) + b"".join(bytes((cell, 7)) for cell in cells))
    conf = scene.write("lcdvc.conf", f"[lcdvc]\nvcsDevice={scene.path('vcs')}\n"
                       f"vcsaDevice={scene.path('vcsa')}\n")
    client = Process(scene, "lcdvc", [debian("lcdvc"), "-c", conf, "-a", "127.0.0.1", "-p",
                                      str(relay.port), "-f", "-s", "0"])
    want = screen(*(row.strip() for row in rows[:4]))
    expect(want, wait_for(lambda: read(bridge.device), want))
    expect(None, client.popen.poll())
    expect_not_in(b"huh?", relay.said)


tap.main()
