#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Changes as they come: streams of events, many of them, slow ones, dead ones."""

import os
import resource
import socket
import struct
import time

from web import PLAIN, Stream, Web, first_row, write

from tap import WAIT, expect, main, test, wait_for

VIEWERS = 1000


@test
def a_stream_begins_with_what_is_shown(scene):
    web = Web(scene)
    write(web.files[0], "now")
    name, told = Stream(scene, web).event()
    expect(("message", web.json()), (name, told))


@test
def a_change_is_told(scene):
    web = Web(scene)
    stream = Stream(scene, web)
    stream.event()
    for text in ("one", "two", "three"):
        write(web.files[0], text)
        stream.display(first_row(text))
    web.ask("PUT", "/screen", "four")
    stream.display(first_row("four"))


def write_in_two_steps(path, text):
    """Truncate, then write. Was it quick? What stays blank for long is told."""
    began = time.monotonic()
    with open(path, "w", encoding="utf-8") as file:
        time.sleep(0.012)
        file.write(text)
    return time.monotonic() - began < 0.03


@test
def an_empty_moment_is_not_told(scene):
    web = Web(scene)
    write(web.files[0], "first")
    stream = Stream(scene, web)
    told = stream.event()[1]["text"][0]
    for n in range(20):
        time.sleep(0.05)  # longer than a frame
        was_quick = write_in_two_steps(web.files[0], f"text {n}")
        while told != f"text {n}":
            told = stream.display()["text"][0]
            assert told or not was_quick, "it was blank"
    write(web.files[0], "")
    stream.display(first_row(""))


@test
def an_empty_moment_is_not_told_after_a_request_has_filled_the_file(scene):
    web = Web(scene)
    write(web.files[0], "first")
    stream = Stream(scene, web)
    stream.event()
    for n in range(5):
        write(web.files[0], "")
        stream.display(first_row(""))
        time.sleep(0.05)  # longer than a frame
        web.ask("PUT", "/screen", f"asked {n}")
        stream.display(first_row(told := f"asked {n}"))
        time.sleep(0.05)
        was_quick = write_in_two_steps(web.files[0], f"text {n}")
        while told != f"text {n}":
            told = stream.display()["text"][0]
            assert told or not was_quick, "it was blank"


@test
def an_empty_moment_is_not_told_when_a_frame_is_due(scene):
    web = Web(scene)
    stream = Stream(scene, web)
    told = stream.event()[1]["text"][0]
    for n in range(10):
        write(web.files[0], f"drawn {n}")
        while told != f"drawn {n}":
            told = stream.display()["text"][0]
        began = time.monotonic()
        write(web.files[0], "has to wait for a frame's time")
        was_quick = time.monotonic() - began < 0.03
        time.sleep(0.005)
        with web.asleep():
            time.sleep(0.05)  # longer than that
            began = time.monotonic()
            file = scene.enter_context(open(web.files[0], "w", encoding="utf-8"))
        time.sleep(0.005)
        file.write(f"text {n}")
        file.close()
        was_quick = was_quick and time.monotonic() - began < 0.03
        while told != f"text {n}":
            told = stream.display()["text"][0]
            assert told or not was_quick, "it was blank"


@test
def what_changes_nothing_is_not_told(scene):
    web = Web(scene)
    write(web.files[0], "same")
    stream = Stream(scene, web)
    stream.event()
    for _ in range(5):
        web.ask("PUT", "/screen", "same")
    web.ask("PUT", "/screen", "other")
    expect("other", stream.display()["text"][0])


@test
def thirty_a_second_at_most(scene):
    web = Web(scene)
    stream = Stream(scene, web)
    stream.event()
    began, n = time.monotonic(), 0
    while time.monotonic() < began + 1 or (web.metric("lcdweb_frames_total", "screen") < 6 and
                                           time.monotonic() < began + WAIT):
        write(web.files[0], str(n := n + 1))
    write(web.files[0], "end")
    stream.display(first_row("end"))
    seconds = time.monotonic() - began
    drawn = web.metric("lcdweb_frames_total", "screen")
    assert 5 <= drawn <= 30 * seconds + 4, f"{drawn} frames of {n} changes, {seconds} s"


@test
def all_displays_come_in_one_stream(scene):
    web = Web(scene, "--read-only", files=("one", "two"))
    stream = Stream(scene, web, "/events")
    expect(("displays", {"read_only": True, "keys": False, "beat_s": 15,
                         "displays": ["one", "two"]}), stream.event())
    expect({"one", "two"}, {stream.event()[1]["name"] for _ in range(2)})
    write(web.files[1], "changed")
    expect("two", stream.display(first_row("changed"))["name"])
    os.unlink(web.files[0])
    expect(("displays", {"read_only": True, "keys": False, "beat_s": 15,
                         "displays": ["two"]}), stream.event())
    write(web.files[0], "again")
    expect(["one", "two"], stream.event()[1]["displays"])
    stream.display(first_row("again"))


@test
def a_stream_ends_with_its_file(scene):
    web = Web(scene)
    stream = Stream(scene, web)
    stream.event()
    os.unlink(web.files[0])
    expect(None, stream.event())
    expect(0, wait_for(lambda: web.metric("lcdweb_streams"), 0))


@test
def signs_of_life_come_while_nothing_changes(scene):
    web = Web(scene, "--beat=1")
    stream = Stream(scene, web)
    stream.event()
    expect(("beat", None), stream.event())
    expect(("beat", None), stream.event())


@test
def a_stream_that_waits_outlives_the_time_out(scene):
    web = Web(scene, "--timeout=4")
    stream = Stream(scene, web)
    stream.event()
    time.sleep(6)  # that nothing happens can only be seen after a while
    write(web.files[0], "still there")
    stream.display(first_row("still there"))
    expect(0, web.metric("lcdweb_expired_total"))


@test
def who_has_gone_is_noticed_at_once(scene):
    web = Web(scene)
    streams = [Stream(scene, web) for _ in range(10)]
    for stream in streams:
        stream.event()
    expect(10, web.metric("lcdweb_streams"))
    for stream in streams:
        stream.response.close()
        stream.client.close()
    expect(0, wait_for(lambda: web.metric("lcdweb_streams"), 0))


@test
def a_peer_that_resets_costs_nothing(scene):
    web = Web(scene, "--beat=3600", program=PLAIN)
    stream = Stream(scene, web)
    stream.event()
    stream.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    stream.response.close()
    stream.client.close()
    before = web.settled(0.5)
    time.sleep(1)
    expect(before, web.wakeups())
    expect(0, web.metric("lcdweb_streams"))


@test
def frames_of_requests_are_told_thirty_times_a_second_at_most(scene):
    web = Web(scene)
    stream = Stream(scene, web)
    stream.event()
    began, sent = time.monotonic(), web.metric("lcdweb_events_total")
    for batch in range(200):  # ten requests at once, so that a frame comes while one is sent
        bodies = [f"{batch} {n}" for n in range(10)]
        web.raw("".join(f"PUT /screen HTTP/1.1\r\nHost: localhost\r\n"
                        f"Content-Length: {len(body)}\r\n"
                        f"Connection: {'close' if body == bodies[-1] else 'keep-alive'}\r\n"
                        f"\r\n{body}" for body in bodies).encode())
    stream.display(first_row("199 9"))
    seconds = time.monotonic() - began
    sent = web.metric("lcdweb_events_total") - sent
    assert sent <= 31 * seconds + 4, f"{sent} in {seconds} s"


@test
def a_slow_reader_gets_the_newest_and_delays_nobody(scene):
    web = Web(scene, "--timeout=300")  # for who does not read
    slow = Stream(scene, web, room=4096)
    quick = Stream(scene, web)
    slow.event()
    for n in range(1500):
        web.ask("PUT", "/screen", f"{n:04}" * 20)
        time.sleep(0.034)  # each is told, as the next comes later, unless all is slow
        if n % 100 == 99 and web.metric("lcdweb_events_skipped_total") > 150:
            break
    web.ask("PUT", "/screen", "end")
    quick.display(first_row("end"))
    read = 1
    while slow.display()["text"][0] != "end":
        read += 1
    skipped = web.metric("lcdweb_events_skipped_total")
    drawn = web.metric("lcdweb_frames_total", "screen")
    assert read + 100 < drawn, f"{read} of {drawn} were queued"
    assert skipped > 100, f"{skipped} skipped"


a_slow_reader_gets_the_newest_and_delays_nobody.seconds = 240


@test
def who_never_reads_is_dropped(scene):
    web = Web(scene, "--timeout=3")
    Stream(scene, web, room=4096)
    expect(1, web.metric("lcdweb_streams"))
    n = 0

    def still_there():
        nonlocal n
        n += 1
        web.ask("PUT", "/screen", f"{n:04}" * 20)
        return web.metric("lcdweb_streams")

    expect(0, wait_for(still_there, 0, 4 * WAIT))
    expect(1, web.metric("lcdweb_expired_total"))


@test
def a_thousand_viewers_cost_one_drawing_a_change(scene):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    scene.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
    web = Web(scene, f"--per-address={VIEWERS + 50}", f"--connections={VIEWERS + 50}",
              program=PLAIN)
    before = web.memory()
    streams = [Stream(scene, web) for _ in range(VIEWERS)]
    for stream in streams:
        stream.event()
    drawn = web.metric("lcdweb_frames_total", "screen")
    for n in range(3):
        web.ask("PUT", "/screen", f"to all {n}")
        for stream in streams:
            stream.display(first_row(f"to all {n}"))
    expect(drawn + 3, web.metric("lcdweb_frames_total", "screen"))
    each = (web.memory() - before) / VIEWERS
    assert each < 20, f"{each} KiB for each"


a_thousand_viewers_cost_one_drawing_a_change.seconds = 240


@test
def nothing_wakes_it_while_nothing_happens(scene):
    web = Web(scene, "--beat=3600", program=PLAIN)
    stream = Stream(scene, web)
    stream.event()
    before = web.settled()
    time.sleep(3)
    expect(before, web.wakeups())


main()
