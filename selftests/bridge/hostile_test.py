#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""No control byte of a stranger reaches the display, the log or a topic.

Random bytes, of the kind that terminals obey, through every source; a run prints
its seed, and takes one by HOSTILE_SEED.
"""

import json
import os
import random
import re
import socket
import threading
import time
import unicodedata

import fakebroker
import tap
from daemon import Bridge, read
from fakebroker import FakeBroker
from tap import test, wait_for

SEED = int(os.environ.get("HOSTILE_SEED", time.time_ns() % 1000000))
ROUNDS = 60

# What the daemon itself writes to a FIFO: home and clear, switches, the cursor.
OWN = re.compile(rb"\x1b\[H\x1b\[2J|(\x1b\[L[-+DdCcBb])*\x1b\[\d+;\d+H|\r(?=\n)")

WORDS = [
    b"\x1b[2J", b"\x1b]0;title\x07", b"\x1b[L-", b"\x1bc", b"\x9b31m", b"\x00", b"\x07", b"\x08",
    b"\x0e", b"\x7f", b"\r", b"\n", b"\t", b"\f", b"\x1b", b"\xff", b"\xc3", b"\xe2\x82",
    "\u009b31m".encode(), "\u0085".encode(), "\u200b".encode(), "\u202e".encode(),
    "\u2066".encode(), "\ufeff".encode(), "\ue000".encode(), "\uf01b".encode(),
    "\u2028".encode(), "é漢🔔".encode(), "e\u0301".encode(), b"text", b"lcdbridge: forged",
]
JSON_WORDS = ["\\u001b[2J", "\\u0000", "\\u009b", "\\u0007", "\\u202e", "\\r\\n", "\\b", "\\u007f",
              "\\ud83d\\udd14", "\\ue003", "text", "\\\\", "é"]

# "Format" by category, but signs that are seen: they stand before or under a number.
VISIBLE = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


def nasty(rng):
    parts = [rng.choice(WORDS) if rng.random() < 0.7 else rng.randbytes(rng.randrange(1, 12))
             for _ in range(rng.randrange(1, 12))]
    return b"".join(parts)


def nasty_json(rng):
    text, title = ("".join(rng.choices(JSON_WORDS, k=rng.randrange(1, 8))) for _ in range(2))
    payload = f'{{"text": "{text}", "title": "{title}", "duration": 0.05}}'
    json.loads(payload)
    return payload.encode()


def check(where, data, allowed="\n", kinds=("Cc", "Cf", "Co", "Cs", "Zl", "Zp")):
    """It holds no character that commands or deceives, and is UTF-8."""
    bad = [hex(ord(c)) for c in data.decode() if c not in allowed and
           c not in VISIBLE and unicodedata.category(c) in kinds]
    assert not bad, f"seed {SEED}: {where}: {bad} in {data!r}"


class Watched:
    """A bridge with every source, all of whose outputs are looked at."""

    def __init__(self, scene):
        self.rng = random.Random(SEED)
        self.spool = scene.write("spool", "")
        self.unix = scene.path("sock")
        self.fifo = scene.path("fifo")
        os.mkfifo(self.fifo)
        reader = os.open(self.fifo, os.O_RDONLY | os.O_NONBLOCK)  # the daemon waits for one
        scene.callback(os.close, reader)
        broker = FakeBroker(scene)
        self.bridge = Bridge(scene, "--udp=127.0.0.1:0", f"--unix={self.unix}",
                             f"--spool={self.spool}", "--lcdproc=127.0.0.1:0",
                             "--page-duration=0.05", "--mqtt-stats=1", broker=broker,
                             device=self.fifo)
        self.broker = broker.subscribed()
        self.published = []
        self.painted = bytearray()
        for watch in (self.watch_topics, self.watch_device):
            threading.Thread(target=watch, daemon=True).start()

    def watch_topics(self):
        try:
            while True:
                self.published.append(self.broker.published())
        except (OSError, ValueError, IndexError):
            pass

    def watch_device(self):
        with open(self.fifo, "rb", buffering=0) as fifo:
            while data := fifo.read(65536):
                self.painted += data

    def settle(self):
        """What was sent has been read: a plain text comes through, to every output."""
        mark = f"mark {self.rng.random()}"[:20]
        self.publish("lcd/notify", json.dumps({"text": mark, "stack": False}).encode())
        found = wait_for(lambda: [topic for topic, payload in list(self.published)
                                  if topic == "lcd/state" and mark.encode() in payload], bool)
        assert found, f"seed {SEED}: {mark!r} is not published:\n{self.bridge.log()}"
        shown = wait_for(lambda: mark.encode() in self.painted, True)
        assert shown, f"seed {SEED}: {mark!r} is not shown"
        self.publish("lcd/notify/dismiss", b"")

    def publish(self, topic, payload):
        self.broker.send(fakebroker.publish(topic, payload))

    def check(self):
        self.settle()
        for text in self.painted.split(b"\x1b[H"):
            check("device", OWN.sub(b"", b"\x1b[H" + text if text else text))
        for topic, payload in list(self.published):
            check(f"name of topic {topic!r}", topic.encode(), "")
            check(topic, payload, "\n" if topic == "lcd/state" else "")
        for line in read(self.bridge.log_path).split("\n")[:-1]:
            check("log", line.encode(), "", ("Cc", "Cf", "Cs", "Zl", "Zp"))
            assert line.startswith("lcdbridge: "), f"seed {SEED}: forged: {line!r}"


def hostile(act):
    """Decorator: a test that acts ROUNDS times on a Watched, then looks."""
    def run(scene):
        watched = Watched(scene)
        for _ in range(ROUNDS):
            act(watched, watched.rng)
        watched.check()
    run.__name__ = act.__name__
    return test(run)


def say(family, address, data, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as client:
        client.settimeout(8)
        client.connect(address)
        client.sendall(data)
        if kind == socket.SOCK_STREAM:
            client.shutdown(socket.SHUT_WR)
            check("answer", b"".join(iter(lambda: client.recv(65536), b"")))


@hostile
def tcp_lets_no_control_through(watched, rng):
    say(socket.AF_INET, ("127.0.0.1", watched.bridge.port()), nasty(rng))


@hostile
def udp_lets_no_control_through(watched, rng):
    say(socket.AF_INET, ("127.0.0.1", watched.bridge.port("udp")), nasty(rng), socket.SOCK_DGRAM)


@hostile
def a_unix_socket_lets_no_control_through(watched, rng):
    say(socket.AF_UNIX, watched.unix, nasty(rng))


@hostile
def the_spool_file_lets_no_control_through(watched, rng):
    with open(watched.spool, "wb") as spool:
        spool.write(nasty(rng))
    time.sleep(0.005)


@hostile
def topics_of_text_let_no_control_through(watched, rng):
    topic = rng.choice(("set", "append", "line/1/set", "line/4/set", "page/a/set", "notify"))
    watched.publish(f"lcd/{topic}", nasty(rng))
    watched.publish("lcd/notify/dismiss", b"")
    time.sleep(0.005)


@hostile
def json_lets_no_control_through(watched, rng):
    watched.publish(rng.choice(("lcd/page/a/set", "lcd/page/b/set", "lcd/notify")), nasty_json(rng))
    time.sleep(0.005)


@hostile
def names_in_topics_let_no_control_through(watched, rng):
    """Those that the library takes: it ends the connection at others."""
    name = "".join(rng.choices(("\u200b", "\u202e", "\ufeff", "\ue000", "\u2028", "é", "a"), k=9))
    kind = rng.choice(("page", "line"))
    watched.publish(f"lcd/{kind}/{name}/set", rng.choice((b"x", b'{"hold": 1}')))
    watched.publish(name, b"x")


@hostile
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


print(f"# seed {SEED}", flush=True)
tap.main()
