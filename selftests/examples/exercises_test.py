#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The exercises: what their page shows, and that a program with a fault is told."""

import concurrent.futures
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{HERE}/../bridge")
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from tap import test  # noqa: E402

EXERCISES = f"{HERE}/../../userland/examples/exercises"
tap.TEST_SECONDS = 300

# Of a solution, a fault: the text that is replaced, and what is then told.
FAULTS = [
    ("tcp", "line.upper()", "line", "answers lines in capitals"),
    ("tcp", "clients[client][0] + got", "got", "takes a stream as lines"),
    ("tcp", "key.fileobj is server", "key.fileobj is server and not clients",
     "serves twenty at once"),
    ("tcp", "if end <= time.monotonic()", "if not end", "disconnects a silent client"),
    ("udp", "came += 1\n            elif", "elif", "counts what came"),
    ("udp", "missing.update(range(highest + 1, number))", "pass", "counts what is lost"),
    ("udp", "missing.remove(number)", "pass", "takes back what comes late"),
    ("udp", "twice += 1", "pass", "knows what comes twice"),
    ("mqtt", '"house/temperature", f"{average:.1f}", qos=1, retain=True',
     '"house/temperature", f"{average:.1f}"', "averages what is retained"),
    ("mqtt", "except ValueError", "except TypeError", "follows changes"),
    ("mqtt", '"clean_session": False', '"clean_session": True',
     "hears what came while it was away"),
    ("vote", "if name in votes", "if not votes", "counts each voter once"),
    ("vote", "Threading", "", "lets nobody wait for another"),
    ("vote", 'journal.write(f"{line}\\n".encode())', "pass", "loses nothing that was answered"),
    ("vote", "journal.truncate(len(whole[0]) + len(whole[1]))", "pass",
     "survives half a line in its file"),
]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def told(path, fault):
    """What is said of a solution that has this fault."""
    exercise, text, other, want = fault
    source = read(f"{EXERCISES}/solutions/{exercise}.py")
    assert text in source, f"{exercise}: no {text!r}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(source.replace(text, other))
    os.chmod(path, 0o755)
    done = subprocess.run([f"{EXERCISES}/check", exercise, path], capture_output=True, text=True,
                          check=False)
    if done.returncode == 1 and f"wrong it {want}\n" in done.stdout:
        return None
    return f"{exercise}, {text} -> {other}: {want} was to be wrong:\n{done.stdout}{done.stderr}"


@test
def the_page_is_true(scene):
    typed = subprocess.run([f"{HERE}/readme.py", f"{EXERCISES}/README.md"], capture_output=True,
                           text=True, check=False)
    assert not typed.returncode, typed.stdout


@test
def faults_are_told(scene):
    paths = [scene.path(str(number)) for number in range(len(FAULTS))]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        complaints = [complaint for complaint in pool.map(told, paths, FAULTS) if complaint]
    assert not complaints, "\n".join(complaints)


tap.main()
