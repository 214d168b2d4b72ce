#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The tables of the text core that are searched by halves: are they sorted?"""
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORE = HERE.parent.parent / "kmod" / "text"
TABLE = re.compile(r"^static const (?:char|struct range|struct rom_character|struct twin|struct font_glyph) "
                   r"(\w+)\[\](?:\[\d+\])? = \{\n(.*?)^\};", re.S | re.M)
KNOWN = ["a00", "a02", "cyrillic", "us2066a", "marks", "pairs",
         "invisible", "look_alikes", "stand_ins", "twins", "wide_kept", "wide", "letters",
         "symbols"]
FIRST = re.compile(r'"((?:\\.|[^"\\])+)"|\{ 0x([0-9a-f]+),|G\(([0-9a-f]+),'
                   r'|PAIR\(([0-9a-f]+), ([0-9a-f]+),')


def firsts(body):
    """The code point that each entry begins with."""
    for text, number, glyph, lower, upper in FIRST.findall(re.sub(r"/\*.*?\*/", "", body)):
        if text:
            yield ord(text.lstrip("\\")[:1] or "\\")
        else:
            yield int(number or glyph or lower + upper, 16)


def tables():
    for path in sorted(CORE.glob("*.c")):
        for name, body in TABLE.findall(path.read_text()):
            yield f"{path.name}: {name}", list(firsts(body))


def main():
    results = []
    for name, cps in tables():
        wrong = [f"U+{b:04x} after U+{a:04x}" for a, b in zip(cps, cps[1:]) if b <= a]
        results.append((f"{name} is sorted", len(cps) > 2 and not wrong, wrong))
    missing = [name for name in KNOWN if name not in " ".join(name for name, _, _ in results)]
    results.append(("the tables are found", not missing, missing))
    made = subprocess.run([sys.executable, HERE / "compositions.py"], check=True,
                          capture_output=True, text=True).stdout
    results.append(("charset-compositions.h is what compositions.py makes",
                    made == (CORE / "charset-compositions.h").read_text(), ["make it anew"]))
    print(f"TAP version 13\n1..{len(results)}")
    for number, (name, good, why) in enumerate(results, 1):
        print(f"{'' if good else 'not '}ok {number} {name}")
        if not good:
            print("#", *why)
    return not all(good for _, good, _ in results)


sys.exit(main())
