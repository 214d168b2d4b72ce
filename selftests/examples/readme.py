#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""readme.py FILE [SECTION]...: type what FILE shows, in all of its sections or in
those so numbered, and compare. Prints TAP, a test a section.

The boxes marked "console" are what one sees in terminals, in order of time:

    server$ COMMAND     typed in the terminal whose prompt is "server$ "
    ^C, ^Z              a key pressed there
    anything else       what the terminal shows; "..." stands for whatever

A box that begins without a prompt goes on in the section's first terminal. So
the text of a terminal is all the lines that are its own, to the letter.
"""

import os
import pty
import re
import select
import signal
import sys
import time

TYPED = re.compile(r"(\w*[$#] )(.*)")
KEYS = {"^C": b"\x03", "^Z": b"\x1a"}
PAUSE = 5           # seconds until one looks elsewhere for what keeps it waiting
PATIENCE = int(os.environ.get("PATIENCE", 30))  # until one gives up
CLIENT = "/run/netns/client"


class Differs(Exception):
    """A terminal does not show what it should before one types on."""


class Terminal:
    """A shell on a terminal of its own, what it showed and what it should show."""

    def __init__(self, prompt):
        self.prompt = prompt
        self.wanted = self.shown = ""
        shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
        if prompt == "client# " and os.path.exists(CLIENT):
            shell = ["nsenter", f"--net={CLIENT}", *shell]
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.environ.update(PS1=prompt, TERM="dumb", LC_ALL="C.UTF-8")
            os.execvp(shell[0], shell)

    def as_wanted(self, at_prompt):
        pattern = re.escape(self.wanted).replace(r"\.\.\.", ".*")
        prompt = f"({re.escape(self.prompt)})" + ("" if at_prompt else "?")
        return re.fullmatch(pattern + prompt, self.shown, re.DOTALL)

    def wait(self, seconds, at_prompt=False):
        """Until it shows what is wanted."""
        until = time.monotonic() + seconds
        while not self.as_wanted(at_prompt) and time.monotonic() < until:
            if select.select([self.fd], [], [], 0.1)[0]:
                self.shown += os.read(self.fd, 65536).decode(errors="replace").replace("\r", "")
        return self.as_wanted(at_prompt)

    def require(self, at_prompt=False):
        if not self.wait(PATIENCE, at_prompt):
            raise Differs

    def type(self, line):
        """A command, where there is a prompt for it."""
        self.require(at_prompt=True)
        os.write(self.fd, line.encode() + b"\n")
        self.wanted += self.prompt + line + "\n"

    def press(self, key):
        os.write(self.fd, KEYS[key])
        self.wanted += key + "\n"

    def close(self):
        os.kill(self.pid, signal.SIGHUP)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def boxes(section):
    for box in re.findall(r"^```console\n(.*?)^```", section, re.DOTALL | re.MULTILINE):
        yield box.splitlines()


def play(section, terminals):
    """All that is typed, and all that should be shown."""
    for box in boxes(section):
        terminal = next(iter(terminals.values()), None)
        for line in box:
            typed = TYPED.fullmatch(line)
            if typed:
                if typed[1] not in terminals:
                    terminals[typed[1]] = Terminal(typed[1])
                terminal = terminals[typed[1]]
                terminal.type(typed[2])
            elif line in KEYS:      # which ends what others may wait for
                for other in terminals.values():
                    other.require()
                terminal.press(line)
            else:
                terminal.wanted += line + "\n"
        if TYPED.fullmatch(line) or line in KEYS:
            terminal.require(at_prompt=True)
        else:
            terminal.wait(PAUSE)


def differs(section):
    """What the terminals show where it is not what the section says."""
    terminals = {}
    patience = PATIENCE
    try:
        play(section, terminals)
    except Differs:
        patience = 0
    complaints = [f"wanted:\n{t.wanted}{t.prompt}\nshown:\n{t.shown}"
                  for t in terminals.values() if not t.wait(patience, at_prompt=True)]
    for terminal in terminals.values():
        terminal.close()
    return complaints


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        sections = [section for section in re.split(r"^## ", file.read(), flags=re.MULTILINE)
                    if any(boxes(section)) and section.partition(".")[0] in (sys.argv[2:] or section)]
    os.chdir(os.path.dirname(sys.argv[1]))
    failed = False
    print(f"TAP version 13\n1..{len(sections)}")
    for number, section in enumerate(sections, 1):
        complaints = differs(section)
        for line in "\n".join(complaints).splitlines():
            print("#", line)
        title = section.partition("\n")[0]
        print("not ok" if complaints else "ok", number, title, flush=True)
        failed = failed or bool(complaints)
    sys.exit(failed)


main()
