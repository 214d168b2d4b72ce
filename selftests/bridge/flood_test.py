#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A flood on any source: one repaint a turn of the loop, the newest text, others served."""

import contextlib
import re
import socket
import threading
import time

import fakebroker
import tap
from daemon import PLAIN, Bridge, Process, read, screen, waited
from fakebroker import FakeBroker
from tap import WAIT, Skip, expect, test, wait_for

TURN = re.compile(r"^epoll_(?:p?wait|pwait2)\(", re.M)
REPAINT = re.compile(r"^pwrite64\(", re.M)
PATIENCE = 1  # seconds, for an answer while others flood, on a processor; strace makes all slow


class Trace(Process):
    """The daemon's turns of its loop and its repaints, in their order."""

    def __init__(self, scene, bridge):
        self.path = scene.path("trace")
        super().__init__(scene, "strace", [
            "strace", "-o", self.path, "-p", str(bridge.popen.pid), "-e",
            "trace=/^epoll_(p?wait|pwait2)$,pwrite64"])
        if wait_for(self.log, lambda text: "attached" in text or self.popen.poll() is not None) \
                and self.popen.poll() is not None:
            raise Skip(self.log().strip())

    def end(self):
        """How many turns, how many repaints, and the most of these in a turn."""
        self.popen.terminate()
        self.popen.wait(WAIT)
        text = read(self.path)
        return (len(TURN.findall(text)), len(REPAINT.findall(text)),
                max(len(REPAINT.findall(part)) for part in TURN.split(text)))


def flood(scene, bridge, send, texts, last="last"):
    """Let send() cause texts, and the last; see how the daemon copes with it."""
    trace = Trace(scene, bridge)
    times, worst = [], 0
    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    while thread.is_alive() or not times:
        began, before = time.monotonic(), waited(bridge, trace)
        bridge.ask(b"")
        took = time.monotonic() - began
        worst = max(worst, took)
        times.append(took - (waited(bridge, trace) - before))
    bridge.shows(last)
    turns, repaints, most = trace.end()
    print(f"# {texts} texts: {turns} turns, {repaints} repaints, answers in "
          f"{1000 * worst:.0f} ms at most, less the waits for a processor "
          f"{1000 * max(times):.0f} ms")
    expect(1, most)
    assert repaints < texts / 3, f"{repaints} repaints for {texts} texts"
    assert max(times) < PATIENCE, f"an answer took {max(times):.2f} s"


def stream(client, count, form):
    """A function that sends so many texts at once, and a last one, however long that takes."""
    client.settimeout(None)
    texts = b"".join(form % b"%d" % n for n in range(count)) + form % b"last"
    return lambda: client.sendall(texts)


@test
def over_tcp(scene):
    bridge = Bridge(scene, program=PLAIN)
    client = scene.enter_context(bridge.connect())
    flood(scene, bridge, stream(client, 100000, b"\x0c%s\n"), 100000)


@test
def over_a_unix_socket(scene):
    bridge = Bridge(scene, f"--unix={scene.path('sock')}", program=PLAIN)
    client = scene.enter_context(socket.socket(socket.AF_UNIX))
    client.connect(scene.path("sock"))
    flood(scene, bridge, stream(client, 100000, b"\x0c%s\n"), 100000)


@test
def over_udp(scene):
    bridge = Bridge(scene, "--udp=127.0.0.1:0", program=PLAIN)
    client = scene.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    client.connect(("127.0.0.1", bridge.port("udp")))

    def send():
        for n in range(20000):
            client.send(b"%d" % n)
        # What finds no room is lost, and so might the last one be.
        wait_for(lambda: client.send(b"last") and read(bridge.device), screen("last"))
    flood(scene, bridge, send, 20000)


@test
def in_the_spool_file(scene):
    bridge = Bridge(scene, f"--spool={scene.write('spool', '')}", program=PLAIN)

    def send():
        with open(scene.path("spool"), "r+", encoding="utf-8") as file:
            for n in range(3000):
                file.seek(0)
                file.write(f"{n}\n")
                file.truncate()
                file.flush()
        scene.write("spool", "last\n")
    flood(scene, bridge, send, 3000)


@test
def over_mqtt(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker, program=PLAIN)
    client = broker.subscribed()
    client.sock.settimeout(None)
    data = b"".join(fakebroker.publish("lcd/set", b"%d" % n) for n in range(20000))
    flood(scene, bridge, lambda: client.send(data + fakebroker.publish("lcd/set", b"last")), 20000)


@test
def of_notifications(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker, program=PLAIN)
    client = broker.subscribed()
    client.sock.settimeout(None)
    notice = b'{"text":"%s","stack":false}'
    data = b"".join(fakebroker.publish("lcd/notify", notice % b"%d" % n) for n in range(5000))
    flood(scene, bridge,
          lambda: client.send(data + fakebroker.publish("lcd/notify", notice % b"last")), 5000)


@test
def over_lcdproc(scene):
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0", program=PLAIN)
    client = scene.enter_context(bridge.connect("lcdproc"))
    client.sendall(b"hello\nscreen_add s\nscreen_set s -heartbeat off\nwidget_add s w string\n")

    def read_all():
        with contextlib.suppress(OSError):
            while client.recv(65536):
                pass
    threading.Thread(target=read_all, daemon=True).start()
    flood(scene, bridge, stream(client, 20000, b"widget_set s w 1 1 %s\n"), 20000)


tap.main()
