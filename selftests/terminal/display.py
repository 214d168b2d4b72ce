# SPDX-License-Identifier: GPL-2.0-only
"""The text core, which the program display runs, from Python."""
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parent / "build" / "terminal"


class Display:
    """A display of the text core: what is written to it, and its cells."""

    def __init__(self, program="display"):
        self.program = subprocess.Popen([BUILD / program], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.rows = self.cols = 0

    def close(self):
        self.program.communicate()
        assert self.program.returncode == 0, f"display: status {self.program.returncode}"

    def tell(self, *words):
        print(*words, file=self.program.stdin, flush=True)

    def answer(self):
        line = self.program.stdout.readline()
        assert line, "display has died"
        return line.split()

    def open(self, rows, cols):
        self.tell("open", rows, cols)
        self.rows, self.cols = rows, cols

    def resize(self, rows, cols):
        self.tell("resize", rows, cols)
        self.rows, self.cols = rows, cols

    def write(self, data):
        self.tell("write", data.hex())

    def decode(self, data):
        """The characters that these bytes complete."""
        self.tell("decode", data.hex())
        return [int(cp, 16) for cp in self.answer()]

    def cells_of(self, *command):
        """(Row, column) of the cursor, whether it is shown, the cells of each row."""
        self.tell(*command)
        row, col = self.answer()
        cells = [[int(cp, 16) for cp in self.answer()] for _ in range(self.rows)]
        return (int(row), int(col.rstrip("+"))), col.endswith("+"), cells

    def show(self):
        return self.cells_of("show")

    def moves(self, data):
        """What show() would say after data if all cells were different before it."""
        return self.cells_of("moves", data.hex())

    def text(self):
        """The rows as text, without trailing blanks."""
        return ["".join(map(chr, row)).rstrip(" ") for row in self.show()[2]]
