#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""vote.py PORT FILE CHOICE...: a poll that forgets nothing that it has answered."""

import os
import socketserver
import sys
import threading

PORT, FILE, CHOICES = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
votes = {}
lock = threading.Lock()     # protects votes and the file


def read_journal():
    """Cut off what a crash left of a line, or the next vote would be added to it."""
    with open(FILE, "ab+") as journal:
        journal.seek(0)
        whole = journal.read().rpartition(b"\n")
        journal.truncate(len(whole[0]) + len(whole[1]))
    for line in whole[0].decode().splitlines():
        name, choice = line.rsplit(" ", 1)
        votes[name] = choice


def answer(line):
    if line == "?":
        return ", ".join(f"{c} {list(votes.values()).count(c)}" for c in CHOICES)
    name, _, choice = line.rpartition(" ")
    if not name or choice not in CHOICES:
        return "erreur, choix inconnu"
    if name in votes:
        return "erreur, déjà voté"
    with open(FILE, "ab") as journal:
        journal.write(f"{line}\n".encode())
        journal.flush()
        os.fsync(journal.fileno())      # before anybody is told
    votes[name] = choice
    return "a voté"


class Voter(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            with lock:
                said = answer(line.decode(errors="replace").rstrip())
            self.wfile.write(f"{said}\n".encode())


read_journal()
socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer.daemon_threads = True
with socketserver.ThreadingTCPServer(("", PORT), Voter) as server:
    server.serve_forever()
