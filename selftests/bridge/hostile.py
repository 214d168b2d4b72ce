# SPDX-License-Identifier: GPL-2.0-only
"""Random bytes, of the kind that terminals obey, and what none of them may become.

A run prints its seed, and takes one by HOSTILE_SEED."""

import json
import os
import time
import unicodedata

SEED = int(os.environ.get("HOSTILE_SEED", time.time_ns() % 1000000))
ROUNDS = 60

WORDS = [
    b"\x1b[2J", b"\x1b]0;title\x07", b"\x1b[L-", b"\x1bc", b"\x9b31m", b"\x00", b"\x07", b"\x08",
    b"\x0e", b"\x7f", b"\r", b"\n", b"\t", b"\f", b"\x1b", b"\xff", b"\xc3", b"\xe2\x82",
    "\u009b31m".encode(), "\u0085".encode(), "\u200b".encode(), "\u202e".encode(),
    "\u2066".encode(), "\ufeff".encode(), "\ue000".encode(), "\uf01b".encode(),
    "\u2028".encode(), "é漢🔔".encode(), "e\u0301".encode(), b"text", b"lcdbridge: forged",
]
JSON_WORDS = ["\\u001b[2J", "\\u0000", "\\u009b", "\\u0007", "\\u202e", "\\r\\n", "\\b", "\\u007f",
              "\\ud83d\\udd14", "\\ue003", "text", "\\\\", "é"]

COMMANDS = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories of characters
ALL = COMMANDS + ("Co",)  # the display's own glyphs, not for strangers

# "Format" by category, but signs that are seen: they stand before or under a number.
VISIBLE = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


def nasty(rng):
    parts = [rng.choice(WORDS) if rng.random() < 0.7 else rng.randbytes(rng.randrange(1, 12))
             for _ in range(rng.randrange(1, 12))]
    return b"".join(parts)


def nasty_json(rng):
    text, title = ("".join(rng.choices(JSON_WORDS, k=rng.randrange(1, 8))) for _ in range(2))
    payload = f'{{"text": "{text}", "title": "{title}", "duration": 0.05}}'
    json.loads(payload)
    return payload.encode()


def check(where, data, allowed="\n", kinds=ALL):
    """It holds no character that commands or deceives, and is UTF-8."""
    bad = [hex(ord(c)) for c in data.decode() if c not in allowed and
           c not in VISIBLE and unicodedata.category(c) in kinds]
    assert not bad, f"seed {SEED}: {where}: {bad} in {bytes(data[:500])!r}"
