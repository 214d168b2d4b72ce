# SPDX-License-Identifier: GPL-2.0-only
"""The text port beside socat, and a server in Python."""

import socket
import subprocess
import time

import servers
from daemon import Broker
from measure import PROGRAMS, by_turns, line, median, ms, program, rate, row

AT_ONCE = 64
CONNECT_SECONDS = 1.5
FLOOD_SECONDS = 5
ASKED = 300


def paho(scene):
    """With the broker that it does not come up without."""
    return servers.paho(scene, servers.make_file(scene, "paho"), Broker(scene))


def connect_rate(start):
    return lambda scene: program("clients", start(scene).port, AT_ONCE, CONNECT_SECONDS)


@row
def connect():
    starts = (servers.socat, paho, servers.lcdbridge_tcp)
    measured = by_turns(*map(connect_rate, starts))
    speeds = [median([speed for speed, _ in results]) for results in measured]
    failed = [max(int(failures) for _, failures in results) for results in measured]
    said = [f"{rate(speed)}, {count} failed" for speed, count in zip(speeds, failed)]
    what = f"connect, one line, close; {AT_ONCE} clients at once"
    line(what, "socat", said[0], said[2], speeds[2] / speeds[0], "at least 4, 0 failed")
    line(what, "paho", said[1], said[2], speeds[2] / speeds[1])


def ask(port):
    """Seconds from connecting to the end of the answer."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as sock:
        sock.sendall(b"asked\n")
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(4096):
            pass
    return time.monotonic() - begin


def asked(flooded):
    def measure(scene):
        port = servers.lcdbridge_tcp(scene).port
        if flooded:
            stream = subprocess.Popen([f"{PROGRAMS}/stream", str(port), str(FLOOD_SECONDS)],
                                      stdout=subprocess.DEVNULL)
            scene.callback(stream.wait)
            time.sleep(FLOOD_SECONDS / 5)
        took = sorted(ask(port) for _ in range(ASKED))
        if flooded and stream.poll() is not None:
            raise RuntimeError("the flood ended before the last answer")
        return 1000 * took[ASKED * 99 // 100]
    return measure


@row
def flood():
    alone, flooded = map(median, by_turns(asked(False), asked(True)))
    line("p99 of a client's line to its answer, while another sends all it can", "", "",
         ms(flooded), f"{flooded / alone:.2f} of alone", "at most 5 ms")
