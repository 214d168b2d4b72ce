#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Programs with TERM=devlcd show what they show in tmux at the same size.

Each runs twice, on a pseudo-terminal whose other end is the text core, and in tmux.
Both get the same keys; after each key both have to show a mark that was not there
before, and then the same rows, with the cursor at the same place.
"""
import os
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bridge"))

# pylint: disable=wrong-import-position
import tap  # noqa: E402
from tap import Skip, expect, expect_in, test, wait_for  # noqa: E402
from terminal import InTmux, OnDisplay  # noqa: E402

SECONDS = 20 * int(os.environ.get("DEVLCD_PATIENCE", 1))
tap.TEST_SECONDS = 4 * SECONDS

# Rows inserted and deleted, and scrolled, as terminfo has ncurses do it.
ROWS = """
import curses
def main(screen):
    screen.idlok(True)
    screen.scrollok(True)
    for number in range(9):
        screen.move(0, 0)
        screen.insertln()
        screen.addstr("door %d open" % number)
        screen.refresh()
    screen.getch()
    screen.move(1, 0)
    screen.deleteln()
    screen.addstr(3, 0, "deleted")
    screen.getch()
    screen.setscrreg(1, 3)
    screen.scroll()
    screen.scroll()
    screen.addstr(3, 0, "scrolled")
    screen.getch()
    screen.scroll(-1)
    screen.addstr(1, 3, "down again")
    screen.getch()
    screen.move(0, 2)
    screen.insstr("INSERTED")
    screen.getch()
    for _ in range(5):
        screen.delch(0, 0)
    screen.addstr(2, 0, "-" * 20 + "deleted")
    screen.getch()
curses.wrapper(main)
"""


class Twice:
    """A program in both terminals."""

    def __init__(self, scene, *argv, rows=4, cols=20):
        for program in (argv[0], "tmux"):
            if not shutil.which(program):
                raise Skip(f"no {program}")
        self.ours = OnDisplay(scene, rows, cols, list(argv))
        self.theirs = InTmux(scene, rows, cols, list(argv))

    def show(self, mark):
        """Both come to show this, and then the same."""
        for terminal in (self.theirs, self.ours):
            rows, _ = wait_for(terminal.shows, lambda shown: mark in "\n".join(shown[0]),
                               SECONDS)
            expect_in(mark, "\n".join(rows))
        ours, theirs = wait_for(lambda: (self.ours.shows(), self.theirs.shows()),
                                lambda both: both[0] == self.seen(both[1]), SECONDS)
        expect(self.seen(theirs), ours)

    def seen(self, shown):
        """A cursor that is beyond a full row is in its last column here."""
        rows, (row, col) = shown
        return rows, (row, min(col, self.ours.display.cols - 1))

    def type(self, keys, mark):
        self.ours.type(keys)
        self.theirs.type(keys)
        self.show(mark)


@test
def watch_redraws_what_has_changed(scene):
    file = scene.write("file", "door open\nlight off\n21.5 degrees, and rising\nthree\nfour\n")
    program = Twice(scene, "watch", "--no-title", "--interval=0.1", "cat", file)
    program.show("door open")
    scene.write("file", "door shut\nlight off\n\n20.5 degrees\n")
    program.show("shut")
    scene.write("file", "x" * 20 + "\n" + "y" * 20 + "\n\nlast")
    program.show("last")


@test
def watch_fits_into_two_rows(scene):
    file = scene.write("file", "0123456789abcdefghij\n\nthird\n")
    program = Twice(scene, "watch", "--no-title", "--interval=0.1", "cat", file, rows=2, cols=16)
    program.show("0123456789abcdef\nghij")
    scene.write("file", "0123456789abcdef\nsecond\n")
    program.show("second")


@test
def dialog_asks_and_moves_its_choice(scene):
    program = Twice(scene, "dialog", "--ascii-lines", "--no-shadow",
                    "--yesno", "Open the door?", "4", "20")
    program.show("< Yes >")     # no row is left for the question
    program.type("\t", "< No  >")


@test
def dialog_draws_a_menu(scene):
    program = Twice(scene, "dialog", "--no-shadow", "--menu", "Door", "0", "0", "0",
                    "1", "open it", "2", "shut it", "3", "ring", rows=4, cols=40)
    program.show("Door")


@test
def less_goes_forward_back_and_searches(scene):
    lines = "".join(f"{number:2} {'bottles of beer on the wall'[:number % 28]}\n"
                    for number in range(60))
    program = Twice(scene, "less", scene.write("file", lines))
    program.show(" 2 bo")
    for keys, mark in ((" ", " 5 "), ("j", " 6 "), ("k", " 3 "), ("b", " 0"), ("G", "59 "),
                       ("y", "56\n"), ("?^31\n", "31 "), ("/^45\n", "45 ")):
        program.type(keys, mark)


@test
def less_fits_into_forty_columns(scene):
    lines = "".join(f"{number} {'x' * (number * 7 % 90)}|\n" for number in range(30))
    program = Twice(scene, "less", "-N", scene.write("file", lines), cols=40)
    program.show("1 0 |")
    for keys, mark in ((" ", "3 "), ("k", "2 "), ("/^29\n", "29 "), ("g", "1 0 |"), ("2j", "2 ")):
        program.type(keys, mark)


@test
def what_top_prints_wraps_and_scrolls(scene):
    printed = tap.run("top", "-b", "-n", "1", env={"LC_ALL": "C.UTF-8", "TERM": "devlcd"})
    for count in (3, 8, 20):
        lines = printed.split("\n")[:count]
        file = scene.write(f"top{count}", "\n".join(lines) + f"\n={count}=")
        with tap.Scene() as turn:
            Twice(turn, "sh", "-c", f"cat {file}; exec sleep 60").show(f"={count}=")


@test
def rows_are_inserted_at_the_top(scene):
    program = Twice(scene, sys.executable, scene.write("rows.py", ROWS))
    program.show("door 8 open\ndoor 7 open\ndoor 6 open\ndoor 5 open")
    for mark in ("deleted", "scrolled", "down again", "INSERTED", "-" * 20):
        program.type("x", mark)


@test
def nano_edits(scene):
    file = scene.write("menu", "soup\nbread\ncheese\nwine\n")
    program = Twice(scene, "nano", "--ignorercfiles", "--nohelp", file, cols=40)
    program.show("soup")
    for keys, mark in (("fish ", "fish soup"), ("\r", "fish"), ("of the day\r", "of the day"),
                       ("\x0b", "of the day"), ("\x10", "of the day"), ("wine ", "wine of"),
                       ("\x1b[B", "bread"), ("\x7f", "wine of")):
        program.type(keys, mark)


tap.main()
