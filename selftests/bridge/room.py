# SPDX-License-Identifier: GPL-2.0-only
"""Limits of this machine for many bridges: raised where we may, until a scene ends."""

import re
import resource

from daemon import read


class TooMany(Exception):
    """This machine does not allow so many."""


def number(path):
    return int(read(path))


def available():
    """MiB of memory."""
    return int(re.search(r"MemAvailable:\s*(\d+)", read("/proc/meminfo"))[1]) // 1024


def raise_sysctl(scene, path, value):
    """To the value, until the end of the scene; another program may raise it meanwhile."""
    before = number(path)
    if before >= value:
        return
    try:
        with open(path, "w", encoding="ascii") as file:
            file.write(str(value))
    except OSError as error:
        name = path.removeprefix("/proc/sys/").replace("/", ".")
        raise TooMany(f"{name} is {before}; as root: sysctl -w {name}={value}") from error

    def restore():
        if number(path) != value:
            return
        with open(path, "w", encoding="ascii") as file:
            file.write(str(before))
    scene.callback(restore)


def raise_descriptors(count):
    """The broker has a socket for each process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= count:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(hard, count)))
    except (OSError, ValueError) as error:
        raise TooMany(f"ulimit -Hn is {hard}; needed are {count}") from error


def make_room(scene, count):
    """For so many processes; each may have a second thread, and weighs 1 MiB at most."""
    raise_descriptors(count + 200)
    raise_sysctl(scene, "/proc/sys/fs/inotify/max_user_instances", count + 50)
    raise_sysctl(scene, "/proc/sys/fs/inotify/max_user_watches", 4 * count + 1000)
    raise_sysctl(scene, "/proc/sys/fs/inotify/max_queued_events", 16 * count + 1000)
    raise_sysctl(scene, "/proc/sys/kernel/pid_max", 2 * count + 8000)
    if available() < count + 1000:
        raise TooMany(f"{available()} MiB of memory are available; needed are {count + 1000}")
