# SPDX-License-Identifier: GPL-2.0-only
"""Pictures, read without a library: PNG of 8 bits, and of palettes."""

import struct
import zlib

CHANNELS = {0: 1, 2: 3, 3: 1, 6: 4}


def chunks(data):
    assert data.startswith(b"\x89PNG\r\n\x1a\n"), "no PNG"
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + length]
        at += 12 + length


def paeth(left, up, corner):
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def unfilter(raw, height, stride, step):
    """The lines, each a bytearray."""
    lines, before = [], bytearray(stride)
    for y in range(height):
        kind, *line = raw[y * (stride + 1):(y + 1) * (stride + 1)]
        line = bytearray(line)
        for x in range(stride):
            left = line[x - step] if x >= step else 0
            corner = before[x - step] if x >= step else 0
            add = (0, left, before[x], (left + before[x]) // 2,
                   paeth(left, before[x], corner))[kind]
            line[x] = (line[x] + add) & 0xff
        lines.append(line)
        before = line
    return lines


class Png:
    """A picture: its size, and the colour of a pixel."""

    def __init__(self, data):
        palette, packed = b"", b""
        for kind, body in chunks(data):
            if kind == b"IHDR":
                self.width, self.height, self.depth, colour = struct.unpack(">IIBB", body[:10])
                assert not body[12], "interlaced"
            elif kind == b"PLTE":
                palette = body
            elif kind == b"IDAT":
                packed += body
        self.palette = palette
        self.step = CHANNELS[colour]
        stride = (self.width * self.depth * self.step + 7) // 8
        self.lines = unfilter(zlib.decompress(packed), self.height, stride,
                              max(1, self.depth * self.step // 8))

    def pixel(self, x, y):
        """(red, green, blue)"""
        if not self.palette:
            return tuple(self.lines[y][x * self.step:x * self.step + 3])
        bit = x * self.depth
        value = self.lines[y][bit // 8] >> (8 - self.depth - bit % 8)
        value &= (1 << self.depth) - 1
        return tuple(self.palette[3 * value:3 * value + 3])


def dots(picture, told, margin, pitch):
    """The dots of each cell as .json gives them; a dark pixel is a dot that is on."""
    cells = []
    for cell in range(told["rows"] * told["cols"]):
        row, col = divmod(cell, told["cols"])
        text = ""
        for y in range(8):
            bits = 0
            for x in range(5):
                at = (margin + (col * 6 + x) * pitch, margin + (row * 9 + y) * pitch)
                bits = bits << 1 | (sum(picture.pixel(*at)) < 150)
            text += f"{bits:02x}"
        cells.append(text)
    return cells
