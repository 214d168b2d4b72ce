#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print the test files of Debian's unicode-data, as unicode_data_test reads them.

version 15.0                    of these files; "none" without them
normal SOURCE NFC NFD           NormalizationTest: the same text in three forms
break CLUSTER...                GraphemeBreakTest: a text, cut into clusters
width W FIRST LAST              EastAsianWidth

Code points are joined by "+". Lines with characters that came after TABLES, the
version that the tables of the text core are from, are left out.
"""
import bz2
import os
import pathlib
import re

FOLDER = pathlib.Path(os.environ.get("UNICODE_DATA", "/usr/share/unicode"))
TABLES = (15, 0)


def lines(name):
    """The fields of the lines of a file, without comments."""
    path = FOLDER / name
    packed = path.with_name(path.name + ".bz2")
    data = bz2.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    for line in data.decode().splitlines():
        text = line.split("#")[0].strip()
        if text and not text.startswith("@"):
            yield [field.strip() for field in text.split(";")]


def span(text):
    first, _, last = text.partition("..")
    return int(first, 16), int(last or first, 16)


def joined(text):
    return "+".join(f"{int(cp, 16):x}" for cp in text.split())


def newer_characters():
    newer = set()
    for cps, age in lines("DerivedAge.txt"):
        if tuple(map(int, age.split("."))) > TABLES:
            first, last = span(cps)
            newer.update(range(first, last + 1))
    return newer


def main():
    if not (FOLDER / "DerivedAge.txt").exists():
        print("version none")
        return
    newer = newer_characters()
    head = (FOLDER / "DerivedAge.txt").read_text()
    print("version", re.match(r"# DerivedAge-(\d+\.\d+)", head).group(1))

    def known(text):
        return newer.isdisjoint(int(cp, 16) for cp in re.findall("[0-9A-F]+", text))

    for source, nfc, nfd, *_ in lines("NormalizationTest.txt"):
        if known(source + " " + nfd):
            print("normal", joined(source), joined(nfc), joined(nfd))
    for text, in lines("auxiliary/GraphemeBreakTest.txt"):
        if known(text):
            clusters = text.strip("÷ ").replace("×", "").split("÷")
            print("break", *(joined(cluster) for cluster in clusters))
    for cps, width in lines("EastAsianWidth.txt"):
        first, last = span(cps)
        if width and first not in newer and not 0xd800 <= first <= 0xdfff:
            print("width", width, f"{first:x} {last:x}")


main()
