# SPDX-License-Identifier: GPL-2.0-only
"""The text port beside socat, and a server in Python."""

import servers
from daemon import Broker
from measure import by_turns, line, median, program, rate, row

AT_ONCE = 64
CONNECT_SECONDS = 1.5
STREAM_SECONDS = 0.7


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


def lines_rate(start):
    return lambda scene: program("stream", start(scene).port, STREAM_SECONDS)[0]


@row
def lines():
    socat, ours = map(median, by_turns(lines_rate(servers.socat),
                                       lines_rate(servers.lcdbridge_tcp)))
    line("lines of 20 bytes, one connection, blocks of 8 KiB", "socat", rate(socat),
         rate(ours), ours / socat, "at least 1")
