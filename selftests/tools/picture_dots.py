#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The dots of an image that lcdview wrote, read without lcdview's code.

    picture_dots.py FILE.svg|FILE.png [NAME]

Print a line for each row of dots: '#' for one that is on, '.' for one that is off, a
blank between two cells. With NAME, print one fact of it instead: "colours", "size", or
"title".
"""

import re
import struct
import sys
import xml.etree.ElementTree as xml
import zlib

SVG = "{http://www.w3.org/2000/svg}"
MARGIN, PITCH, DOT = 15, 5, 4


def cells_of(width, height):
    """The columns and rows of characters, by the size of the image."""
    return ((width - 2 * MARGIN + 1) // PITCH + 1) // 6, \
        ((height - 2 * MARGIN + 1) // PITCH + 1) // 9


def blank(width, height):
    """All dots off."""
    cols, rows = cells_of(width, height)
    return [[" " if x % 6 == 5 or y % 9 == 8 else "." for x in range(cols * 6 - 1)]
            for y in range(rows * 9 - 1)]


def place(pixel):
    """The dot that begins at a pixel."""
    dot, rest = divmod(pixel - MARGIN, PITCH)
    assert rest == 0, f"no dot begins at pixel {pixel}"
    return dot


def runs_of(path):
    """X, Y and count of the dots of each run in a path."""
    assert path.get("stroke-width") == str(DOT)
    data = path.get("d")
    found = re.findall(r"M(\d+) (\d+)h(\d+)", data)
    assert "".join(f"M{x} {y}h{length}" for x, y, length in found) == data
    for x, y, length in found:
        count, rest = divmod(int(length) + PITCH - DOT, PITCH)
        assert rest == 0
        yield place(int(x)), place(int(y) - DOT // 2), count


def read_svg(name):
    """Size, dots and facts of an SVG image."""
    root = xml.parse(name).getroot()
    width, height = int(root.get("width")), int(root.get("height"))
    assert root.get("viewBox") == f"0 0 {width} {height}"
    paths = {path.get("id"): path for path in root.iter(SVG + "path")}
    dots = blank(width, height)
    assert all(dots[y][x] in ". " for x, y, _ in runs_of(paths["off"]))
    assert len(list(runs_of(paths["off"]))) == sum(line[0] == "." for line in dots)
    for path in ("on", "blink"):
        for x, y, count in runs_of(paths[path]) if path in paths else ():
            for at in range(x, x + count):
                assert dots[y][at] != " ", f"a dot between two cells: {at}, {y}"
                dots[y][at] = "#"
    title = root.find(SVG + "title")
    colours = [root.find(SVG + "rect").get("fill")]
    colours += [paths[path].get("stroke") for path in ("off", "on")]
    return dots, {"size": f"{width}x{height}", "colours": " ".join(colours),
                  "blinks": str("blink" in paths),
                  "title": title.text if title is not None else ""}


def chunks_of(data):
    """Type and content of each chunk of a PNG image."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0] == \
            zlib.crc32(kind + body)
        yield kind, body
        at += 12 + length


def unfilter(raw, stride):
    """The lines of pixels. libpng uses filters 0 to 2 for images with a palette."""
    above = bytes(stride)
    for at in range(0, len(raw), stride + 1):
        kind, line = raw[at], bytearray(raw[at + 1:at + 1 + stride])
        assert kind in (0, 1, 2)
        for i in range(stride):
            line[i] = line[i] + (0, line[i - 1] if i else 0, above[i])[kind] & 0xff
        yield line
        above = bytes(line)


def read_png(name):
    """The same of a PNG image."""
    with open(name, "rb") as file:
        chunks = list(chunks_of(file.read()))
    width, height, depth, colour = struct.unpack(">IIBB", dict(chunks)[b"IHDR"][:10])
    assert (depth, colour) == (2, 3)
    packed = b"".join(body for kind, body in chunks if kind == b"IDAT")
    lines = list(unfilter(zlib.decompress(packed), (width + 3) // 4))
    pixels = [[line[x // 4] >> (6 - x % 4 * 2) & 3 for x in range(width)] for line in lines]
    assert len(pixels) == height

    dots = blank(width, height)
    again = [[0] * width for _ in range(height)]
    for y, line in enumerate(dots):
        for x, was in enumerate(line):
            left, top = MARGIN + x * PITCH, MARGIN + y * PITCH
            shade = pixels[top][left]
            assert (shade == 0) == (was == " ")
            line[x] = " .#"[shade]
            for i in range(DOT * DOT):
                again[top + i // DOT][left + i % DOT] = shade
    assert pixels == again, "a pixel that is no dot's"
    palette = dict(chunks)[b"PLTE"]
    colours = " ".join("#" + palette[i:i + 3].hex() for i in (0, 3, 6))
    return dots, {"size": f"{width}x{height}", "colours": colours}


def main():
    """Print what is asked for."""
    dots, facts = (read_svg if sys.argv[1].endswith(".svg") else read_png)(sys.argv[1])
    if len(sys.argv) > 2:
        print(facts[sys.argv[2]])
    else:
        print("\n".join("".join(line) for line in dots))


main()
