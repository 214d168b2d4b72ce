#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""tcp.py PORT SECONDS: each line comes back in capitals; who is silent is left."""

import selectors
import socket
import sys
import time

PORT, SECONDS = int(sys.argv[1]), float(sys.argv[2])
waiting = selectors.DefaultSelector()
clients = {}    # each with what it has sent of a line, and when it will have been too silent


def leave(client):
    waiting.unregister(client)
    del clients[client]
    client.close()


def take(client):
    """What has come: whole lines, a part of one, or the end."""
    try:
        got = client.recv(4096)
    except ConnectionError:
        got = b""
    if not got:
        leave(client)
        return
    *lines, rest = (clients[client][0] + got).split(b"\n")
    clients[client] = rest, time.monotonic() + SECONDS
    for line in lines:
        client.sendall(line.upper() + b"\n")


with socket.create_server(("", PORT), backlog=100) as server:
    waiting.register(server, selectors.EVENT_READ)
    while True:
        next_end = min((end for _, end in clients.values()), default=None)
        rest = None if next_end is None else max(0, next_end - time.monotonic())
        for key, _ in waiting.select(rest):
            if key.fileobj is server:
                client = server.accept()[0]
                waiting.register(client, selectors.EVENT_READ)
                clients[client] = b"", time.monotonic() + SECONDS
            else:
                take(key.fileobj)
        for client in [c for c, (_, end) in clients.items() if end <= time.monotonic()]:
            client.sendall(b"too slow\n")
            leave(client)
