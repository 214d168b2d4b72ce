# SPDX-License-Identifier: GPL-2.0-only
"""A bridge, its broker and its display, killed in random order under load.

FIRE_SECONDS says for how long, FIRE_SEED in which order."""

import os
import random
import signal
import socket
import time

from daemon import PLAIN, Bridge, Broker, free_port, read
from load import Load
from tap import expect, wait_for

SECONDS = float(os.environ.get("FIRE_SECONDS", "0"))
SEED = os.environ.get("FIRE_SEED") or str(random.randrange(10**9))
SLOWER = int(os.environ.get("DEVLCD_PATIENCE", "1"))
PATIENCE = 30 * SLOWER
COOLING = 240 * SLOWER  # seconds, in an emulated machine


class Fire:
    """The victims; @display kills and restores the display of this @device."""

    def __init__(self, scene, device, display, **options):
        self.scene = scene
        self.device = device
        self.display = display
        self.options = options
        self.random = random.Random(SEED)
        self.ports = {name: free_port() for name in ("tcp", "udp", "lcdproc")}
        self.spool = scene.write("spool", "")
        self.unix = scene.path("unix")
        self.broker = Broker(scene)
        self.bridge = None
        self.peak = 0
        self.restarts = {"broker": 0, "bridge": 0, "display": 0}
        self.start_bridge()

    def start_bridge(self):
        listeners = [f"--{name}=127.0.0.1:{port}" for name, port in self.ports.items()]
        self.bridge = Bridge(self.scene, *listeners, f"--unix={self.unix}",
                             f"--spool={self.spool}", "--mqtt-host=127.0.0.1", "--mqtt-prefix=lcd",
                             f"--mqtt-port={self.broker.port}", "--log=warning",
                             "--page-duration=0.3", "--notice-duration=0.1",
                             device=self.device, tcp=None, mqtt=False, ready="", **self.options)

    def restart_broker(self):
        self.broker.stop()
        time.sleep(self.random.random() / 2)
        self.broker.start()

    def restart_bridge(self):
        self.bridge.kill(signal.SIGKILL)
        time.sleep(self.random.random() / 4)
        self.start_bridge()

    def restart_display(self):
        self.display(self.random)

    def burn(self, seconds):
        """Kill one after the other, sometimes two at once."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            name = self.random.choice(tuple(self.restarts))
            getattr(self, f"restart_{name}")()
            self.restarts[name] += 1
            time.sleep(self.random.random() ** 2)
            assert self.bridge.popen.poll() is None, self.bridge.log()
            self.peak = max(self.peak, self.bridge.memory())

    def ask(self, data):
        return self.bridge.ask(data, port=self.ports["tcp"])

    def first_row(self):
        try:
            return read(self.device).split("\n")[0]
        except OSError as error:
            return str(error)

    def shows(self, want):
        """On the display, and as what the broker retains of it."""
        expect(want, wait_for(self.first_row, want, PATIENCE))
        self.broker.holds("lcd/state", read(self.device)[:-1])
        self.broker.holds("lcd/status", "online")

    def serves(self):
        """By each source."""
        sources = {
            "tcp": self.ask,
            "udp": lambda data: socket.socket(type=socket.SOCK_DGRAM).sendto(
                data, ("127.0.0.1", self.ports["udp"])),
            "spool": lambda data: self.scene.write("spool", data.decode()),
            "mqtt": lambda data: self.broker.publish("lcd/set", data.decode()),
        }
        for name, send in sources.items():
            send(name.encode())
            self.shows(name)
        return name

    def cools_down(self):
        """Nobody writes any more: what was written last is shown, whoever is killed."""
        expect("online\n", wait_for(lambda: self.broker.read("lcd/status"), "online\n", PATIENCE))
        self.broker.publish("lcd/page/p/set", "")
        self.broker.publish("lcd/notify/dismiss", "x")
        for restart in (self.restart_broker, self.restart_display, self.restart_bridge):
            last = self.serves()
            restart()
            self.shows(last)
        self.serves()


def fire(scene, device, display, seconds, program=PLAIN):
    """Burn, and return what is left."""
    seconds = SECONDS or seconds
    signal.alarm(int(seconds) + COOLING)
    print(f"# FIRE_SEED={SEED} FIRE_SECONDS={seconds:g}", flush=True)
    victims = Fire(scene, device, display, program=program)
    with Load(SEED, victims) as load:
        victims.burn(seconds)
    victims.cools_down()
    print(f"# survived {victims.restarts}, served {load.served}; resident at most "
          f"{victims.peak} KiB, {victims.bridge.descriptors()} descriptors at the end")
    return victims
