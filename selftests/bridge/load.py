# SPDX-License-Identifier: GPL-2.0-only
"""Clients of every kind, a thread each, that write as fast as they are served."""

import os
import random
import socket
import threading
import time

from fakebroker import CONNACK, CONNECT, Client, packet, publish, text

PATIENCE = 2  # seconds that a client waits for anything


class Load:
    """Random clients of a Fire; a client that fails connects again."""

    def __init__(self, seed, fire):
        self.fire = fire
        self.over = threading.Event()
        self.served = {}
        self.threads = []
        kinds = (self.tcp, self.tcp, self.slow, self.silent, self.local, self.udp, self.lcdproc,
                 self.publisher, self.writer, self.hand)
        for n, kind in enumerate(kinds):
            rng = random.Random(f"{seed} {n}")
            self.served[kind.__name__] = 0
            self.threads.append(threading.Thread(target=self.run, args=(kind, rng), daemon=True))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        for thread in self.threads:
            thread.join(30 * PATIENCE)  # who waits for each of its steps is no hang
            assert not thread.is_alive(), "a client hangs"

    def run(self, kind, rng):
        while not self.over.is_set():
            try:
                kind(rng)
                self.served[kind.__name__] += 1
            except OSError:
                time.sleep(0.05)  # its server is away

    def connect(self, name):
        client = socket.create_connection(("127.0.0.1", self.fire.ports[name]), timeout=PATIENCE)
        client.settimeout(PATIENCE)
        return client

    @staticmethod
    def ask(client, data):
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        while client.recv(4096):
            pass

    def tcp(self, rng):
        with self.connect("tcp") as client:
            self.ask(client, b"tcp %d\n" % rng.randrange(10**6) * rng.randint(1, 50))

    def local(self, rng):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(PATIENCE)
            client.connect(self.fire.unix)
            self.ask(client, b"unix %d" % rng.randrange(10**6))

    def slow(self, rng):
        """Send a byte at a time, and leave in the middle of a text."""
        with self.connect("tcp") as client:
            for byte in "slöw".encode()[:rng.randint(1, 6)]:
                client.sendall(bytes([byte]))
                time.sleep(0.1)

    def silent(self, rng):
        """Takes no answer."""
        with self.connect("tcp") as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            client.sendall(b"silent\n" * rng.randint(1, 500))
            client.shutdown(socket.SHUT_WR)
            time.sleep(0.2)

    def udp(self, rng):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            for n in range(10):
                client.sendto(b"udp %d %d" % (n, rng.randrange(10**6)),
                              ("127.0.0.1", self.fire.ports["udp"]))
                time.sleep(0.01)

    def lcdproc(self, rng):
        with self.connect("lcdproc") as client:
            client.sendall(b"hello\nscreen_add s\nscreen_set s -duration 4\n"
                           b"widget_add s w string\n")
            for n in range(rng.randint(1, 30)):
                client.sendall(b"widget_set s w 1 1 {lcdproc %d}\n" % n)
                client.recv(4096)

    def publisher(self, rng):
        with socket.create_connection(("127.0.0.1", self.fire.broker.port), timeout=PATIENCE) as sock:
            sock.settimeout(PATIENCE)
            client = Client(sock)
            client.send(packet(CONNECT, text("MQTT") + b"\x04\x02\0\0" + text(f"load{id(sock)}")))
            client.await_kind(CONNACK)
            for n in range(rng.randint(1, 100)):
                topic = rng.choice(("set", "append", "line/2/set", "page/p/set", "page/next",
                                    "clear", "notify"))
                client.send(publish(f"lcd/{topic}", b"" if topic == "clear" else b"mqtt %d" % n))
                time.sleep(0.005)

    def writer(self, rng):
        with open(self.fire.spool, "w", encoding="utf-8") as file:
            file.write(f"spool {rng.randrange(10**6)}\n")
        time.sleep(0.05)
        if rng.random() < 0.2:
            os.replace(self.fire.spool, f"{self.fire.spool}.old")

    def hand(self, rng):
        """Writes to the display itself, and never makes a file of that name."""
        file = os.open(self.fire.device, os.O_WRONLY | rng.choice((os.O_TRUNC, os.O_APPEND)))
        try:
            os.write(file, b"by hand %d\n" % rng.randrange(10**6))
        finally:
            os.close(file)
        time.sleep(0.05)
