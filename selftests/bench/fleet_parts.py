# SPDX-License-Identifier: GPL-2.0-only
"""Many processes of one program, with text files as their displays."""

import collections
import contextlib
import ctypes
import glob
import os
import re
import resource
import select
import signal
import socket
import struct
import tempfile
import time

from daemon import Broker, read
from fakebroker import CONNACK, CONNECT, Client, packet, publish, text
from servers import HERE

LCDBRIDGE = f"{HERE}/../../userland/bin/lcdbridge"
MOSQUITTO_SUB = "/usr/bin/mosquitto_sub"
TOPIC = "groups/all/set"
SUBSCRIBED = (f" {TOPIC}", " groups/all/#")
CONNECTED = ": New client connected"
STARTS = 100
PATIENCE = 240  # seconds for all to be up, or back
MEMORY = "/dev/shm"  # a tmpfs
EVENT = struct.Struct("iIII")
IN_MODIFY, IN_Q_OVERFLOW = 0x2, 0x4000
MODE = os.O_WRONLY | os.O_APPEND


class Watch:
    """Tells when files of a folder were written last."""

    def __init__(self, scene, folder):
        libc = ctypes.CDLL(None, use_errno=True)
        self.fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self.fd < 0 or libc.inotify_add_watch(self.fd, folder.encode(), IN_MODIFY) < 0:
            raise OSError(ctypes.get_errno(), "inotify")
        scene.callback(os.close, self.fd)

    def take(self):
        """The names of the files that were written since the last call."""
        names = set()
        with contextlib.suppress(BlockingIOError):
            while True:
                data, at = os.read(self.fd, 1 << 20), 0
                while at < len(data):
                    _, mask, _, length = EVENT.unpack_from(data, at)
                    if mask & IN_Q_OVERFLOW:
                        raise RuntimeError("events of inotify were lost")
                    at += EVENT.size
                    names.add(data[at:at + length].rstrip(b"\0").decode())
                    at += length
        return names

    def times(self, count, seconds):
        """Until so many files were written: the time of each one's last write."""
        written, until = {}, time.monotonic() + seconds
        while len(written) < count and time.monotonic() < until:
            select.select([self.fd], [], [], 1)
            now = time.monotonic()
            written.update(dict.fromkeys(self.take(), now))
            time.sleep(0.001)  # events of a millisecond wake us once
        return written


class LoggedBroker(Broker):
    """A mosquitto whose log has the second of each connection and each subscription."""

    def __init__(self, scene):
        super().__init__(scene, "log_type notice", "log_type information", "log_type subscribe",
                         "max_queued_messages 100000")

    def await_all(self, count):
        """Wait until so many have subscribed to the group; the most connections in a second."""
        with open(self.process.log_path, encoding="utf-8", errors="replace") as log:
            connects, subscribed, rest = collections.Counter(), 0, ""
            until = time.monotonic() + PATIENCE
            while subscribed < count:
                if time.monotonic() > until:
                    raise RuntimeError(f"{subscribed} of {count} have subscribed in {PATIENCE} s")
                time.sleep(0.05)
                *lines, rest = (rest + log.read()).split("\n")
                subscribed += sum(line.endswith(SUBSCRIBED) for line in lines)
                connects.update(line.split(":")[0] for line in lines if CONNECTED in line)
        return max(connects.values())

    def publisher(self, scene):
        """A function that publishes a text to the group."""
        client = Client(socket.create_connection(("127.0.0.1", self.port), timeout=10))
        scene.callback(client.close)
        client.send(packet(CONNECT, text("MQTT") + b"\x04\x02\0\0" + text("publisher")))
        client.await_kind(CONNACK)
        return lambda payload: client.send(publish(TOPIC, payload.encode()))


def lcdbridge(n, broker, display):
    return [LCDBRIDGE, "--config=/dev/null", f"--device={display}", "--tcp=none", "--udp=none",
            "--mqtt-host=127.0.0.1", f"--mqtt-port={broker.port}", f"--mqtt-prefix=lcd/{n}",
            f"--mqtt-client-id=lcd{n}", "--mqtt-group=all", "--log=warning"]


def mosquitto_sub(n, broker, display):
    return [MOSQUITTO_SUB, "-p", str(broker.port), "-i", f"lcd{n}", "-t", TOPIC]


class Fleet:
    """Processes in a group of their own, with a text file each as standard output."""

    def __init__(self, scene, program, broker, count):
        self.program, self.broker, self.count = program, broker, count
        self.pids = []
        root = scene.enter_context(tempfile.TemporaryDirectory(prefix="fleet.", dir=MEMORY))
        self.folder, self.log = f"{root}/displays", f"{root}/log"
        os.mkdir(self.folder)
        scene.callback(self.end)
        for n in range(count):
            open(self.path(n), "w", encoding="ascii").close()

    def path(self, n):
        return f"{self.folder}/{n}"

    def start(self):
        for n in range(self.count):
            display = self.path(n)
            args = self.program(n, self.broker, display)
            files = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
                     (os.POSIX_SPAWN_OPEN, 1, display, MODE, 0),
                     (os.POSIX_SPAWN_OPEN, 2, self.log, MODE | os.O_CREAT, 0o600)]
            group = self.pids[0] if self.pids else 0
            self.pids.append(os.posix_spawn(args[0], args, os.environ, file_actions=files,
                                            setpgroup=group))

    def end(self):
        if self.pids:
            os.killpg(self.pids[0], signal.SIGKILL)
        while self.pids:
            os.waitpid(self.pids.pop(), 0)

    def processor(self):
        """Milliseconds that they have run."""
        return sum(processor_ms(pid) for pid in self.pids)

    def memory(self):
        """KiB of each: proportional, and of its own."""
        pss, own = zip(*(proportional(pid) for pid in self.pids))
        return sum(pss) / self.count, sum(own) / self.count

    def show(self, text):
        """Do all display it?"""
        wrong = [n for n in range(self.count) if text not in read(self.path(n))]
        if wrong:
            raise RuntimeError(f"{len(wrong)} displays do not show {text!r}, as number {wrong[0]}:"
                               f" {read(self.path(wrong[0]))!r}\n{read(self.log)[-2000:]}")


def start_ms(*args):
    """Milliseconds of a processor that a program needs to start and end."""
    files = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(STARTS):
        os.waitpid(os.posix_spawn(args[0], args, os.environ, file_actions=files), 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / STARTS * 1000


def processor_ms(pid):
    """That its threads have run; of a thread that has ended it is unknown."""
    return sum(int(read(path).split()[0]) for path in glob.glob(f"/proc/{pid}/task/*/schedstat")) \
        / 1e6


def proportional(pid):
    """KiB: PSS, and pages that it alone has written."""
    rollup = read(f"/proc/{pid}/smaps_rollup")
    return (int(re.search(r"^Pss:\s*(\d+)", rollup, re.M)[1]),
            int(re.search(r"^Private_Dirty:\s*(\d+)", rollup, re.M)[1]))
