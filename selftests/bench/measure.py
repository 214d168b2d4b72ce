# SPDX-License-Identifier: GPL-2.0-only
"""Measurements by turns, and the table's lines."""

import statistics
import subprocess
import sys

from servers import HERE
from tap import Scene

PROGRAMS = f"{HERE}/../build/bench"
REPEATS = 3
rows = []


def note(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def row(function):
    """Decorator: this prints lines of the table."""
    rows.append(function)
    return function


def program(name, *args, **options):
    """Run one of the C programs; the numbers that it prints."""
    done = subprocess.run([f"{PROGRAMS}/{name}", *map(str, args)], check=True, timeout=60,
                          stdout=subprocess.PIPE, text=True, **options)
    return [float(word) for word in done.stdout.split()]


def by_turns(*measures, repeats=REPEATS):
    """Call each that often, by turns, with a scene; the results of each."""
    results = [[] for _ in measures]
    for _ in range(repeats):
        for measure, result in zip(measures, results):
            with Scene() as scene:
                result.append(measure(scene))
    return results


def median(results):
    value = statistics.median(results)
    if not value > 0:
        raise RuntimeError(f"an empty measurement: {results}")
    return value


def line(what, peer, theirs, ours, ratio, must=""):
    ratio = f"{ratio:.2f}" if isinstance(ratio, float) else ratio
    print(f"| {what} | {peer} | {theirs} | {ours} | {ratio} | {must} |", flush=True)


def rate(value):
    return f"{value / 1000:.1f} k/s" if value < 1e6 else f"{value / 1e6:.2f} M/s"


def ms(value):
    return f"{value:.2f} ms" if value < 10 else f"{value:.0f} ms"
