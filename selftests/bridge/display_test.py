#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The file that is the display: regular file, FIFO, terminal, or not there."""

import contextlib
import fcntl
import grp
import os
import pty
import pwd
import re
import shutil
import subprocess
import time
import tty

import tap
from daemon import (LCDBRIDGE, PLAIN, SLOW_RESOLVER, SLOW_RESOLVER_SECONDS, Bridge, Broker,
                    overflow_inotify, read, screen, waited)
from fakebroker import Subscriber
from tap import expect, expect_in, expect_not_in, test, wait_for

PAINT = b"\x1b[H\x1b[2J"


def fifo_reader(path):
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK)


def last_paint(fd, want):
    """Read until the newest complete repaint is the wanted one."""
    got = bytearray()

    def newest():
        try:
            got.extend(os.read(fd, 65536))
        except BlockingIOError:
            pass
        return bytes(got[got.rfind(PAINT):])
    return wait_for(newest, want)


def watches(bridge):
    """How many files and folders it watches."""
    info = f"/proc/{bridge.popen.pid}/fdinfo"
    return sum(read(f"{info}/{fd}").count("inotify wd:") for fd in os.listdir(info))


def paint(row, line, col, more=b""):
    """The bytes with which a display of 20x4 shows one row and the cursor."""
    return PAINT + row + b"\r\n" * 3 + b"\x1b[%d;%dH" % (line, col) + more


@test
def a_regular_file_is_replaced_by_the_rows(scene):
    bridge = Bridge(scene)
    bridge.ask(b"a long line of text that wraps\n")
    expect(screen("a long line of text", "that wraps"), read(bridge.device))
    bridge.ask(b"short")
    bridge.shows("short")


@test
def geometry_is_what_the_file_cannot_tell(scene):
    bridge = Bridge(scene, "--geometry=8x2")
    expect("12345678\n9\n", bridge.ask(b"123456789"))
    expect("b\nc\n", bridge.ask(b"a\nb\nc\n"))


@test
def what_was_in_the_file_is_kept_at_the_start(scene):
    device = scene.write("screen", "from before\n")
    bridge = Bridge(scene, device=device)
    expect(screen("from before"), bridge.ask(b""))


@test
def what_somebody_writes_becomes_page_main(scene):
    bridge = Bridge(scene)
    bridge.ask(b"ours\n")
    scene.write("screen", "theirs\n")
    expect(screen("theirs"), wait_for(lambda: bridge.ask(b""), screen("theirs")))
    bridge.shows("theirs")


def move_and_return(path):
    os.rename(path, f"{path}.away")
    os.rename(f"{path}.away", path)


@test
def what_came_later_wins_over_what_somebody_wrote_to_the_file(scene):
    """Stop the daemon, so that it finds both in one turn of its loop."""
    bridge = Bridge(scene, tcp="127.0.0.1:0 append")
    with bridge.connect() as client:
        for turn in range(10):
            client.sendall(b"\fready %d" % turn)
            bridge.shows(f"ready {turn}")
            with bridge.asleep():
                client.sendall(b"\f")
                scene.write("screen", "older\n")
                client.sendall(b"newer %d" % turn)
            bridge.shows(f"newer {turn}")
            time.sleep(0.05)  # in which the older text could come back
            expect(screen(f"newer {turn}"), read(bridge.device))


@test
def what_somebody_writes_is_read_when_the_news_of_it_is_lost(scene):
    bridge = Bridge(scene)
    bridge.ask(b"ours\n")
    with bridge.asleep():
        overflow_inotify(lambda: os.chmod(bridge.device, 0o600),
                         lambda: move_and_return(bridge.device))
        scene.write("screen", "theirs\n")
    expect(screen("theirs"), wait_for(lambda: bridge.ask(b""), screen("theirs")))


@test
def its_own_repaint_does_not_come_back_as_a_change(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.holds("lcd/state", "\n\n\n")
    subscriber = scene.enter_context(Subscriber(broker.port, "lcd/state"))
    bridge.ask(b"once\n")
    broker.holds("lcd/state", "once\n\n\n")
    before = bridge.settled(0.5)  # longer than the pause between two states
    time.sleep(0.5)  # in which nothing may happen
    payloads, _ = subscriber.received()
    expect([b"\n\n\n", b"once\n\n\n"], payloads)
    assert bridge.wakeups() - before <= 2, "it goes on waking up"


@test
def a_missing_file_is_never_created(scene):
    bridge = Bridge(scene, device=scene.path("missing"))
    bridge.ask(b"hi\n")
    assert not os.path.exists(bridge.device)


@test
def a_file_that_comes_late_is_found_even_in_a_new_folder(scene):
    bridge = Bridge(scene, device=scene.path("a/b/screen"))
    bridge.ask(b"early\n")
    os.makedirs(scene.path("a/b"))
    scene.write("a/b/screen", "")
    bridge.shows("early")


@test
def who_lacks_a_file_is_told_to_touch_it_but_not_in_dev(scene):
    hint = "; for a text file, touch it first"
    bridge = Bridge(scene, device=scene.path("missing"))
    expect(f"lcdbridge: {bridge.device}: No such file or directory{hint}\n", bridge.ask(b"hi\n"))
    expect_not_in(hint, Bridge(scene, device="/dev/not-a-display").ask(b"hi\n"))


@test
def a_file_that_is_moved_into_place_is_found(scene):
    bridge = Bridge(scene, device=scene.path("missing"))
    bridge.ask(b"early\n")
    os.rename(scene.write("new", ""), bridge.device)
    bridge.shows("early")


@test
def a_file_that_goes_and_comes_back_is_repainted(scene):
    bridge = Bridge(scene)
    bridge.ask(b"again\n")
    for _ in range(3):
        os.remove(bridge.device)
        bridge.await_log("screen: gone: No such file")
        expect_in("No such file", wait_for(lambda: bridge.ask(b""), lambda t: "No such" in t))
        scene.write("screen", "")
        bridge.shows("again")


@test
def a_name_that_outlives_the_last_link_is_followed(scene):
    """As unlink() does for a moment: it reports the lost link before the name goes."""
    with open(scene.path("file"), "w+", encoding="utf-8") as file:
        link = scene.path("screen")
        os.symlink(f"/proc/{os.getpid()}/fd/{file.fileno()}", link)
        bridge = Bridge(scene, device=link)
        bridge.ask(b"one\n")
        bridge.shows("one")
        before = watches(bridge)
        os.remove(file.name)
        expect(before + 1, wait_for(lambda: watches(bridge), before + 1))
        os.remove(link)
    bridge.await_log("screen: gone: No such file")
    scene.write("screen", "")
    bridge.shows("one")


@test
def a_file_that_is_replaced_is_followed(scene):
    bridge = Bridge(scene)
    bridge.ask(b"one\n")
    os.rename(scene.write("new", ""), bridge.device)
    bridge.shows("one")
    expect(screen("two"), bridge.ask(b"two\n"))
    bridge.shows("two")


@test
def text_in_the_file_that_replaces_it_is_kept(scene):
    bridge = Bridge(scene)
    bridge.ask(b"ours\n")
    os.rename(scene.write("new", "theirs\n"), bridge.device)
    expect(screen("theirs"), wait_for(lambda: bridge.ask(b""), screen("theirs")))
    bridge.shows("theirs")


@test
def text_in_a_file_that_comes_late_is_kept(scene):
    bridge = Bridge(scene, device=scene.path("missing"))
    bridge.ask(b"early\n")
    os.rename(scene.write("new", "late\n"), bridge.device)
    expect(screen("late"), wait_for(lambda: bridge.ask(b""), screen("late")))
    bridge.shows("late")


@test
def a_fifo_gets_what_a_display_would_get(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    reader = fifo_reader(path)
    bridge = Bridge(scene, device=path)
    bridge.ask("é1\n".encode())
    expect(paint("é1".encode(), 2, 1), last_paint(reader, paint("é1".encode(), 2, 1)))
    os.close(reader)


@test
def a_message_has_the_panel_initialised_once(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    reader = fifo_reader(path)
    broker = Broker(scene)
    bridge = Bridge(scene, device=path, broker=broker)
    bridge.ask(b"hi")
    got = bytearray()

    def initialisations():
        try:
            got.extend(os.read(reader, 65536))
        except BlockingIOError:
            pass
        return got.count(b"\x1b[LI")
    expect(0, initialisations())
    broker.publish("lcd/reinit", "")
    wait_for(initialisations, 1)
    bridge.ask(b"ho")
    expect(1, initialisations())
    os.close(reader)


@test
def a_fifo_without_a_reader_is_waited_for(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    bridge = Bridge(scene, device=path)
    expect_in("nobody reads this FIFO yet", bridge.ask(b"hi"))
    for _ in range(3):
        reader = fifo_reader(path)
        expect(paint(b"hi", 1, 3), last_paint(reader, paint(b"hi", 1, 3)))
        os.close(reader)
        bridge.ask(b"unseen")  # meets the broken pipe
        wait_for(lambda: bridge.ask(b"hi"), lambda text: "nobody" in text)


@test
def a_reader_that_waits_for_the_fifo_to_be_opened_gets_the_next_text(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    bridge = Bridge(scene, device=path)
    bridge.await_log("nobody reads this FIFO yet")
    with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as cat:
        os.set_blocking(cat.stdout.fileno(), False)
        wait_for(lambda: bridge.ask(b"hi"), lambda text: "nobody" not in text)
        expect(paint(b"hi", 1, 3), last_paint(cat.stdout.fileno(), paint(b"hi", 1, 3)))
        cat.kill()


@test
def a_fifo_that_is_full_gets_the_newest_text_later(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    reader = fifo_reader(path)
    bridge = Bridge(scene, device=path)
    with bridge.connect() as client:
        for n in range(20000):
            client.sendall(b"\x0c%d\n" % n)
        client.sendall(b"\x0clast\n")
    expect(screen("last"), wait_for(lambda: bridge.ask(b""), screen("last")))
    expect(paint(b"last", 2, 1), last_paint(reader, paint(b"last", 2, 1)))
    os.close(reader)


@test
def a_flood_costs_few_repaints(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    reader = os.fdopen(fifo_reader(path), "rb", 0)
    bridge = Bridge(scene, device=path)
    text = b"".join(b"%d\n" % n for n in range(20000))
    bridge.ask(text)
    paints = wait_for(lambda: reader.read() or b"", lambda got: b"19999" in got).count(PAINT)
    # A slow daemon takes less at a time.
    assert paints < 2000, f"{paints} repaints for 20000 lines"
    reader.close()


@test
def a_terminal_shows_the_rows(scene):
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    os.set_blocking(ours, False)
    bridge = Bridge(scene, device=os.ttyname(theirs))
    bridge.ask(b"hi\n")
    expect(paint(b"hi", 2, 1), last_paint(ours, paint(b"hi", 2, 1)))
    os.close(theirs)
    os.close(ours)


@test
def the_cursor_is_left_where_the_page_has_it(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    reader = fifo_reader(path)
    bridge = Bridge(scene, "--geometry=3x1", device=path)
    for text, tail in ((b"ab", b"ab\x1b[1;3H"), (b"abc", b"abc\x1b[1;3Hc"),
                       (b"ab\n", b"ab\x1b[1;1H\n")):
        bridge.ask(text)
        expect(PAINT + tail, last_paint(reader, PAINT + tail))
    os.close(reader)


@test
def a_regular_file_in_dev_is_named_as_a_leftover(scene):
    path = f"/dev/LCD-lcdbridge-{os.getpid()}"
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write("hi\n")
    except OSError as error:
        raise tap.Skip(f"{path}: {error.strerror}") from error
    scene.callback(lambda: os.path.exists(path) and os.remove(path))
    bridge = Bridge(scene, device=path, ready=f"a regular file, not a display: rm {path}")
    expect("hi\n", read(path))
    os.remove(path)
    os.mkfifo(path)
    reader = fifo_reader(path)
    bridge.await_log("open, 20x4")
    os.close(reader)


def no_root(scene):
    """Options of a Bridge that root's rights do not help."""
    if os.getuid():
        return {}
    os.chmod(scene.folder, 0o755)
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": [],
            "program": shutil.copy(LCDBRIDGE, scene.folder)}  # out of root's home


@test
def no_permission_names_the_group_and_is_tried_again(scene):
    device = scene.write("screen", "")
    os.chmod(device, 0o000)
    group = grp.getgrgid(os.stat(device).st_gid).gr_name
    bridge = Bridge(scene, device=device, ready=f"Permission denied: .*group {group}",
                    **no_root(scene))
    bridge.ask(b"early\n")
    os.chmod(device, 0o666)
    bridge.shows("early")


@test
def names_of_owners_that_another_machine_knows_are_not_waited_for(scene):
    device = scene.write("screen", "")
    os.chmod(device, 0o000)
    as_nobody = {**no_root(scene), "program": shutil.copy(PLAIN, scene.folder),
                 "env": {"LD_PRELOAD": shutil.copy(SLOW_RESOLVER, scene.folder)}}
    began, before = time.monotonic(), waited()
    bridge = Bridge(scene, device=device, ready="Permission denied: it belongs to user root",
                    **as_nobody)
    bridge.ask(b"early\n")
    took = time.monotonic() - began - (waited(bridge) - before)
    assert took < SLOW_RESOLVER_SECONDS, "it waits for names"
    os.chown(device, 54321, 54321)
    bridge.await_log("it belongs to user 54321 and group 54321")


@test
def a_device_that_takes_no_text_is_reported_once(scene):
    bridge = Bridge(scene, device="/dev/full", ready="/dev/full: write: No space left")
    for n in range(5):
        expect("lcdbridge: /dev/full: write: No space left on device\n", bridge.ask(b"%d" % n))
    expect((1, 0), (bridge.log().count("lcdbridge: /dev/full: write"),
                    bridge.log().count("/dev/full: open")))


@test
def a_file_that_fails_at_everything_is_reported_once(scene):
    bridge = Bridge(scene, device="/proc/self/mem", ready="/proc/self/mem: read: Input/output")
    for n in range(5):
        expect_in(": Input/output error", bridge.ask(b"%d" % n))
        time.sleep(0.15)  # for a try
    want = [f"lcdbridge: /proc/self/mem: {how}: Input/output error" for how in ("read", "write")]
    expect(want, wait_for(lambda: re.findall("^lcdbridge: /proc/.*", bridge.log(), re.M), want))


@test
def a_folder_that_cannot_be_watched_is_reported_once(scene):
    folder = scene.path("closed")
    os.mkdir(folder)
    device = f"{folder}/screen"
    os.chmod(folder, 0o311)
    bridge = Bridge(scene, device=device, ready="inotify: Permission denied", **no_root(scene))
    for n in range(5):
        bridge.ask(b"%d" % n)
        time.sleep(0.15)  # for a try
    expect(1, bridge.log().count("inotify"))
    scene.write("closed/screen", "")
    os.chmod(device, 0o666)
    bridge.ask(b"late")
    bridge.shows("late")


@test
def of_a_long_file_the_end_is_shown(scene):
    bridge = Bridge(scene)
    scene.write("screen", "".join(f"{n}\n" for n in range(5000)))
    bridge.shows("4996", "4997", "4998", "4999")


@test
def a_full_fifo_loses_no_switch(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    reader = fifo_reader(path)
    fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 4096)
    bridge = Bridge(scene, tcp="127.0.0.1:0 escapes", device=path)
    full = b"\n" + b"\n".join(3 * [20 * b"x"])
    for n in range(100):
        bridge.ask(b"%d" % n + full)
    bridge.ask(b"\033[L-dark" + full)
    bridge.ask(b"newest" + full)
    drained = bytearray()

    def drain():
        with contextlib.suppress(BlockingIOError):
            drained.extend(os.read(reader, 65536))
        return b"newest" in drained
    assert wait_for(drain, True), drained
    expect(1, drained.count(b"\033[L-"))
    os.close(reader)


@test
def a_file_that_cannot_grow_is_reported_once_and_answered(scene):
    file = os.memfd_create("screen", os.MFD_ALLOW_SEALING)
    scene.callback(os.close, file)
    os.write(file, screen().encode())
    fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW)
    bridge = Bridge(scene, device=f"/proc/{os.getpid()}/fd/{file}")
    for n in range(5):
        expect_in("write: Operation not permitted", bridge.ask(b"%d" % n))
    expect(1, len(re.findall(rf"lcdbridge: /proc/\d+/fd/{file}: write", bridge.log())))
    expect(screen(), bridge.ask(b"\x0c"))
    expect_in("write: Operation not permitted", bridge.ask(b"again"))


@test
def a_folder_is_no_display(scene):
    os.mkdir(scene.path("folder"))
    bridge = Bridge(scene, device=scene.path("folder"), ready="not a device, file")
    expect_in("folder: not a device, file, FIFO or terminal", bridge.ask(b""))


@test
def an_idle_bridge_does_not_wake_up(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-keepalive=3600", broker=broker)
    with bridge.connect() as client:
        client.sendall(b"hi\n")
        broker.holds("lcd/state", "hi\n\n\n")
        before = bridge.settled(0.5)  # longer than the pause between two states
        time.sleep(3)  # the time is what is tested
        expect(0, bridge.wakeups() - before)


@test
def a_bridge_without_a_display_does_not_wake_up(scene):
    # In /dev, other programs make files, and each one would wake it up.
    bridge = Bridge(scene, f"--keys-device={scene.path('input/event0')}",
                    device=scene.path("missing"))
    before = bridge.settled(0.5)
    time.sleep(2)  # the time is what is tested
    expect(0, bridge.wakeups() - before)


tap.main()
