# SPDX-License-Identifier: GPL-2.0-only
"""The daemon under test, the broker beside it, and the clients of both."""

import glob
import os
import re
import signal
import socket
import subprocess

from tap import Skip, expect, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
LCDBRIDGE = os.environ.get("LCDBRIDGE", f"{HERE}/../build/bridge/bin/lcdbridge")
PLAIN = f"{HERE}/../build/bridge/plain/bin/lcdbridge"  # without sanitizers, to be measured
SLOW_RESOLVER = f"{HERE}/../build/bridge/slow_resolver.so"
ROWS = 4
REPORT = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:")


def screen(*rows, total=ROWS):
    """The display's text with these rows on top."""
    return "".join(f"{row}\n" for row in rows + ("",) * (total - len(rows)))


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


class Process:
    """A program that runs during a test; what it says goes to a file."""

    def __init__(self, scene, name, args, stdin=subprocess.DEVNULL, **options):
        self.log_path = scene.path(f"{name}.{id(self)}.log")
        with open(self.log_path, "w", encoding="utf-8") as log:
            self.popen = subprocess.Popen(args, stdin=stdin, stdout=log, stderr=log, **options)
        scene.callback(self.kill)

    def log(self):
        return read(self.log_path)

    def await_log(self, pattern, seconds=8):
        """Wait for a line of the log; return the match."""
        found = wait_for(lambda: re.search(pattern, self.log()), bool, seconds)
        assert found, f"no {pattern!r} in the log:\n{self.log()}"
        return found

    def kill(self, number=signal.SIGKILL):
        if self.popen.poll() is None:
            self.popen.send_signal(number)
        return self.popen.wait(10)

    def wakeups(self):
        """How often it has slept, its threads counted."""
        texts = (read(path) for path in glob.glob(f"/proc/{self.popen.pid}/task/*/status"))
        return sum(int(re.search(r"\nvoluntary_ctxt_switches:\s*(\d+)", text)[1])
                   for text in texts)

    def memory(self):
        """Resident KiB."""
        return int(re.search(r"VmRSS:\s*(\d+)", read(f"/proc/{self.popen.pid}/status"))[1])


class Bridge(Process):
    """lcdbridge, on a regular file unless told otherwise."""

    def __init__(self, scene, *args, device=None, broker=None, config="/dev/null",
                 program=LCDBRIDGE, tcp="127.0.0.1:0", mqtt=True,
                 ready=r"open, \d|: No such file|nobody reads|: listen: ", **options):
        self.device = scene.path("screen") if device is None else device
        if device is None:
            open(self.device, "a", encoding="utf-8").close()
        given = [f"--config={config}", "--udp=none", "--log=debug", "--mqtt-retry=0.05",
                 "--mqtt-retry-max=0.2"]
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
        expect(status, self.popen.wait(8))

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
        client = socket.create_connection((host, port or self.port(source)), timeout=8)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def ask(self, data, **where):
        """What nc -N does: send, half-close, read to the end."""
        with self.connect(**where) as client:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            return answer(client)


def answer(client):
    """All that a socket gives up to its end."""
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts).decode()


def ask_path(path, data):
    """What Bridge.ask() does, by a socket file."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(8)
        client.connect(path)
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        return answer(client)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def overflow_inotify(*acts):
    """Do these in turn until a watcher that sleeps cannot be told of more."""
    if (most := int(read("/proc/sys/fs/inotify/max_queued_events"))) > 100000:
        raise Skip(f"inotify queues {most} events")
    for n in range(most + 1):
        acts[n % len(acts)]()  # an event that equals the last one would be merged with it


class Broker:
    """A mosquitto on a port of its own, which it keeps when started anew."""

    def __init__(self, scene, *lines, port=None, name="mosquitto"):
        self.scene = scene
        self.port = port or free_port()
        text = [f"listener {self.port} 127.0.0.1", "allow_anonymous true", "user root",
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
        subprocess.run(["mosquitto_pub", "-p", str(self.port), "-t", topic, payload, *options],
                       input=text.encode(), check=True, timeout=10)

    def read(self, topic, count=1, options=(), seconds=8):
        """The first messages of a topic, as one text."""
        done = subprocess.run(["mosquitto_sub", "-p", str(self.port), "-t", topic, "-C",
                               str(count), "-W", str(seconds), *options],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                              timeout=seconds + 5)
        return done.stdout.decode()

    def holds(self, topic, want):
        """Wait until a topic's retained message is the wanted one."""
        expect(f"{want}\n", wait_for(lambda: self.read(topic, options=("--retained-only",)),
                                     f"{want}\n"))

    def take_id(self, name, bridge):
        """Let a client take the bridge's id, and go; wait until the bridge is back."""
        before = bridge.log().count("mqtt: subscribed")
        self.read("nothing", options=("-i", name), seconds=1)
        expect(before + 1, wait_for(lambda: bridge.log().count("mqtt: subscribed"), before + 1))
