# SPDX-License-Identifier: GPL-2.0-only
"""A client of LCDproc's protocol that tests speak for."""

from daemon import Bridge
from tap import expect

HELLO = "connect LCDproc 0.5.9 protocol 0.3 lcd wid 20 hgt 4 cellwid 5 cellhgt 8"


class Client:
    """A client of LCDproc's that a test speaks for."""

    def __init__(self, scene, bridge, hello=True):
        self.sock = scene.enter_context(bridge.connect("lcdproc"))
        self.lines = self.sock.makefile("r", encoding="latin-1", newline="\n")
        self.events = []
        if hello:
            expect([HELLO], self.ask("hello"))

    def send(self, data):
        self.sock.sendall(data if isinstance(data, bytes) else data.encode())

    def ask(self, *commands):
        """Send commands; their answers, less the events, which are kept."""
        self.send("".join(f"{command}\n" for command in commands) + "noop\n")
        answers = []
        while (line := self.lines.readline().rstrip("\n")) != "noop complete":
            assert line, "the server has closed"
            events = line.split()[0] in ("listen", "ignore")
            (self.events if events else answers).append(line)
        return answers

    def do(self, *commands):
        """Each must succeed."""
        answers = self.ask(*commands)
        expect(["success"] * len(answers), answers)

    def event(self):
        """The next event."""
        return self.events.pop(0) if self.events else self.lines.readline().rstrip("\n")


def start(scene, *args, **options):
    return Bridge(scene, "--lcdproc=127.0.0.1:0", *args, **options)


def shown(scene, *commands, geometry="20x4"):
    """A client with a screen s that has done these commands."""
    bridge = start(scene, f"--geometry={geometry}")
    client = Client(scene, bridge, hello=geometry == "20x4")
    if geometry != "20x4":
        client.ask("hello")
    client.do("screen_add s", "screen_set s -heartbeat off", *commands)
    return bridge, client
