#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""vote-mqtt.py HOST PORT POLL NAME CHOICE: the same voter with paho, 1.6 or 2.x."""

import sys

from paho.mqtt import publish

if len(sys.argv) != 6:
    sys.exit("usage: vote-mqtt.py HOST PORT POLL NAME CHOICE")
host, port, poll, name, choice = sys.argv[1:]
# Returns after the broker's PUBACK.
publish.single(f"vote/{poll}/cast/{name}", choice, qos=1, hostname=host, port=int(port))
