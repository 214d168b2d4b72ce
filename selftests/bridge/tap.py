# SPDX-License-Identifier: GPL-2.0-only
"""Tests as functions whose names are sentences, and their results as TAP."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback

# Generous: a busy machine may stop a process for seconds.
SLOWER = int(os.environ.get("DEVLCD_PATIENCE", "1"))
WAIT = 20 * SLOWER  # seconds, for anything that comes at once
TEST_SECONDS = 120
tests = []


class Skip(Exception):
    """The machine lacks something that the test needs."""


def test(function):
    """Decorator: run this, with a Scene, as a test."""
    tests.append(function)
    return function


class Scene(contextlib.ExitStack):
    """The surroundings of one test: a folder, and things to close at its end."""

    def __init__(self):
        super().__init__()
        self.folder = self.enter_context(tempfile.TemporaryDirectory(prefix="lcdbridge."))

    def path(self, name):
        return f"{self.folder}/{name}"

    def write(self, name, text):
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


def wait_for(get, want, seconds=WAIT):
    """Poll get() until it returns the wanted value; return its last one."""
    until = time.monotonic() + seconds
    check = want if callable(want) else lambda got: got == want
    while True:
        got = get()
        if check(got) or time.monotonic() > until:
            return got
        time.sleep(0.01)


def run(*args, **options):
    """Run a program to its end; return both its outputs."""
    done = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=3 * WAIT,
                          check=True, text=True, **options)
    return done.stdout


def expect(want, got):
    """Fail, with both values, unless they are equal."""
    assert want == got, f"expected {want!r}, got {got!r}"


def expect_in(part, whole):
    assert part in whole, f"expected {part!r} in {whole!r}"


def expect_not_in(part, whole):
    assert part not in whole, f"expected no {part!r} in {whole!r}"


def on_alarm(number, frame):
    raise TimeoutError("took too long")


def place(error):
    """file:line of the test's own frame."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith("_test.py"):
            return f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
    return "?"


def run_one(function):
    """The text after 'ok N' or 'not ok N', and whether it is ok."""
    name = function.__name__
    signal.alarm(getattr(function, "seconds", TEST_SECONDS) * SLOWER)
    try:
        with Scene() as scene:
            function(scene)
        return True, name
    except Skip as skip:
        return True, f"{name} # SKIP {skip}"
    except Exception as error:  # of any kind: the test has failed
        for line in f"{place(error)}: {type(error).__name__}: {error}".splitlines():
            print(f"# {line}")
        return False, name
    finally:
        signal.alarm(0)


def main():
    """Run all tests, or those with a word of the command line in their names."""
    words = sys.argv[1:]
    chosen = [t for t in tests if not words or any(w in t.__name__ for w in words)]
    signal.signal(signal.SIGALRM, on_alarm)
    print(f"TAP version 13\n1..{len(chosen)}", flush=True)
    failed = 0
    for number, function in enumerate(chosen, 1):
        ok, text = run_one(function)
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} {text}", flush=True)
    sys.exit(1 if failed else 0)
