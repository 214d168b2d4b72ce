# SPDX-License-Identifier: GPL-2.0-only
"""A broker that misbehaves as a test asks; of MQTT 3.1.1 unless that asks for 5."""

import contextlib
import json
import queue
import socket
import threading
import time

from tap import WAIT

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK = 1, 2, 3, 4, 8, 9
PINGREQ, PINGRESP, DISCONNECT = 12, 13, 14
REFUSED = 0x80


def packet(kind, body, flags=0):
    length, head = len(body), bytearray([kind << 4 | flags])
    while True:
        length, digit = divmod(length, 128)
        head.append(digit | (0x80 if length else 0))
        if not length:
            return bytes(head) + body


def text(value):
    data = value.encode()
    return len(data).to_bytes(2, "big") + data


def publish(topic, payload, retain=False, mid=None):
    """QoS 0, or 1 with a message identifier."""
    if mid is None:
        return packet(PUBLISH, text(topic) + payload, int(retain))
    return packet(PUBLISH, text(topic) + mid.to_bytes(2, "big") + payload, 2 | int(retain))


def take_little(sock, room):
    """Give a socket the smallest receive buffer, before it connects or accepts."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)  # on the loopback it is large


class Client:
    """One connection of the daemon."""

    def __init__(self, sock):
        self.sock = sock
        self.file = sock.makefile("rb")

    def receive(self):
        """(kind, body) of the next packet."""
        kind = self.file.read(1)
        if not kind:
            raise ConnectionError("closed")
        length = shift = 0
        while True:
            digit = self.file.read(1)[0]
            length |= (digit & 0x7f) << shift
            shift += 7
            if not digit & 0x80:
                return kind[0] >> 4, self.file.read(length)

    def await_kind(self, kind):
        while True:
            got, body = self.receive()
            if got == kind:
                return body

    def rest(self):
        """(kind, body) of all packets to the end."""
        packets = []
        with contextlib.suppress(ConnectionError):
            while True:
                packets.append(self.receive())
        return packets

    def published(self):
        """(topic, payload) of the next message of QoS 0."""
        body = self.await_kind(PUBLISH)
        length = 2 + int.from_bytes(body[:2], "big")
        return body[2:length].decode(), body[length:]

    def acknowledged(self):
        """(topic, payload) of the next message of QoS 1, which is acknowledged."""
        body = self.await_kind(PUBLISH)
        length = 2 + int.from_bytes(body[:2], "big")
        self.send(packet(PUBACK, body[length:length + 2]))
        return body[2:length].decode(), body[length + 2:]

    def send(self, data):
        self.sock.sendall(data)

    def close(self):
        """Close at once, although the file object has it open as well."""
        self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()


class FakeBroker:
    """Listens; the test takes each connection out of a queue and answers it."""

    def __init__(self, scene, tls=None):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.tls = tls
        self.clients = queue.Queue()
        scene.callback(self.socket.close)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                sock, _ = self.socket.accept()
            except OSError:
                return
            sock.settimeout(WAIT)
            try:
                sock = self.tls.wrap_socket(sock, server_side=True) if self.tls else sock
            except OSError:  # of TLS too; or the daemon was killed meanwhile
                continue
            self.clients.put(Client(sock))

    def connected(self, version=4):
        """The next connection, before it is greeted; of another version of MQTT it is refused."""
        while True:
            client = self.clients.get(timeout=WAIT)
            if client.await_kind(CONNECT)[6] == version:
                return client
            client.send(packet(CONNACK, b"\0\1"))
            client.sock.close()

    def online(self):
        """The next connection, greeted."""
        client = self.connected()
        client.send(packet(CONNACK, b"\0\0"))
        return client

    def subscribed(self, refuse=()):
        """The next connection, greeted and subscribed, except for some topics."""
        client = self.online()
        body = client.await_kind(SUBSCRIBE)
        mid, at, codes = body[:2], 2, bytearray()
        while at < len(body):
            length = int.from_bytes(body[at:at + 2], "big")
            topic = body[at + 2:at + 2 + length].decode()
            codes.append(REFUSED if topic in refuse else 0)
            at += 3 + length
        client.send(packet(SUBACK, mid + bytes(codes)))
        return client


class Subscriber:
    """A client of a real broker that notes every message of a topic."""

    def __init__(self, port, topic):
        self.client = Client(socket.create_connection(("127.0.0.1", port), timeout=WAIT))
        self.client.send(packet(CONNECT, text("MQTT") + b"\x04\x02\0\0" + text(f"sub{id(self)}")))
        self.client.await_kind(CONNACK)
        self.client.send(packet(SUBSCRIBE, b"\0\1" + text(topic) + b"\0", 2))
        self.client.await_kind(SUBACK)
        self.start = time.monotonic()
        self.payloads, self.topics = [], set()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.client.sock.close()

    def received(self):
        """Payloads up to now, and the seconds they took."""
        seconds = time.monotonic() - self.start
        self.client.send(packet(PINGREQ, b""))
        while True:
            kind, body = self.client.receive()
            if kind == PINGRESP:
                return self.payloads, seconds
            if kind == PUBLISH:
                end = 2 + int.from_bytes(body[:2], "big")
                self.topics.add(body[2:end].decode())
                self.payloads.append(body[end:])

    def last(self):
        """The object of JSON that came last, empty before the first."""
        payloads, _ = self.received()
        return json.loads(payloads[-1]) if payloads else {}
