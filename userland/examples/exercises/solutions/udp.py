#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""udp.py PORT: count the datagrams that come, are lost, come late or come twice."""

import socket
import sys

came = late = twice = 0
highest = 0
missing = set()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
    receiver.bind(("", int(sys.argv[1])))
    try:
        while True:
            number = int(receiver.recv(65536).split()[0])
            if number > highest:
                missing.update(range(highest + 1, number))
                highest = number
                came += 1
            elif number in missing:
                missing.remove(number)
                came += 1
                late += 1
            else:
                twice += 1
    except KeyboardInterrupt:
        print(f"came {came}, lost {len(missing)}, late {late}, twice {twice}")
