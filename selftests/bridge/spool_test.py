#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The spool file, and other files that the bridge waits for."""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import time

import tap
from daemon import PLAIN, Bridge, overflow_inotify, screen
from tap import Skip, expect, expect_in, expect_not_in, test, wait_for


@test
def what_is_written_to_the_spool_file_is_shown(scene):
    spool = scene.write("spool", "")
    bridge = Bridge(scene, f"--spool={spool}")
    for text in ("one", "two\nthree"):
        scene.write("spool", text + "\n")
        bridge.shows(*text.split("\n"))


@test
def a_file_that_is_moved_over_the_spool_file_is_shown(scene):
    spool = scene.write("spool", "")
    bridge = Bridge(scene, f"--spool={spool}")
    os.rename(scene.write("new", "moved\n"), spool)
    bridge.shows("moved")


@test
def a_spool_file_that_stays_open_is_shown_after_a_quiet_moment(scene):
    spool = scene.write("spool", "")
    bridge = Bridge(scene, f"--spool={spool}")
    with open(spool, "w", encoding="utf-8") as file:
        file.write("still open\n")
        file.flush()
        bridge.shows("still open")


def rewritten(bridge, spool, reader, text):
    """What is shown until the text is, less what this process has left empty for long."""
    began = time.monotonic()
    with open(spool, "w", encoding="utf-8") as file:
        time.sleep(0.01)
        file.write(f"{text}\n")
    was_quick = time.monotonic() - began < 0.5  # an empty file is shown after a second
    expect(screen(text), wait_for(lambda: bridge.ask(b""), screen(text)))
    painted = os.read(reader, 1 << 20).decode().split("\x1b[H\x1b[2J")[1:]
    expect_in(text, painted[-1])
    return painted if was_quick else []


@test
def the_empty_moment_of_a_rewrite_is_not_shown(scene):
    spool = scene.write("spool", "")
    fifo = scene.path("fifo")
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    bridge = Bridge(scene, f"--spool={spool}", device=fifo)
    bridge.ask(b"")
    with contextlib.suppress(BlockingIOError):
        os.read(reader, 1 << 20)
    expect([], [text for n in range(20) for text in rewritten(bridge, spool, reader, f"line{n}")
                if "line" not in text])
    os.close(reader)


@test
def an_empty_spool_file_clears_in_the_end(scene):
    spool = scene.write("spool", "")
    bridge = Bridge(scene, f"--spool={spool}")
    scene.write("spool", "x\n")
    bridge.shows("x")
    scene.write("spool", "")
    bridge.shows()


def write_at_once(bridge, path, text):
    """Make the folders and the file before the bridge can look."""
    with bridge.asleep():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


@test
def a_spool_file_whose_folder_is_made_with_it_is_shown(scene):
    folder = scene.path("d")
    bridge = Bridge(scene, f"--spool={folder}/text")
    for name, text in (("text", "first\n"), ("text", "second\n")):
        write_at_once(bridge, f"{folder}/{name}", text)
        bridge.shows(text.strip())
        shutil.rmtree(folder)
    os.mkdir(scene.path("new"))
    scene.write("new/text", "moved\n")
    os.rename(scene.path("new"), folder)
    bridge.shows("moved")


@test
def a_spool_file_below_several_new_folders_is_shown(scene):
    bridge = Bridge(scene, f"--spool={scene.path('a/b/c/text')}")
    write_at_once(bridge, scene.path("a/b/c/text"), "deep\n")
    bridge.shows("deep")
    shutil.rmtree(scene.path("a/b"))
    write_at_once(bridge, scene.path("a/b/c/text"), "again\n")
    bridge.shows("again")


@test
def folders_made_while_the_bridge_looks_for_them_are_seen(scene):
    path = scene.path("a/b/c/d/e/f/text")
    bridge = Bridge(scene, f"--spool={path}", program=PLAIN)
    for turn in range(300):
        os.makedirs(os.path.dirname(path))
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"turn {turn}\n")
        bridge.shows(f"turn {turn}")
        shutil.rmtree(scene.path("a"))


@test
def a_new_folder_in_the_top_one_is_seen(scene):
    """The working directory, and the root."""
    bridge = Bridge(scene, "--spool=d/text", cwd=scene.folder)
    write_at_once(bridge, scene.path("d/text"), "relative\n")
    bridge.shows("relative")
    try:
        folder = tempfile.mkdtemp(prefix="lcdbridge.", dir="/")
    except OSError as error:
        raise Skip(f"/: {error.strerror}") from error
    os.rmdir(folder)
    scene.callback(shutil.rmtree, folder)
    bridge = Bridge(scene, f"--spool={folder}/text")
    write_at_once(bridge, f"{folder}/text", "at the root\n")
    bridge.shows("at the root")


@test
def a_new_folder_is_seen_after_a_reload_that_names_it(scene):
    conf = scene.write("conf", "[spool]\nfile = none\n")
    bridge = Bridge(scene, config=conf)
    for name in ("d", "e/f"):
        scene.write("conf", f"[spool]\nfile = {scene.path(name)}/text\n")
        bridge.reload()
        write_at_once(bridge, scene.path(f"{name}/text"), f"in {name}\n")
        bridge.shows(f"in {name}")


@test
def links_fifos_and_long_files_in_the_spools_place_are_refused(scene):
    spool = scene.write("spool", "")
    secret = scene.write("secret", "secret\n")
    bridge = Bridge(scene, f"--spool={spool}")
    for make, why in ((lambda: os.symlink(secret, scene.path("new")), "Too many levels"),
                      (lambda: os.mkfifo(scene.path("new")), "not a regular file"),
                      (lambda: scene.write("new", "x" * 65537), "longer than 64 KiB")):
        make()
        os.rename(scene.path("new"), spool)
        bridge.await_log(rf"spool: {spool}: {why}|dropped \d+ similar")
        time.sleep(1.1)  # such messages are rationed
    bridge.shows()
    expect_not_in("secret", bridge.ask(b""))


@test
def a_spool_file_is_read_when_its_news_is_lost_among_others(scene):
    spool = scene.write("spool", "")
    bridge = Bridge(scene, f"--spool={spool}", device=scene.write("elsewhere", ""))
    with bridge.asleep():
        overflow_inotify(lambda: scene.write("one", ""), lambda: scene.write("other", ""))
        scene.write("spool", "lost?\n")
    bridge.shows("lost?")


@test
def keys_that_cannot_be_awaited_are_off_and_the_rest_works(scene):
    bridge = Bridge(scene, f"--keys-device=/{'x' * 5000}")
    expect(screen("works"), bridge.ask(b"works"))
    expect_in("keys: off", bridge.log())


def watches(bridge):
    """How many instances of inotify it has."""
    folder, found = f"/proc/{bridge.popen.pid}/fd", []
    for fd in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            found.append(os.readlink(f"{folder}/{fd}"))
    return found.count("anon_inode:inotify")


@test
def a_display_that_is_a_regular_file_has_no_keypad_to_wait_for(scene):
    none = Bridge(scene, "--keys-device=none")
    display = Bridge(scene, "--keys-device=display")
    missing = Bridge(scene, "--keys-device=display", device=scene.path("missing"))
    for bridge in (none, display, missing):
        bridge.ask(b"")  # it serves, so all its watches are there
    expect(watches(none), watches(display))
    expect(watches(none) + 1, watches(missing))
    os.symlink("/dev/null", scene.path("device"))  # of the kind that a display is
    os.rename(scene.path("device"), display.device)
    expect(watches(none) + 1, wait_for(lambda: watches(display), watches(none) + 1))


def lease(scene, path, gives):
    """Take a lease, as an NFS server does for a client that writes: another open() waits."""
    fd = os.open(path, os.O_RDWR)
    scene.callback(os.close, fd)

    def asked(number, frame):
        if gives:
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    scene.callback(signal.signal, signal.SIGIO, signal.signal(signal.SIGIO, asked))
    fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    return fd


@test
def a_spool_file_that_has_to_be_asked_for_is_shown_once_it_is_given(scene):
    spool = scene.write("spool", "")
    bridge = Bridge(scene, f"--spool={spool}")
    os.write(lease(scene, spool, gives=True), b"from nfs\n")
    bridge.shows("from nfs")
    expect_not_in("spool: ", bridge.log())


@test
def a_spool_file_that_is_not_given_is_not_asked_for_for_ever(scene):
    spool = scene.write("spool", "")
    bridge = Bridge(scene, f"--spool={spool}")
    os.write(lease(scene, spool, gives=False), b"kept\n")
    bridge.await_log(f"spool: {spool}: Resource temporarily unavailable")


@test
def a_bridge_with_a_spool_does_not_wake_up_when_idle(scene):
    spool = scene.write("spool", "")
    bridge = Bridge(scene, f"--spool={spool}")
    scene.write("spool", "x\n")
    bridge.shows("x")
    before = bridge.settled()
    time.sleep(1.5)
    expect(0, bridge.wakeups() - before)


tap.main()
