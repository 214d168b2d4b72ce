#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Clients and a broker behind a network that loses, delays, doubles and turns
packets over, and that is cut for NETWORK_SECONDS. For the VM, whose kernel has
what it takes."""

import os
import signal
import subprocess
import time

import tap
from daemon import PLAIN, Bridge, Process, free_port, read, screen
from tap import Skip, expect, expect_in, run, test, wait_for

CUT = float(os.environ.get("NETWORK_SECONDS", "20"))
SLOW = 60  # seconds that anything behind it may take
NEAR, FAR = "10.9.0.1", "10.9.0.2"
MAC_NEAR, MAC_FAR = "02:00:00:00:00:01", "02:00:00:00:00:02"
BAD = ("delay", "60ms", "30ms", "loss", "15%", "duplicate", "5%", "reorder", "20%")
PATIENT = f"--first-byte-time={SLOW}"  # which may be lost several times
IN_FAR = ("ip", "netns", "exec", "far")
LCDSEND = f"{os.path.dirname(PLAIN)}/lcdsend"


def far(*args):
    """Run a program there to its end; return what it prints."""
    return subprocess.run([*IN_FAR, *args], stdout=subprocess.PIPE, timeout=SLOW, check=True,
                          text=True).stdout


def netem(*rules):
    run("tc", "qdisc", "replace", "dev", "near", "root", "netem", *rules)
    far("tc", "qdisc", "replace", "dev", "far0", "root", "netem", *rules)


def bad_network(scene):
    if subprocess.run(["modprobe", "-a", "sch_netem", "veth"], check=False).returncode:
        raise Skip("no netem")
    run("ip", "netns", "add", "far")
    scene.callback(run, "ip", "netns", "del", "far")
    run("ip", "link", "add", "near", "address", MAC_NEAR, "type", "veth",
        "peer", "name", "far0", "address", MAC_FAR, "netns", "far")
    scene.callback(run, "ip", "link", "del", "near")
    far("ip", "link", "set", "lo", "up")
    for ip, device, here, there, address in ((run, "near", NEAR, FAR, MAC_FAR),
                                             (far, "far0", FAR, NEAR, MAC_NEAR)):
        ip("ip", "addr", "add", f"{here}/24", "dev", device)
        ip("ip", "link", "set", device, "up")
        # As a router would answer, which is not cut off.
        ip("ip", "neigh", "add", there, "lladdr", address, "dev", device)
    netem(*BAD)


class Broker(Process):
    """A mosquitto behind it."""

    def __init__(self, scene):
        self.port = free_port()
        conf = scene.write("far.conf", f"listener {self.port} {FAR}\nallow_anonymous true\n"
                           "user root\n")
        super().__init__(scene, "mosquitto", [*IN_FAR, "mosquitto", "-c", conf])
        self.await_log("mosquitto version .* running")
        self.options = ("-h", FAR, "-p", str(self.port), "-t")

    def publish(self, topic, text, *options):
        far("mosquitto_pub", *self.options, topic, "-m", text, *options)

    def read(self, topic):
        return far("mosquitto_sub", *self.options, topic, "-C", "1")


class Typist(Process):
    """A client there that keeps its connection."""

    def __init__(self, scene, port):
        super().__init__(scene, "nc", [*IN_FAR, "nc", NEAR, str(port)],
                         stdin=subprocess.PIPE)

    def type(self, text):
        self.popen.stdin.write(text)
        self.popen.stdin.flush()


@test
def every_client_behind_it_is_answered(scene):
    signal.alarm(150)
    bad_network(scene)
    bridge = Bridge(scene, f"--tcp={NEAR}:0 insecure", PATIENT, tcp=None)
    where = f"{NEAR}:{bridge.port(host=NEAR)}"
    clients = [subprocess.Popen([*IN_FAR, LCDSEND, f"--timeout={SLOW}", where, f"client {n}"],
                                stdout=subprocess.PIPE, text=True) for n in range(20)]
    for client in clients:
        said, _ = client.communicate(timeout=100)
        expect(0, client.returncode)
        expect_in("client", said)
    bridge.shows(read(bridge.device).split("\n")[0])


@test
def whoever_is_cut_off_is_served_again(scene):
    signal.alarm(int(6 * SLOW + 10 * CUT))
    bad_network(scene)
    broker = Broker(scene)
    bridge = Bridge(scene, f"--tcp={NEAR}:0 insecure append", f"--mqtt-host={FAR}",
                    f"--mqtt-port={broker.port}", "--mqtt-prefix=lcd", "--mqtt-keepalive=5",
                    "--mqtt-retry=1", "--mqtt-retry-max=8", PATIENT, mqtt=False, program=PLAIN)

    def shows(*rows):
        """After a cut TCP tries again as late as that lasted, and then each time twice as late."""
        expect(screen(*rows), wait_for(lambda: read(bridge.device), screen(*rows), SLOW + 8 * CUT))

    def serves(client, row):
        client.type(f"\f{row}\n".encode())
        shows(row)
        return client

    bridge.await_log("mqtt: subscribed", SLOW)
    port = bridge.port(host=NEAR)
    alone = bridge.descriptors()
    quiet = [serves(Typist(scene, port), f"quiet {n}") for n in range(8)]
    broker.publish("lcd/set", "by MQTT", "-q", "1")
    shows("by MQTT")
    deserter, typist = (serves(Typist(scene, port), row) for row in ("deserter", "before"))

    def told(text):
        return bridge.log().count(text)

    # The bad network may have cut it off before, or may still.
    silences, subscribed = told("the broker does not answer"), told("mqtt: subscribed")
    netem("loss", "100%")
    began = time.monotonic()
    expect(silences + 1, wait_for(lambda: told("the broker does not answer"), silences + 1, SLOW))
    began_silent, before = time.monotonic(), bridge.wakeups()
    expect(screen("meanwhile"), bridge.ask(b"\fmeanwhile\n", host=NEAR, port=port))
    broker.publish("lcd/line/4/set", "by MQTT", "-r")
    deserter.kill()
    typist.type(b"typed\n")
    time.sleep(max(0, began + CUT - time.monotonic()))
    tries, seconds = bridge.wakeups() - before, time.monotonic() - began_silent
    assert tries < 30 + max(CUT, seconds), f"{tries} wake-ups in {seconds:.0f} s"
    expect(screen("meanwhile"), read(bridge.device))
    expect(silences + 1, told("the broker does not answer"))

    netem(*BAD)
    began = time.monotonic()
    expect(True, wait_for(lambda: told("mqtt: subscribed") > subscribed, True, SLOW + CUT))
    print(f"# cut for {CUT:g} s, the broker found {time.monotonic() - began:.0f} s later; "
          f"{tries} wake-ups")
    shows("meanwhile", "typed", "", "by MQTT")
    expect("online\n", wait_for(lambda: broker.read("lcd/status"), "online\n", SLOW))
    state = read(bridge.device)
    expect(state, wait_for(lambda: broker.read("lcd/state"), state, SLOW))
    broker.publish("lcd/set", "after", "-q", "1")
    shows("after")
    for n, client in enumerate(quiet):
        serves(client, f"quiet {n}")
    print(f"# all served again {time.monotonic() - began:.0f} s later")
    for client in (typist, *quiet):
        client.kill()
    expect(alone, wait_for(bridge.descriptors, alone, SLOW))


tap.main()
