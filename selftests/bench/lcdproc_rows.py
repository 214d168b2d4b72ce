# SPDX-License-Identifier: GPL-2.0-only
"""LCDproc's protocol beside LCDd, on its driver for text."""

import contextlib
import socket
import subprocess
import time

import servers
from measure import by_turns, line, median, ms, program, row
from tap import Scene

DELAY_RATE = 20
DELAY_COUNT = 60
IDLE_SECONDS = 10
ASK_RATE = 1000
ASK_COUNT = 1500
IDLE_CLIENTS = 1000
QUESTIONS = 500
FILL_SECONDS = 4
FULL_SECONDS = 0.5  # that a server takes no more
HELLO = b"hello\n"


def delay(start):
    def measure(scene):
        device = servers.make_fifo(scene, "device")
        server = start(scene, device)
        with open(device, "rb") as file:
            return program("delay", "lcdproc", server.port, DELAY_RATE, DELAY_COUNT,
                           stdin=file)
    return measure


@row
def widgets():
    lcdd, ours = (median([p95 for _, p95, _ in results]) for results in
                  by_turns(delay(servers.lcdd), delay(servers.lcdbridge_lcdproc)))
    line("LCDproc `widget_set` to readable at the device, p95", "LCDd", ms(lcdd), ms(ours),
         ours / lcdd, "below 20 ms")


def greet(port, receive=65536):
    """A client of LCDproc, and the greeting read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    client.settimeout(5)
    client.connect(("127.0.0.1", port))
    client.sendall(HELLO)
    client.recv(1000)
    return client


@row
def idle():
    """Both with a client that does nothing, at the same time."""
    with Scene() as scene:
        both = [start(scene, servers.make_file(scene, start.__name__))
                for start in (servers.lcdd, servers.lcdbridge_lcdproc)]
        for server in both:
            scene.enter_context(greet(server.port))
        time.sleep(1)
        before = [server.wakeups() for server in both]
        time.sleep(IDLE_SECONDS)
        lcdd, ours = (server.wakeups() - count for server, count in zip(both, before))
    if not lcdd:
        raise RuntimeError("LCDd does not wake up?")
    line(f"wake-ups in {IDLE_SECONDS} s, a client of LCDproc idle", "LCDd", lcdd, ours,
         ours / lcdd, "none")


def alone(scene, port):
    pass


def never_reads(scene, port):
    """Asks until every buffer is full of answers, or it is thrown out; then it stays."""
    client = scene.enter_context(greet(port, 4096))
    client.setblocking(False)
    last = begin = time.monotonic()
    while time.monotonic() < min(last + FULL_SECONDS, begin + FILL_SECONDS):
        try:
            client.send(b"x\n" * QUESTIONS)
            last = time.monotonic()
        except BlockingIOError:
            time.sleep(0.01)
        except OSError:
            scene.enter_context(greet(port, 4096))
            break
    time.sleep(FULL_SECONDS)


def many_idle(scene, port):
    for _ in range(IDLE_CLIENTS):
        scene.enter_context(greet(port))


def asking(start, company, count=ASK_COUNT):
    def measure(scene):
        server = start(scene, servers.make_file(scene, "device"))
        company(scene, server.port)
        return program("roundtrip", server.port, ASK_RATE, count)[0]
    return measure


def lcdd_beside(company):
    """It serves at most 32 times a second, or never again."""
    with Scene() as scene, contextlib.suppress(subprocess.CalledProcessError):
        return ms(asking(servers.lcdd, company, 50)(scene))
    return "blocked"


@row
def company():
    what = "p99 of a client's `widget_set` to its answer"
    lcdd = [lcdd_beside(who) for who in (alone, never_reads)]
    by_itself, sulking, crowded = map(median, by_turns(
        *(asking(servers.lcdbridge_lcdproc, who) for who in (alone, never_reads, many_idle))))
    line(what, "LCDd", lcdd[0], ms(by_itself), "")
    line(f"{what}; another never reads", "LCDd", lcdd[1], ms(sulking),
         f"{sulking / by_itself:.2f} of alone", "at most 1.5 of alone")
    line(f"{what}; {IDLE_CLIENTS} others are idle", "", "", ms(crowded),
         f"{crowded / by_itself:.2f} of alone", "at most 1.5 of alone")
