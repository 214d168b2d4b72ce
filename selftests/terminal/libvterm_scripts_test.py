#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""libvterm's own tests, run against the text core.

A script pushes bytes into a terminal of 25x80 and says what then happens to its
cells and its cursor. The text core is built for that size. What it does otherwise
is listed in libvterm-differences, a line for each group of assertions: how many
fail, and why. Any other failure is one, and so is a difference that is gone.

What is asked of colours, keys, mice, answers, damage, scrollback and charsets does
not apply: a display has none.
"""
import collections
import pathlib
import re
import subprocess
import sys
import unicodedata

from display import HERE, Display

LIST = HERE / "libvterm-differences"
MARKED, MARKED_COLS = 0xf0000, 132      # of "moves", in the program display-large
CONTROLS = {"a": 7, "b": 8, "t": 9, "n": 10, "f": 12, "r": 13, "e": 27, "0": 0}
PERL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s*x\s*(\d+))?', re.S)
ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\(.)", re.S)
RECT = re.compile(r"(\d+)\.\.(\d+),(\d+)\.\.(\d+)")
EVENTS = ("putglyph", "scrollrect", "moverect", "erase", "movecursor", "settermprop", "encout")
QUESTIONS = ("cursor", "screen_row", "screen_chars", "screen_text", "screen_cell", "screen_eol")


def unescape(found):
    if found[1]:
        return chr(int(found[1], 16))
    return chr(CONTROLS[found[2]]) if found[2] in CONTROLS else found[2]


def perl_bytes(text):
    """Strings of Perl, repeated by x and joined by a full stop."""
    return b"".join(ESCAPE.sub(unescape, string).encode("latin-1") * int(times or 1)
                    for string, times in PERL.findall(text))


def rect_of(text):
    return tuple(map(int, RECT.search(text).groups()))


def cells_of(rect):
    top, bottom, left, right = rect
    return [(row, col) for row in range(top, bottom) for col in range(left, right)]


def composed(cps):
    return list(map(ord, unicodedata.normalize("NFC", "".join(map(chr, cps)))))


def numbers(text):
    return [int(number, 16) for number in text.split(",")] if text.strip() else []


def decoded_as(event):
    """encout 0x41,0x42, or a string of Perl."""
    _, what = event.split(maxsplit=1)
    return list(perl_bytes(what)) if what.startswith('"') else numbers(what)


class Script:
    """One script, as it is read line by line."""

    def __init__(self, path, results):
        self.name = path.name
        self.results = results      # of each group: [passed, failures as text]
        self.display = Display("display-large")
        self.section = "beginning"
        self.command = None
        self.events = []
        self.wanted = set()     # events that the script wants to hear of, by their letters
        self.reset(25, 80)
        for line in path.read_text(encoding="latin-1").splitlines():
            if line.strip() == "__END__":
                break
            self.read(line.strip())
        self.finish()
        self.display.close()

    def reset(self, rows, cols):
        """A terminal shows its cursor; a display does once it is told to."""
        self.display.open(rows, cols)
        self.display.write(b"\33[?25h")

    def judge(self, assertion, good):
        result = self.results[f"{self.name}: {self.section}"]
        result[0] += bool(good)
        if not good:
            result[1].append(assertion)

    def read(self, line):
        if not line or line[0] == "#":
            return
        if line[0] == "$":
            self.repeat(line)
        elif line[0] == "!":
            self.finish()
            self.section = line[1:].strip()
        elif line[0] == "?":
            self.finish()
            self.ask(line)
        elif line[0].isupper():
            self.finish()
            self.command = line
        else:
            self.events.append(line)

    def repeat(self, line):
        """$SEQ FIRST LAST: LINE with \\#; $REP TIMES: LINE."""
        kind, numbers_of, line = re.match(r"\$(SEQ|REP)\s+([\d ]+):\s*(.*)", line).groups()
        first, last = map(int, ["1", *numbers_of.split()][-2:])
        for number in range(first, last + 1):
            self.read(line.replace(r"\#", str(number)) if kind == "SEQ" else line)

    def finish(self):
        """Obey the command whose events have all been read by now."""
        command, events, self.command, self.events = self.command, self.events, None, []
        if not command:
            return
        word, _, rest = command.partition(" ")
        if word == "INIT":
            self.wanted.clear()
            self.reset(25, 80)
        elif word == "RESET":
            self.reset(self.display.rows, self.display.cols)
        elif word == "WANTSTATE":
            self.want(rest)
        elif word == "RESIZE":
            self.display.resize(*map(int, rest.split(",")))
        elif word == "PUSH":
            self.push(perl_bytes(rest), events)
        elif word == "ENCIN":
            decoded = self.display.decode(perl_bytes(rest))
            for event in events:
                self.judge(event, decoded_as(event) == decoded)

    def want(self, letters):
        """+g, -s+me and so on."""
        for sign, names in re.findall(r"([-+]?)([a-z]+)", letters):
            (self.wanted.difference_update if sign == "-" else self.wanted.update)(names)

    def push(self, data, events):
        events = [event for event in events if event.split()[0] in EVENTS]
        before = self.display.moves(data) if events else None
        self.display.write(data)
        if events:
            self.compare(before[2], self.display.show(), events)

    def compare(self, moved, shown, events):
        """Do the events, done to cells that all differ, give what became of them?

        Glyphs are compared with what is shown: the marks of a glyph may have come
        after others of it, which the marked cells do not have.
        """
        cursor, visible, cells = shown
        model = {(row, col): MARKED + row * MARKED_COLS + col
                 for row in range(self.display.rows) for col in range(self.display.cols)}
        touched = []
        for event in events:
            touched.append(self.happen(event, model))
        rest = set(model).difference(*touched)
        calm = not self.heard_all() or all(self.untouched(moved[row][col], model[row, col])
                                           for row, col in rest)
        for event, places in zip(events, touched):
            word, *rest = event.split()
            if word == "movecursor":
                good = cursor == tuple(map(int, rest[0].split(",")))
            elif word == "settermprop":
                if rest[0] != "1":      # 1 is whether the cursor is shown
                    continue
                good = visible == (rest[1] == "true")
            else:
                good = calm and all(self.same(model[place], place, moved, cells)
                                    for place in places)
                good = good and not event.endswith(("selective", "prot"))
            self.judge(event, good)

    def heard_all(self):
        """Does the script hear of all that moves or goes?"""
        return "e" in self.wanted and self.wanted & {"s", "m"}

    def untouched(self, cell, before):
        """What is printed is heard of only if that is wanted."""
        return cell == before or "g" not in self.wanted and ord(" ") < cell < MARKED

    @staticmethod
    def same(want, place, moved, cells):
        row, col = place
        if isinstance(want, list):
            return composed(want) == [cells[row][col]]
        return want == moved[row][col]

    def happen(self, event, model):
        """Do to the model what the event says; return the places that it is about."""
        word, rest = event.split(maxsplit=1)
        if word == "putglyph":
            cps, width, place, *_ = rest.split()
            places = [tuple(map(int, place.split(",")))]
            model[places[0]] = numbers(cps)
            return places if width == "1" else places + [self.never(model, places[0])]
        if word == "erase":
            places = cells_of(rect_of(rest))
            model.update((place, ord(" ")) for place in places)
            return places
        if word == "moverect":
            source, target = map(rect_of, rest.split("->"))
            before = dict(model)
            model.update((to, before[of]) for of, to in zip(cells_of(source), cells_of(target)))
            return cells_of(target)
        if word == "scrollrect":
            rect, by = rest.split("=>")
            down, right = map(int, by.split(","))
            before, places = dict(model), cells_of(rect_of(rest))
            top, bottom, left, end = rect_of(rect)
            for row, col in places:
                inside = top <= row + down < bottom and left <= col + right < end
                model[row, col] = before[row + down, col + right] if inside else ord(" ")
            return places
        return []

    @staticmethod
    def never(model, place):
        """A second cell, which no character of a display has."""
        model[place[0], place[1] + 1] = []
        return place[0], place[1] + 1

    def ask(self, line):
        question, _, want = line[1:].partition("=")
        word, *where = re.split(r"[ ,]+", question.strip())
        want = want.strip()
        if word not in QUESTIONS:
            return
        cursor, _, cells = self.display.show()
        if word == "cursor":
            good = cursor == tuple(map(int, want.split(",")))
        elif word == "screen_row":
            row = int(where[0])
            good = self.text_of(cells, row, 0, row + 1, None) == self.said(word, want)
        elif word in ("screen_chars", "screen_text"):
            good = self.text_of(cells, *map(int, where)) == self.said(word, want)
        elif word == "screen_cell":
            good = self.is_cell(cells[int(where[0])][int(where[1])], want)
        else:
            blank = not "".join(map(chr, cells[int(where[0])][int(where[1]):])).strip(" ")
            good = blank == (want == "1")
        self.judge(line, good)

    @staticmethod
    def text_of(cells, top, left, bottom, right):
        return "\n".join("".join(map(chr, row[left:right])).rstrip(" ")
                         for row in cells[top:bottom])

    @staticmethod
    def said(word, want):
        """0x41,0x42, or a string of Perl."""
        if want.startswith('"'):
            text = perl_bytes(want)
        elif word == "screen_text":
            text = bytes(numbers(want))
        else:
            text = "".join(map(chr, numbers(want))).encode()
        return unicodedata.normalize("NFC", text.decode()).rstrip(" ")

    @staticmethod
    def is_cell(cell, want):
        """{0x41} width=1 and attributes, which a display has not."""
        cps, width = re.match(r"\{(.*?)\} width=(\d)", want).groups()
        return width == "1" and [cell] == (composed(numbers(cps)) or [ord(" ")])


def differences(version):
    """{group: (how many, why)} of the list; "GROUP [0.1]" is of that version only."""
    found = {}
    for number, line in enumerate(LIST.read_text(encoding="utf-8").splitlines(), 1):
        if line and line[0] != "#":
            group, only, count, reason = re.fullmatch(
                r"(.*?)(?: \[(.*)\])?\s* \| (\d+) \| (.+)", line).groups()
            assert group not in found, f"{LIST.name}:{number}: {group} again"
            if version.startswith(only or ""):
                found[group.rstrip()] = (int(count), reason)
    return found


def main():
    folder = subprocess.run([HERE / "fetch-libvterm"], stdout=subprocess.PIPE, text=True,
                            check=False).stdout.strip()
    print("TAP version 13")
    if not folder:
        print("1..0 # SKIP libvterm's tests cannot be fetched")
        return 0
    results = collections.defaultdict(lambda: [0, []])
    for path in sorted(pathlib.Path(folder).glob("*.test")):
        Script(path, results)
    listed = differences(folder.rsplit("libvterm-tests-", 1)[-1])
    groups = {group: result for group, result in results.items() if result[0] or result[1]}
    print(f"1..{len(groups) + 1}")
    failed = 0
    for number, (group, (_, failures)) in enumerate(groups.items(), 1):
        want, reason = listed.get(group, (0, ""))
        failed += len(failures) != want
        print("ok" if len(failures) == want else "not ok", number, group.replace("#", "no. "))
        if len(failures) != want:
            print(f"# {len(failures)} differ, {want} are listed: {reason or 'none'}")
            for failure in failures:
                print("#  ", failure)
    passed = sum(good for good, _ in groups.values())
    whole = passed + sum(len(failures) for _, failures in groups.values())
    print(f"# {passed} of {whole} assertions that apply passed")
    print("ok" if whole > 500 else "not ok", len(groups) + 1, "scripts_are_understood")
    return bool(failed)


sys.exit(main())
