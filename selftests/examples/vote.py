# SPDX-License-Identifier: GPL-2.0-only
"""The vote's server, its voters, and an election that is held with both."""

import collections
import concurrent.futures
import json
import os
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{HERE}/../bridge")

# pylint: disable=wrong-import-position
from daemon import REPORT, Process, free_port, read  # noqa: E402
from tap import expect, wait_for  # noqa: E402

EXAMPLES = f"{HERE}/../../userland/examples"
BIN = f"{EXAMPLES}/bin"
VOTERS = f"{EXAMPLES}/vote/voters"
ASAN = f"{HERE}/../build/examples/asan"  # under ASan and UBSan, but not in the VM

CHOICES = ("été", "hiver")
VOTED = "a voté\n"
TWICE = "erreur, déjà voté\n"
UNKNOWN = "erreur, choix inconnu\n"
POLL = "saison"


class Server(Process):
    """vote server, with a state of its own that outlives it."""

    def __init__(self, scene, *options, choices=CHOICES, state=None, port=None, broker=None,
                 bin=ASAN, before=(), ready=True):
        self.port = port or free_port()
        self.state = state or scene.path("journal")
        given = [f"--state={self.state}", *options]
        if broker:
            given += [f"--mqtt=127.0.0.1:{broker.port}", f"--poll={POLL}"]
        scene.callback(self.check)
        super().__init__(scene, "vote", [*before, f"{bin}/vote", "server", *given,
                                         str(self.port), *choices])
        if ready:
            assert wait_for(self.listens, bool), self.log()
        if broker and ready:
            self.await_log("mqtt: listening")

    def check(self):
        """Called at the test's end, after it was killed."""
        assert not REPORT.search(self.log()), self.log()

    def listens(self):
        return f":{self.port:04X} 00000000:0000 0A" in read("/proc/net/tcp")

    def votes(self):
        """Name and choice of each line in its file."""
        lines = read(self.state).split("\n")[:-1] if os.path.exists(self.state) else []
        return [tuple(line.split("\t")) for line in lines]

    def counts(self, *counts):
        """Wait until its file holds so many votes for each of the choices."""
        expect(counts, wait_for(lambda: tally(self.votes()), counts))


def tally(votes):
    counter = collections.Counter(choice for _, choice in votes)
    return tuple(counter[choice] for choice in CHOICES)


def client(port, name, choice, bin=ASAN, host="127.0.0.1"):
    """vote client: what it prints, and its exit status."""
    done = subprocess.run([f"{bin}/vote", "client", host, str(port), name, choice],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60,
                          check=False)
    return done.stdout.decode(), done.returncode


def publish(broker, name, choice, voter=f"{BIN}/vote-mqtt"):
    """One of the voters over MQTT; it ends well when the broker has the vote."""
    subprocess.run([voter, "127.0.0.1", str(broker.port), POLL, name, choice], timeout=60,
                   check=True, stderr=subprocess.PIPE)


def result(broker):
    """The retained result, as a dictionary; None without one."""
    text = broker.read(f"vote/{POLL}/result", options=("--retained-only",), seconds=2)
    return json.loads(text) if text else None


def results_in(total, *counts):
    return {"total": total, "counts": dict(zip(CHOICES, counts))}


class Election:
    """200 voters at once, half over TCP; every 20th of them votes twice."""

    VOTERS = 200
    COUNTS = (150, 50)
    ROWS = "♥ été   ██████   150\n  hiver ██        50\n"
    SECONDS = 240  # in a VM that others slow down

    def __init__(self, port, broker, bin):
        self.port = port
        self.broker = broker
        self.bin = bin
        self.until = time.monotonic() + self.SECONDS
        self.late = threading.Event()  # those come who wait for the end of the trouble

    def insist(self, name, choice):
        """As a voter who gets no answer does: the answer, and whether it was the first try."""
        tries = 0
        while time.monotonic() < self.until:
            answer, _ = client(self.port, name, choice, self.bin)
            tries += 1
            if answer:
                return answer, tries == 1
            time.sleep(0.05)
        raise TimeoutError(f"{name}: no answer")

    def by_tcp(self, name, choice):
        answer, first = self.insist(name, choice)
        if first:
            expect(VOTED, answer)
        else:  # what was killed may have written it down
            assert answer in (VOTED, TWICE), answer

    def by_mqtt(self, number, name, choice):
        voters = {3: f"{VOTERS}/vote-mqtt.py", 7: f"{VOTERS}/vote-mqtt.sh"}
        publish(self.broker, name, choice, voters.get(number % 50, f"{self.bin}/vote-mqtt"))

    def voter(self, number):
        name, choice = f"électeur {number}", CHOICES[number % 4 == 1]
        if number % 10 == 5:
            self.late.wait(self.SECONDS)
        if number < self.VOTERS // 2:
            self.by_tcp(name, choice)
        else:
            self.by_mqtt(number, name, choice)
        if number % 20 == 0:
            self.vote_twice(number, name, CHOICES[number % 4 != 1])

    def vote_twice(self, number, name, choice):
        """By the other way, or by the same one."""
        if number % 40 == 0:
            publish(self.broker, name, choice, f"{self.bin}/vote-mqtt")
        # Over MQTT the first vote may still be on its way to the server.
        elif number < self.VOTERS // 2:
            expect(TWICE, self.insist(name, choice)[0])
        else:
            publish(self.broker, name, choice, f"{VOTERS}/vote-mqtt.sh")

    def hold(self, meanwhile):
        """Start all of them, do this, and wait for them."""
        with concurrent.futures.ThreadPoolExecutor(self.VOTERS) as pool:
            voters = [pool.submit(self.voter, n) for n in range(self.VOTERS)]
            meanwhile()
            for voter in voters:
                voter.result()


def hold_election(scene, broker, display, bin):
    """An election whose server is killed twice; then the counts, from all that tell them."""
    start = {"broker": broker, "bin": bin, "port": free_port()}
    server = Server(scene, f"--display={display}", **start)
    election = Election(server.port, broker, bin)

    def kill_when(count, meanwhile):
        nonlocal server
        expect(True, wait_for(lambda: len(server.votes()) >= count, True, 60))
        server.kill()
        assert len(server.votes()) < election.VOTERS, "all had voted before the kill"
        meanwhile()
        time.sleep(0.3)
        server = Server(scene, f"--display={display}", **start)

    def kill_twice():
        kill_when(30, lambda: None)
        kill_when(90, election.late.set)

    election.hold(kill_twice)
    expect(election.VOTERS, wait_for(lambda: len(server.votes()), election.VOTERS, 30))
    expect(election.VOTERS, len({name for name, _ in server.votes()}))
    expect(election.COUNTS, tally(server.votes()))
    want = results_in(election.VOTERS, *election.COUNTS)
    expect(want, wait_for(lambda: result(broker), want))
    shown = wait_for(lambda: read(display), lambda got: got.startswith(election.ROWS))
    expect(election.ROWS.strip(), shown.rstrip("\n"))
