#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""closing.py FILE: wait until FILE was written and closed; print how many
milliseconds passed between the last two."""

import ctypes
import os
import select
import struct
import sys
import time

MODIFY, CLOSE_WRITE = 0x2, 0x8
EVENT = struct.Struct("iIII")       # of a watched file, it has no name

libc = ctypes.CDLL(None, use_errno=True)
notices = libc.inotify_init()
if libc.inotify_add_watch(notices, os.fsencode(sys.argv[1]), MODIFY | CLOSE_WRITE) < 0:
    sys.exit(os.strerror(ctypes.get_errno()))
print("watching", flush=True)

written = None
while select.select([notices], [], [], 60)[0]:
    for _watch, mask, _cookie, _length in EVENT.iter_unpack(os.read(notices, 4096)):
        if mask & MODIFY:
            written = time.monotonic()
        elif written:
            print(f"{(time.monotonic() - written) * 1000:.0f}")
            sys.exit()
sys.exit("it was not closed")
