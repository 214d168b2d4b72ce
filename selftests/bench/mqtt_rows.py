# SPDX-License-Identifier: GPL-2.0-only
"""MQTT beside mosquitto_sub, and a bridge in Python."""

import contextlib
import glob
import os
import re
import signal
import subprocess
import time

import servers
from certs import folder as certificates
from daemon import Broker, free_port, read
from measure import PROGRAMS, by_turns, line, median, ms, program, rate, row
from tap import wait_for

FLOOD_SECONDS = 1.4
SETTLE_SECONDS = 0.3
MESSAGE = 21  # bytes in the file for each that publish sends
DELAY_RATE = 1000
DELAY_COUNT = 2000


def arrived(device):
    """What can be read there, file or FIFO."""
    fd = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(fd, 65536)
    except BlockingIOError:
        return b""
    finally:
        os.close(fd)


def await_subscription(broker, device):
    """Publish until it is at the device."""
    def comes():
        broker.publish("lcd/set", "first")
        return b"first" in arrived(device)
    if not wait_for(comes, True, servers.START_SECONDS):
        raise RuntimeError(f"{device}: nothing arrives there")


@contextlib.contextmanager
def flood(broker, qos):
    """As much as the broker takes, from before this to after it."""
    command = [f"{PROGRAMS}/publish", str(broker.port), "lcd/set", str(qos),
               str(FLOOD_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as publisher:
        time.sleep(SETTLE_SECONDS)
        yield FLOOD_SECONDS - 2 * SETTLE_SECONDS
        if publisher.wait(10):
            raise RuntimeError("publish failed")


def rate_by_size(broker, qos, device):
    """Of who appends every message to the device."""
    with flood(broker, qos) as seconds:
        begin, first = time.monotonic(), os.stat(device).st_size
        time.sleep(seconds)
        end, last = time.monotonic(), os.stat(device).st_size
    return (last - first) / MESSAGE / (end - begin)


def rate_by_stats(scene, broker, qos):
    """Of the bridge, from the counters that it publishes."""
    log = scene.path("stats")
    with open(log, "w", encoding="ascii") as file:
        listener = subprocess.Popen(["mosquitto_sub", "-p", str(broker.port), "-t",
                                     "lcd/stats", "-F", "%U %p"], stdout=file)
    scene.callback(listener.wait)
    scene.callback(listener.kill)
    with flood(broker, qos) as seconds:
        begin = time.time()
        time.sleep(seconds)
        end = time.time()
    samples = [(float(when), int(messages)) for when, messages in
               re.findall(r'^(\S+) {"messages":(\d+)', read(log), re.M)
               if begin <= float(when) <= end]
    if len(samples) < 2:
        raise RuntimeError("lcd/stats: no counters came")
    (begin, first), (end, last) = samples[0], samples[-1]
    return (last - first) / (end - begin)


def bridge_received(qos):
    def measure(scene):
        broker, device = Broker(scene), servers.make_file(scene, "device")
        servers.lcdbridge_mqtt(scene, device, broker, f"--mqtt-qos={qos}",
                               "--mqtt-stats=0.1")
        await_subscription(broker, device)
        return rate_by_stats(scene, broker, qos)
    return measure


def peer_received(start, qos):
    def measure(scene):
        broker, device = Broker(scene), servers.make_file(scene, "device")
        start(scene, device, broker, qos)
        await_subscription(broker, device)
        return rate_by_size(broker, qos, device)
    return measure


def received(qos):
    peers = (servers.mosquitto_sub, servers.paho)
    sub, paho, ours = map(median, by_turns(*(peer_received(p, qos) for p in peers),
                                           bridge_received(qos)))
    what = f"MQTT QoS {qos}, received"
    line(what, "mosquitto_sub", rate(sub), rate(ours), ours / sub, "at least 0.9")
    line(what, "paho", rate(paho), rate(ours), ours / paho)


@row
def qos0():
    received(0)


@row
def qos1():
    received(1)


def delay(start):
    def measure(scene):
        broker, device = Broker(scene), servers.make_fifo(scene, "device")
        start(scene, device, broker)
        await_subscription(broker, device)
        with open(device, "rb") as file:
            return program("delay", "mqtt", broker.port, DELAY_RATE, DELAY_COUNT, stdin=file)
    return measure


@row
def latency():
    """In the worst of a hundred cases."""
    starts = (servers.mosquitto_sub, servers.paho, servers.lcdbridge_mqtt)
    sub, paho, ours = (median([p99 for _, _, p99 in results])
                       for results in by_turns(*map(delay, starts)))
    what = f"MQTT publish to readable at the device, {DELAY_RATE}/s, p99"
    line(what, "mosquitto_sub", ms(sub), ms(ours), ours / sub, "at most 1.2")
    line(what, "paho", ms(paho), ms(ours), ours / paho)


def processor_ms(server):
    """That its threads have run."""
    return sum(int(read(path).split()[0])
               for path in glob.glob(f"/proc/{server.popen.pid}/task/*/schedstat")) / 1e6


def cost(start):
    def measure(scene):
        broker, device = Broker(scene), servers.make_fifo(scene, "device")
        server = start(scene, device, broker)
        await_subscription(broker, device)
        with open(device, "rb") as file:
            before = processor_ms(server)
            program("delay", "mqtt", broker.port, DELAY_RATE, DELAY_COUNT, stdin=file)
            return (processor_ms(server) - before) * 1000 / DELAY_COUNT
    return measure


@row
def processor():
    starts = (servers.mosquitto_sub, servers.paho, servers.lcdbridge_mqtt)
    sub, paho, ours = map(median, by_turns(*map(cost, starts)))
    what = f"processor time of 1,000 MQTT messages, {DELAY_RATE}/s"
    line(what, "mosquitto_sub", ms(sub), ms(ours), ours / sub)
    line(what, "paho", ms(paho), ms(ours), ours / paho)


def messages_by_size(server):
    """Of a program that appends every message to its device."""
    return os.stat(server.device).st_size / MESSAGE


def messages_by_log(server):
    """Of the bridge, which logs its counters on SIGUSR1."""
    before = server.log().count("messages ")
    server.popen.send_signal(signal.SIGUSR1)
    return int(wait_for(lambda: re.findall(r"messages (\d+)", server.log())[before:], bool)[0])


def cost_in_flood(start, messages, qos):
    def measure(scene):
        broker = Broker(scene)
        server = start(scene, servers.make_file(scene, "device"), broker, qos)
        await_subscription(broker, server.device)
        with flood(broker, qos) as seconds:
            first, before = messages(server), processor_ms(server)
            time.sleep(seconds)
            last, after = messages(server), processor_ms(server)
        return (after - before) * 1000 / (last - first)
    return measure


def lcdbridge_of_qos(scene, device, broker, qos):
    return servers.lcdbridge_mqtt(scene, device, broker, f"--mqtt-qos={qos}")


@row
def flooded_processor():
    """Unlike the rates, this hardly depends on what else the machine does."""
    for qos in (0, 1):
        sub, ours = map(median, by_turns(
            cost_in_flood(servers.mosquitto_sub, messages_by_size, qos),
            cost_in_flood(lcdbridge_of_qos, messages_by_log, qos)))
        line(f"processor time of 1,000 MQTT messages in a flood, QoS {qos}", "mosquitto_sub",
             ms(sub), ms(ours), ours / sub, "at most 1.0" if qos else "")


def tls_broker(scene):
    """Plain on .port, TLS on .tls_port."""
    at, port = certificates(), free_port()
    broker = Broker(scene, f"listener {port} 127.0.0.1", f"cafile {at}/ca.pem",
                    f"certfile {at}/localhost.pem", f"keyfile {at}/localhost.key")
    broker.tls_port = port
    return broker


def resident(start, **options):
    """MiB, after it has shown a message."""
    def measure(scene):
        broker, device = tls_broker(scene), servers.make_file(scene, "device")
        server = start(scene, device, broker, **options)
        await_subscription(broker, device)
        return server.memory() / 1024
    return measure


@row
def memory():
    tls = {"ca": f"{certificates()}/ca.pem"}
    sub, paho, ours, sub_tls, ours_tls = map(median, by_turns(
        resident(servers.mosquitto_sub), resident(servers.paho),
        resident(servers.lcdbridge_mqtt), resident(servers.mosquitto_sub, **tls),
        resident(servers.lcdbridge_mqtt, **tls)))
    line("resident memory", "mosquitto_sub", mb(sub), mb(ours), ours / sub, "at most 4.5 MB")
    line("resident memory", "paho", mb(paho), mb(ours), ours / paho)
    line("resident memory, TLS to the broker", "mosquitto_sub", mb(sub_tls), mb(ours_tls),
         ours_tls / sub_tls, "at most 7.5 MB")


def mb(mebibytes):
    return f"{mebibytes:.1f} MB"
