# SPDX-License-Identifier: GPL-2.0-only
"""A bridge, its broker and its display, killed in random order under load.

FIRE_SECONDS says for how long, FIRE_SEED in which order."""

import os
import random
import signal
import socket
import time

from daemon import PLAIN, Bridge, Broker, ask_path, free_port, read
from load import Load
from tap import WAIT, expect, wait_for

SECONDS = float(os.environ.get("FIRE_SECONDS", "0"))
SEED = os.environ.get("FIRE_SEED") or str(random.randrange(10**9))
SLOWER = int(os.environ.get("DEVLCD_PATIENCE", "1"))
PATIENCE = 30 * SLOWER
COOLING = 240 * SLOWER  # seconds, in an emulated machine

PAGES, CONNECTIONS = 8, 32  # as many as the clients have at most
MEMORY = 6 * 1024 + 96 * PAGES + (64 + 16) * CONNECTIONS  # KiB, by lcdbridge(8)

ALERT = b"""hello
screen_add s
screen_set s -priority alert -heartbeat off
widget_add s w string
widget_set s w 1 1 lcdproc
"""


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
        self.told = time.monotonic()
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

    def burn(self, seconds, *victims):
        """Kill one after the other, sometimes two at once."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            name = self.random.choice(victims)
            getattr(self, f"restart_{name}")()
            self.restarts[name] += 1
            time.sleep(self.random.random() ** 2)
            assert self.bridge.popen.poll() is None, self.bridge.log()
            self.peak = max(self.peak, self.bridge.memory())
            self.tell()

    def tell(self):
        """Report once a minute."""
        if time.monotonic() > self.told + 60:
            self.told += 60
            print(f"# so far {self.restarts}", flush=True)

    def text(self):
        """What the display shows; rows below the last text do not count."""
        try:
            return read(self.device).rstrip("\n")
        except OSError as error:
            return str(error)

    def shows(self, want):
        """The display and the retained messages show this and nothing else."""
        expect(want, wait_for(self.text, want, PATIENCE))
        self.broker.holds("lcd/state", read(self.device)[:-1])
        self.broker.holds("lcd/status", "online")

    def by_tcp(self, text):
        expect(text, self.bridge.ask(text.encode(), port=self.ports["tcp"]).rstrip("\n"))

    def by_unix(self, text):
        expect(text, ask_path(self.unix, text.encode()).rstrip("\n"))

    def by_udp(self, text):
        with socket.socket(type=socket.SOCK_DGRAM) as client:
            client.sendto(text.encode(), ("127.0.0.1", self.ports["udp"]))

    def by_mqtt(self, text):
        self.broker.publish("lcd/set", text)

    def by_spool(self, text):
        self.scene.write("spool", text)

    def serves(self):
        """Write by each source; the last text stays after its client has gone."""
        with socket.create_connection(("127.0.0.1", self.ports["lcdproc"]), timeout=WAIT) as client:
            client.sendall(ALERT)
            self.shows("lcdproc")
        for source in ("tcp", "unix", "udp", "mqtt", "spool"):
            getattr(self, f"by_{source}")(source)
            self.shows(source)

    def descriptors(self):
        """While nothing is going on."""
        return min(wait_for(self.bridge.descriptors, 0, 0.02) for _ in range(50))

    def cools_down(self):
        """Nobody writes any more: the last text is shown, and survives each kill."""
        expect("online\n", wait_for(lambda: self.broker.read("lcd/status"), "online\n", PATIENCE))
        self.broker.publish("lcd/page/p/set", "")
        self.broker.publish("lcd/notify/dismiss", "x")
        self.serves()
        for name in ("broker", "display"):
            restart = getattr(self, f"restart_{name}")
            self.by_spool(name)  # on its way while it is killed
            restart()
            self.shows(name)
            restart()
            self.shows(name)
        survivor = self.descriptors()
        self.restart_bridge()
        self.shows(name)
        self.serves()
        expect(self.descriptors(), survivor)

    def retains_each_row(self):
        """Of the display, and no other."""
        rows = read(self.device).split("\n")[:-1]
        want = [f"lcd/line/{n}/state {row or ' '}" for n, row in enumerate(rows, 1)]

        def retained():
            got = self.broker.read("lcd/line/+/state", 9, ("--retained-only", "-v"), seconds=3)
            return sorted(got.split("\n")[:-1])
        expect(want, wait_for(retained, want))


def fire(scene, device, display, seconds, program=PLAIN):
    """Burn, the second half with a bridge that lives on; return what is left."""
    seconds = SECONDS or seconds
    signal.alarm(int(seconds) + COOLING)
    print(f"# FIRE_SEED={SEED} FIRE_SECONDS={seconds:g}", flush=True)
    victims = Fire(scene, device, display, program=program)
    with Load(SEED, victims) as load:
        victims.burn(seconds / 2, "bridge", "bridge", "broker", "display")
        victims.burn(seconds / 2, "broker", "display")
    victims.cools_down()
    victims.retains_each_row()
    print(f"# survived {victims.restarts}, served {load.served}; "
          f"{victims.bridge.descriptors()} descriptors at the end")
    if program == PLAIN:
        print(f"# resident at most {victims.peak} KiB, the bound is {MEMORY}")
        assert victims.peak < MEMORY
    return victims
