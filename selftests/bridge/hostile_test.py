#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""No control byte of a stranger reaches a display, the log, a topic or a terminal.

Random bytes through every source, to every output.
"""

import contextlib
import fcntl
import functools
import json
import os
import random
import re
import socket
import struct
import subprocess
import termios
import threading
import time

import fakebroker
import tap
from daemon import LCDBRIDGE, Bridge, read
from fakebroker import FakeBroker
from hostile import ALL, COMMANDS, ROUNDS, SEED, check, nasty, nasty_json
from tap import WAIT, test, wait_for

TOOLS = os.path.dirname(LCDBRIDGE)

# What the daemon itself writes to a FIFO: home and clear, switches, the cursor.
OWN = re.compile(rb"\x1b\[H\x1b\[2J|(\x1b\[L[-+DdCcBb])*\x1b\[\d+;\d+H|\r(?=\n)")

# What lcdview writes to a terminal.
LCDVIEWS = re.compile(rb"\x1b\[(\?1049h|\?25l|H|K|J|0m|0;2m|4m|5;7m)")


class Fifo:
    """A display that gets what the device would."""

    kinds = ALL

    def __init__(self, scene):
        self.path = scene.path("fifo")
        self.painted = bytearray()
        os.mkfifo(self.path)
        reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)  # the daemon waits for one
        scene.callback(os.close, reader)
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        with open(self.path, "rb", buffering=0) as fifo:
            while data := fifo.read(65536):
                self.painted += data

    def look(self):
        """Between two acts."""

    def shows(self, mark):
        return mark in self.painted

    def check(self):
        for text in self.painted.split(b"\x1b[H"):
            check("device", OWN.sub(b"", b"\x1b[H" + text if text else text))


class TextFile:
    """A display that is a text file, which lcdview draws on a terminal."""

    kinds = ALL

    def __init__(self, scene):
        self.path = scene.write("screen", "")
        self.seen = []
        self.drawn = bytearray()
        self.terminal, theirs = os.openpty()
        scene.callback(os.close, self.terminal)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
        view = subprocess.Popen([f"{TOOLS}/lcdview", self.path], stdin=theirs, stdout=theirs,
                                stderr=theirs, env={**os.environ, "LC_ALL": "C.UTF-8"})
        os.close(theirs)
        scene.callback(view.wait)
        scene.callback(view.kill)
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        with contextlib.suppress(OSError):
            while data := os.read(self.terminal, 65536):
                self.drawn += data

    def look(self):
        self.seen.append(read(self.path))

    def shows(self, mark):
        return mark.decode() in read(self.path) and mark in self.drawn

    def check(self):
        for text in self.seen:
            check("file", text.encode())
        rows = self.drawn.split(b"\r\n")[:-1]  # the last one may not be whole yet
        check("terminal", LCDVIEWS.sub(b"", b"\n".join(rows)))


class WrittenFile(TextFile):
    """One that others write to as well, with its own glyphs."""

    kinds = COMMANDS

    def look(self):
        pass


class Watched:
    """A bridge with every source; all its outputs are checked."""

    def __init__(self, scene, display):
        self.rng = random.Random(SEED)
        self.display = display
        self.spool = scene.write("spool", "")
        self.unix = scene.path("sock")
        broker = FakeBroker(scene)
        self.bridge = Bridge(scene, "--udp=127.0.0.1:0", f"--unix={self.unix}",
                             f"--spool={self.spool}", "--lcdproc=127.0.0.1:0",
                             "--page-duration=0.05", "--mqtt-stats=1", broker=broker,
                             device=display.path)
        self.broker = broker.subscribed()
        self.published = []
        threading.Thread(target=self.watch_topics, daemon=True).start()

    def watch_topics(self):
        with contextlib.suppress(OSError, ValueError, IndexError):
            while True:
                self.published.append(self.broker.published())

    def settle(self):
        """Wait until all input was read: a plain text reaches every output."""
        mark = f"mark {self.rng.random()}"[:20].encode()
        notice = {"text": mark.decode(), "stack": False, "hold": True}
        self.publish("lcd/notify", json.dumps(notice).encode())
        found = wait_for(lambda: [topic for topic, payload in list(self.published)
                                  if topic == "lcd/state" and mark in payload], bool)
        assert found, f"seed {SEED}: {mark!r} is not published:\n{self.bridge.log()}"
        shown = wait_for(lambda: self.display.shows(mark), True)
        assert shown, f"seed {SEED}: {mark!r} is not shown"
        self.publish("lcd/notify/dismiss", b"")

    def say(self, family, address, data, kind=socket.SOCK_STREAM):
        with socket.socket(family, kind) as client:
            client.settimeout(WAIT)
            client.connect(address)
            client.sendall(data)
            if kind == socket.SOCK_STREAM:
                client.shutdown(socket.SHUT_WR)
                check("answer", b"".join(iter(lambda: client.recv(65536), b"")),
                      kinds=self.display.kinds)

    def publish(self, topic, payload):
        self.broker.send(fakebroker.publish(topic, payload))

    def check(self):
        self.settle()
        self.display.check()
        for topic, payload in list(self.published):
            check(f"name of topic {topic!r}", topic.encode(), "")
            check(topic, payload, "\n" if topic == "lcd/state" else "", self.display.kinds)
        for line in read(self.bridge.log_path).split("\n")[:-1]:
            check("log", line.encode(), "", COMMANDS)
            assert line.startswith("lcdbridge: "), f"seed {SEED}: forged: {line!r}"


def hostile(**displays):
    """Decorator: a test for each display that acts ROUNDS times on a Watched, then looks."""
    def decorate(act):
        for name, kind in displays.items():
            test(functools.partial(run, act, kind)).__name__ = f"{act.__name__}_to_a_{name}"
    return decorate


def run(act, kind, scene):
    watched = Watched(scene, kind(scene))
    for _ in range(ROUNDS):
        act(watched, watched.rng)
        watched.display.look()
    watched.check()


both = hostile(fifo=Fifo, file=TextFile)


@both
def tcp_lets_no_control_through(watched, rng):
    watched.say(socket.AF_INET, ("127.0.0.1", watched.bridge.port()), nasty(rng))


@both
def udp_lets_no_control_through(watched, rng):
    watched.say(socket.AF_INET, ("127.0.0.1", watched.bridge.port("udp")), nasty(rng),
                socket.SOCK_DGRAM)


@both
def a_unix_socket_lets_no_control_through(watched, rng):
    watched.say(socket.AF_UNIX, watched.unix, nasty(rng))


@both
def the_spool_file_lets_no_control_through(watched, rng):
    with open(watched.spool, "wb") as spool:
        spool.write(nasty(rng))
    time.sleep(0.005)


@hostile(file=WrittenFile)
def local_writers_get_no_control_through(watched, rng):
    with open(watched.display.path, "wb") as file:
        file.write(nasty(rng))
    watched.say(socket.AF_INET, ("127.0.0.1", watched.bridge.port()), b"")


@both
def topics_of_text_let_no_control_through(watched, rng):
    topic = rng.choice(("set", "append", "line/1/set", "line/4/set", "page/a/set", "notify"))
    watched.publish(f"lcd/{topic}", nasty(rng))
    watched.publish("lcd/notify/dismiss", b"")
    time.sleep(0.005)


@both
def json_lets_no_control_through(watched, rng):
    watched.publish(rng.choice(("lcd/page/a/set", "lcd/page/b/set", "lcd/notify")), nasty_json(rng))
    time.sleep(0.005)


@both
def names_in_topics_let_no_control_through(watched, rng):
    """Topics that the library accepts; it closes the connection at others."""
    name = "".join(rng.choices(("\u200b", "\u202e", "\ufeff", "\ue000", "\u2028", "é", "a"), k=9))
    kind = rng.choice(("page", "line"))
    watched.publish(f"lcd/{kind}/{name}/set", rng.choice((b"x", b'{"hold": 1}')))
    watched.publish(name, b"x")


@both
def lcdproc_lets_no_control_through(watched, rng):
    def word():
        return nasty(rng).replace(b"\n", b"\\n").replace(b"}", b"").replace(b"\\", b"")

    lines = [b"hello", b"client_set -name {" + word() + b"}", b"screen_add s",
             b"screen_set s -priority foreground -name {" + word() + b"}", b"widget_add s t title",
             b"widget_set s t {" + word() + b"}", b"widget_add s x string",
             b"widget_set s x 1 2 {" + word() + b"}", b"widget_add s y scroller",
             b"widget_set s y 1 3 20 4 " + rng.choice((b"h", b"v", b"m")) + b" 1 {" + word() +
             b"\\n" + word() + b"}", word()]
    with watched.bridge.connect("lcdproc") as client:
        client.sendall(b"\n".join(lines) + b"\nbye\n")
        while client.recv(65536):
            pass


@test
def an_answer_commands_no_terminal(scene):
    """That of a server that pretends to be ours, to lcdsend."""
    rng = random.Random(SEED)
    server = scene.enter_context(socket.create_server(("127.0.0.1", 0)))
    where = f"127.0.0.1:{server.getsockname()[1]}"
    for _ in range(ROUNDS):
        lcdsend = subprocess.Popen([f"{TOOLS}/lcdsend", where, "x"],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   env={**os.environ, "LC_ALL": "C.UTF-8"})
        client, _ = server.accept()
        with client:
            client.recv(100)
            client.sendall(rng.choice((b"", b"lcdbridge: ")) + nasty(rng))
        check("terminal", lcdsend.communicate(timeout=WAIT)[0])


print(f"# seed {SEED}", flush=True)
tap.main()
