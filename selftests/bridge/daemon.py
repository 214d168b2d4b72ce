# SPDX-License-Identifier: GPL-2.0-only
"""The daemon under test, the broker beside it, and the clients of both."""

import contextlib
import glob
import os
import random
import re
import signal
import socket
import subprocess
import time

from fakebroker import CONNACK, CONNECT, Client, packet, text
from tap import WAIT, Skip, expect, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
LCDBRIDGE = os.environ.get("LCDBRIDGE", f"{HERE}/../build/bridge/bin/lcdbridge")
PLAIN = f"{HERE}/../build/bridge/plain/bin/lcdbridge"  # without sanitizers, to be measured
SLOW_RESOLVER = f"{HERE}/../build/bridge/slow_resolver.so"
SLOW_RESOLVER_SECONDS = 60
ROWS = 4
RELOADED = re.compile(r"configuration (?:was reloaded|stays as it was)")
given_ports = set()
REPORT = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:")


def screen(*rows, total=ROWS):
    """The display's text with these rows on top."""
    return "".join(f"{row}\n" for row in rows + ("",) * (total - len(rows)))


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


class Process:
    """A program that runs during a test; its output goes to a file."""

    def __init__(self, scene, name, args, stdin=subprocess.DEVNULL, **options):
        self.log_path = scene.path(f"{name}.{id(self)}.log")
        with open(self.log_path, "w", encoding="utf-8") as log:
            self.popen = subprocess.Popen(args, stdin=stdin, stdout=log, stderr=log, **options)
        scene.callback(self.kill)

    def log(self):
        return read(self.log_path)

    def await_log(self, pattern, seconds=WAIT):
        """Wait for a line of the log; return the match."""
        found = wait_for(lambda: re.search(pattern, self.log()), bool, seconds)
        assert found, f"no {pattern!r} in the log:\n{self.log()}"
        return found

    def kill(self, number=signal.SIGKILL):
        if self.popen.poll() is None:
            self.popen.send_signal(number)
        return self.popen.wait(3 * WAIT)

    def threads(self, name):
        """The file of this name of each thread; a thread may end meanwhile."""
        texts = []
        for path in glob.glob(f"/proc/{self.popen.pid}/task/*/{name}"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                texts.append(read(path))
        return texts

    def wakeups(self):
        """How often it and its threads have slept."""
        return sum(int(re.search(r"\nvoluntary_ctxt_switches:\s*(\d+)", text)[1])
                   for text in self.threads("status"))

    def sleeps(self):
        """Does none of its threads run, or wait for a processor?"""
        return all(text.rpartition(")")[2].split()[0] == "S" for text in self.threads("stat"))

    def settled(self, seconds=1.2):
        """Wake-ups up to now, once it has slept for so long, longer than its timers run.

        A timer that has expired meanwhile shows even if the process was starved."""
        def slept():
            before, asleep = self.wakeups(), self.sleeps()
            time.sleep(seconds)
            return asleep and self.sleeps() and self.wakeups() == before and before
        count = wait_for(slept, bool)
        assert count, "it goes on waking up"
        return count

    def memory(self):
        """Resident KiB."""
        return int(re.search(r"VmRSS:\s*(\d+)", read(f"/proc/{self.popen.pid}/status"))[1])

    @contextlib.contextmanager
    def asleep(self):
        """Stop the daemon meanwhile: it finds all that is done in one turn of its loop."""
        self.popen.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.popen.pid, os.WSTOPPED)
        try:
            yield
        finally:
            self.popen.send_signal(signal.SIGCONT)


class Bridge(Process):
    """lcdbridge, on a regular file unless told otherwise."""

    def __init__(self, scene, *args, device=None, broker=None, config="/dev/null",
                 program=LCDBRIDGE, tcp="127.0.0.1:0", mqtt=True,
                 ready=r"open, \d|: No such file|nobody reads|: listen: ", **options):
        self.device = scene.path("screen") if device is None else device
        if device is None:
            open(self.device, "a", encoding="utf-8").close()
        given = [f"--config={config}", "--udp=none", "--log=debug", "--mqtt-retry=0.05",
                 "--mqtt-retry-max=0.2",
                 "--first-byte-time=60"]  # a test may stand still once it has connected
        if self.device:
            given.append(f"--device={self.device}")
        if tcp:
            given.append(f"--tcp={tcp}")
        if broker:
            given += ["--mqtt-host=127.0.0.1", f"--mqtt-port={broker.port}", "--mqtt-prefix=lcd"]
        elif mqtt:
            given.append("--mqtt-host=none")
        super().__init__(scene, "lcdbridge", [program, *given, *args], **options)
        self.status = 0
        scene.callback(self.check)
        self.await_log(ready)
        if isinstance(broker, Broker):  # a FakeBroker answers when the test does
            self.await_log("mqtt: subscribed")

    def kill(self, number=signal.SIGTERM):
        return super().kill(number)

    def reload(self):
        """Send SIGHUP, and wait until it has been dealt with."""
        before = len(RELOADED.findall(self.log()))
        self.popen.send_signal(signal.SIGHUP)
        expect(before + 1, wait_for(lambda: len(RELOADED.findall(self.log())), before + 1))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.popen.pid}/fd"))

    def check(self):
        """Called at the test's end, before it is killed: stop it in order."""
        status = self.kill()
        assert not REPORT.search(self.log()), self.log()
        assert status in (self.status, -signal.SIGKILL), f"exit status {status}:\n{self.log()}"

    def ends(self, status):
        """It ends by itself, with this status."""
        self.status = status
        expect(status, self.popen.wait(WAIT))

    def ports(self, source="tcp", host="127.0.0.1"):
        """The ports that the kernel chose, in the order of the listeners."""
        self.await_log(pattern := rf"{source}: listening on {re.escape(host)}:(\d+)")
        return [int(port) for port in re.findall(pattern, self.log())]

    def port(self, source="tcp", host="127.0.0.1"):
        return self.ports(source, host)[0]

    def shows(self, *rows, total=ROWS):
        """Wait until the device shows these rows; fail with what it does show."""
        want = screen(*rows, total=total)
        expect(want, wait_for(lambda: read(self.device), want))

    def connect(self, source="tcp", host="127.0.0.1", port=None):
        client = socket.create_connection((host, port or self.port(source)), timeout=WAIT)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def ask(self, data, **where):
        """As nc -N: send, half-close, read to the end."""
        with self.connect(**where) as client:
            return answer_to(client, data)


def answer(client):
    """Read a socket to its end."""
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts).decode()


def answer_to(client, data):
    """Send all, half-close, and read to the end.

    The daemon closes a second after it has refused a client: a slow one sends in vain."""
    with contextlib.suppress(OSError):
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
    return answer(client)


def ask_path(path, data):
    """Bridge.ask() by a socket file."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(WAIT)
        client.connect(path)
        return answer_to(client, data)


def told(notify):
    """What the service manager is told next, beside the status line."""
    while (message := notify.recv(1000)).startswith(b"STATUS="):
        pass
    return message


def free_port():
    """One that the kernel gives to no client, as it could until somebody listens on it.

    Nor is it given twice: the first one may not be listened on yet."""
    while True:
        port = random.randrange(20000, 32768)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in given_ports:
                given_ports.add(port)
                return port


def waited(*processes):
    """Seconds that these and this thread have been ready to run, and had no processor."""
    paths = [path for process in processes
             for path in glob.glob(f"/proc/{process.popen.pid}/task/*/schedstat")]
    return sum(int(read(path).split()[1]) for path in [*paths, "/proc/thread-self/schedstat"]) / 1e9


def overflow_inotify(*acts):
    """Do these in turn until a watcher that sleeps cannot be told of more."""
    if (most := int(read("/proc/sys/fs/inotify/max_queued_events"))) > 100000:
        raise Skip(f"inotify queues {most} events")
    for n in range(most + 1):
        acts[n % len(acts)]()  # an event that equals the last one would be merged with it


class Broker:
    """A mosquitto on a port of its own, also after a restart."""

    login = ()  # for mosquitto's clients

    def __init__(self, scene, *lines, port=None, host="127.0.0.1", name="mosquitto"):
        self.scene = scene
        self.host = host
        self.port = port or free_port()
        text = [f"listener {self.port} {host}", "allow_anonymous true", "user root",
                *lines]
        self.conf = scene.write(f"{name}.conf", "\n".join(text) + "\n")
        self.process = None
        self.start()

    def start(self):
        self.process = Process(self.scene, "mosquitto", ["mosquitto", "-c", self.conf])
        self.process.await_log(r"mosquitto version .* running")

    def stop(self, number=signal.SIGKILL):
        self.process.kill(number)

    def publish(self, topic, text, *options):
        payload = "-s" if text else "-n"
        subprocess.run(["mosquitto_pub", "-h", self.host, "-p", str(self.port), "-t", topic,
                        payload, *self.login, *options],
                       input=text.encode(), check=True, timeout=3 * WAIT)

    def read(self, topic, count=1, options=(), seconds=WAIT):
        """The first messages of a topic, as one text."""
        done = subprocess.run(["mosquitto_sub", "-h", self.host, "-p", str(self.port), "-t",
                               topic, "-C", str(count), "-W", str(seconds), *self.login, *options],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                              timeout=seconds + WAIT)
        return done.stdout.decode()

    def holds(self, topic, want):
        """Wait until a topic's retained message is the wanted one."""
        expect(f"{want}\n", wait_for(lambda: self.read(topic, options=("--retained-only",)),
                                     f"{want}\n"))

    def evict(self, name):
        """Let a client take this id, and go."""
        client = Client(socket.create_connection((self.host, self.port), timeout=WAIT))
        client.send(packet(CONNECT, text("MQTT") + b"\x04\x02\0\0" + text(name)))
        client.await_kind(CONNACK)
        with contextlib.suppress(OSError):  # its turn to be evicted
            client.close()

    def take_id(self, name, bridge):
        """Let a client take the bridge's id, and go; wait until the bridge is back."""
        before = bridge.log().count("mqtt: subscribed")
        self.evict(name)
        expect(before + 1, wait_for(lambda: bridge.log().count("mqtt: subscribed"), before + 1))
