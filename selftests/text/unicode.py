#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print what Unicode says of the characters that the charset room decides on.

version 14                      of Unicode
mark CP                         a combining mark (Mn or Me) below U+20000
other CP                        below U+20000, no mark of any kind
wide CP                         East Asian Width W or F
compose BASE MARK COMPOSED      canonical, Latin, Greek, Cyrillic, signs
half KATAKANA HALF              half-width form of a katakana letter
box CP UP RIGHT DOWN LEFT       strokes: 1 light, 2 heavy, 3 double
"""
import sys
import unicodedata

ASSIGNED = [cp for cp in range(sys.maxunicode + 1)
            if unicodedata.category(chr(cp)) not in ("Cn", "Cs", "Co")]
LETTERS = [*range(0xc0, 0x250), *range(0x370, 0x530), *range(0x1e00, 0x2300)]
STROKES = {"LIGHT": 1, "SINGLE": 1, "HEAVY": 2, "DOUBLE": 3}
SIDES = {"UP": [0], "RIGHT": [1], "DOWN": [2], "LEFT": [3],
         "VERTICAL": [0, 2], "HORIZONTAL": [1, 3]}


def box(cp):
    """The strokes that a name tells of: LIGHT DOWN, DOWN HEAVY AND UP LIGHT."""
    words = unicodedata.name(chr(cp)).replace("DOUBLE DASH", "DASH").split()[2:]
    first = words[0] in STROKES     # is the stroke named before its sides?
    sides, stroke, named = [0, 0, 0, 0], 0, []
    for word in words:
        if word in SIDES:
            named += SIDES[word]
        stroke = STROKES.get(word, stroke)
        if word in (SIDES if first else STROKES):
            for side in named:
                sides[side] = stroke
            named = []
    return sides


def say(kind, *cps):
    print(kind, *(f"{cp:x}" for cp in cps))


print("version", int(unicodedata.unidata_version.split(".")[0]))

for cp in ASSIGNED:
    category = unicodedata.category(chr(cp))
    if category in ("Mn", "Me") and cp < 0x20000:
        say("mark", cp)
    # The vowels AM of Thai and Lao are letters that Unicode has join.
    elif category != "Mc" and cp < 0x20000 and cp not in (0xe33, 0xeb3):
        say("other", cp)
    if unicodedata.east_asian_width(chr(cp)) in ("W", "F"):
        say("wide", cp)

for cp in LETTERS:
    parts = unicodedata.normalize("NFD", chr(cp))
    base = unicodedata.normalize("NFC", parts[:-1])
    if len(base) == 1 and unicodedata.normalize("NFC", parts) == chr(cp):
        say("compose", ord(base), ord(parts[-1]), cp)

for half in range(0xff66, 0xff9e):
    say("half", ord(unicodedata.normalize("NFKC", chr(half))), half)

for cp in range(0x2500, 0x2580):
    if "DIAGONAL" not in unicodedata.name(chr(cp)):
        say("box", cp, *box(cp))
