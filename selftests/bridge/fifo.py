# SPDX-License-Identifier: GPL-2.0-only
"""A FIFO as the display: it gets what a display would get."""

import os
import re

GLYPH = re.compile(r"\x1b\[LG([0-7])([0-9a-f]{16});")


class Fifo:
    """A display that remembers the user glyphs."""

    def __init__(self, scene, name="fifo"):
        self.path = scene.path(name)
        os.mkfifo(self.path)
        self.fd = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        scene.callback(os.close, self.fd)
        self.bytes = b""

    def read(self):
        try:
            self.bytes += os.read(self.fd, 1 << 16)
        except BlockingIOError:
            pass
        return self.bytes.decode()

    def glyphs(self):
        return dict(GLYPH.findall(self.read()))

    def rows(self):
        """Those of the last repaint."""
        return self.read().rpartition("\x1b[H\x1b[2J")[2].partition("\x1b")[0].split("\r\n")

    def row(self):
        return self.rows()[0]

    def picture(self):
        """What makes another display show the same."""
        glyphs = "".join(f"\x1b[LG{n}{rows};" for n, rows in sorted(self.glyphs().items()))
        return glyphs + "\n".join(self.rows()).rstrip("\n") + "\n"
