#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Which page is shown when: read from a FIFO and from MQTT's topics."""

import json
import os
import re
import time

import tap
from daemon import Bridge, Broker
from fakebroker import Subscriber
from tap import WAIT, expect, expect_in, expect_not_in, test, wait_for


class Recorder:
    """A FIFO as the display: every repaint, in order."""

    def __init__(self, scene):
        self.path = scene.path("LCD")
        os.mkfifo(self.path)
        self.fd = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        scene.callback(os.close, self.fd)
        self.bytes = bytearray()

    def paints(self):
        """Each repaint as (what precedes its rows, its rows joined by '|')."""
        try:
            self.bytes += os.read(self.fd, 1 << 20)
        except BlockingIOError:
            pass
        found = []
        for part in self.bytes.decode().split("\x1b[H\x1b[2J")[1:]:
            rows, _, _ = part.partition("\x1b[")
            found.append("|".join(rows.split("\r\n")).rstrip("|"))
        return found

    def changes(self):
        """The repaints that differ from the one before."""
        paints = self.paints()
        return [p for n, p in enumerate(paints) if not n or p != paints[n - 1]]

    def shows(self, *wanted, seconds=WAIT):
        """Wait until these have been shown in this order, others between them or not."""
        def done():
            rest = iter(self.changes())
            return all(want in rest for want in wanted)
        wait_for(done, True, seconds)
        assert done(), f"expected {wanted}, saw {self.changes()}"

    def last(self, want, seconds=WAIT):
        expect(want, wait_for(lambda: (self.paints() or [None])[-1], want, seconds))

    def quiet(self, seconds):
        """How many repaints come in this time."""
        before = len(self.paints())
        time.sleep(seconds)
        return len(self.paints()) - before

    def settles(self, want, seconds=0.8):
        """Wait until nothing more comes for so long, after this."""
        expect(0, wait_for(lambda: self.quiet(seconds), 0))
        self.last(want)


def start(scene, *args):
    recorder, broker = Recorder(scene), Broker(scene)
    bridge = Bridge(scene, "--page-duration=0.3", "--notice-duration=0.3", "--scroll-rest=0.2",
                    "--scroll-step=0.05", *args, device=recorder.path, broker=broker)
    return bridge, broker, recorder


def page(broker, name, text="", **fields):
    broker.publish(f"lcd/page/{name}/set", json.dumps({"text": text, **fields}) if fields else text)


def notify(broker, text, **fields):
    broker.publish("lcd/notify", json.dumps({"text": text, **fields}) if fields else text)


@test
def named_pages_and_main_take_turns(scene):
    _, broker, recorder = start(scene)
    broker.publish("lcd/set", "main")
    page(broker, "a", "page a")
    page(broker, "b", "page b")
    recorder.shows("main", "page a", "page b", "main", "page a")


@test
def a_blank_main_does_not_take_turns(scene):
    _, broker, recorder = start(scene)
    page(broker, "a", "page a")
    page(broker, "b", "page b")
    recorder.shows("page a", "page b", "page a", "page b")
    expect_not_in("", recorder.changes()[recorder.changes().index("page a"):])


@test
def a_single_page_stands_still_without_wakeups(scene):
    bridge, broker, recorder = start(scene)
    page(broker, "a", "page a")
    recorder.last("page a")
    broker.holds("lcd/state", "page a\n\n\n")
    painted = len(recorder.paints())
    bridge.settled(1.5)  # less than the pause between two pings
    expect(painted, len(recorder.paints()))


@test
def an_empty_payload_deletes_a_page(scene):
    _, broker, recorder = start(scene)
    broker.publish("lcd/set", "main")
    page(broker, "a", "page a")
    recorder.shows("main", "page a", "main")
    page(broker, "a")
    recorder.settles("main")


@test
def a_higher_priority_is_shown_instead_and_gives_way(scene):
    _, broker, recorder = start(scene)
    page(broker, "low", "low", priority="background")
    recorder.last("low")
    page(broker, "info", "info")
    recorder.last("info")
    page(broker, "front", "front", priority="foreground")
    recorder.last("front")
    page(broker, "alarm", "alarm", priority="alert")
    recorder.last("alarm")
    expect(0, recorder.quiet(0.5))
    for name, then in (("alarm", "front"), ("front", "info"), ("info", "low")):
        page(broker, name)
        recorder.last(then)


@test
def a_hidden_page_is_not_shown(scene):
    _, broker, recorder = start(scene)
    page(broker, "info", "info")
    recorder.last("info")
    page(broker, "ghost", "ghost", priority="hidden")
    expect(0, sum("ghost" in p for p in recorder.paints()[-recorder.quiet(0.5):]))


@test
def fresh_text_on_main_is_shown_at_once_but_not_over_an_alert(scene):
    _, broker, recorder = start(scene, "--page-duration=60")
    page(broker, "front", "front", priority="foreground")
    recorder.last("front")
    broker.publish("lcd/set", "fresh")
    recorder.last("fresh")
    page(broker, "alarm", "alarm", priority="alert")
    recorder.last("alarm")
    broker.publish("lcd/set", "fresher")
    broker.publish("lcd/page/alarm/set", "")
    recorder.shows("fresh", "alarm", "fresher")
    expect(1, recorder.changes().count("fresher"))


@test
def fresh_main_gives_way_after_its_duration(scene):
    _, broker, recorder = start(scene)
    page(broker, "front", "front", priority="foreground")
    broker.publish("lcd/set", "fresh")
    recorder.shows("fresh", "front")
    expect(0, recorder.quiet(0.8))


@test
def a_page_stays_for_its_own_duration(scene):
    _, broker, recorder = start(scene, "--page-duration=0.1")
    began = time.monotonic()
    page(broker, "long", "long", duration=3)
    page(broker, "short", "short")
    recorder.shows("short", "long", "short")
    assert time.monotonic() - began > 2.8, "it was short"


@test
def a_page_goes_when_its_lifetime_is_over(scene):
    _, broker, recorder = start(scene)
    broker.publish("lcd/set", "main")
    page(broker, "a", "brief", lifetime=4, duration=0.2)
    recorder.shows("main", "brief", "main")
    recorder.settles("main")


def turn(broker, recorder, topic, want):
    broker.publish(f"lcd/page/{topic}", "x")
    recorder.last(want)


@test
def next_and_previous_turn_the_pages(scene):
    _, broker, recorder = start(scene, "--page-duration=60")
    for name in "abc":
        page(broker, name, name)
    recorder.last("a")
    for topic, want in (("next", "b"), ("next", "c"), ("next", "a"), ("previous", "c"),
                        ("previous", "b")):
        turn(broker, recorder, topic, want)


@test
def what_was_just_written_is_turned_as_well(scene):
    _, broker, recorder = start(scene, "--page-duration=60")
    page(broker, "a", "a")
    page(broker, "b", "b")
    recorder.last("a")
    for topic, want in (("next", "a"), ("previous", "b")):
        broker.publish("lcd/set", "main")
        recorder.last("main")
        turn(broker, recorder, topic, want)


@test
def a_notification_interrupts_and_the_page_comes_back(scene):
    _, broker, recorder = start(scene, "--page-duration=60")
    page(broker, "a", "page a")
    page(broker, "b", "page b")
    recorder.last("page a")
    broker.publish("lcd/page/next", "x")
    recorder.last("page b")
    notify(broker, "ding")
    recorder.shows("page b", "ding", "page b")


@test
def notifications_queue(scene):
    _, broker, recorder = start(scene)
    broker.publish("lcd/set", "main")
    for text in ("one", "two", "three"):
        notify(broker, text)
    recorder.shows("main", "one", "two", "three", "main")


@test
def a_notification_that_does_not_stack_replaces_the_others(scene):
    _, broker, recorder = start(scene, "--notice-duration=60")
    broker.publish("lcd/set", "main")
    notify(broker, "one")
    notify(broker, "two")
    recorder.last("one")
    notify(broker, "now", stack=False, duration=0.2)
    recorder.shows("one", "now", "main")
    expect_not_in("two", recorder.changes())


@test
def a_held_notification_stays_until_it_is_dismissed(scene):
    _, broker, recorder = start(scene)
    broker.publish("lcd/set", "main")
    notify(broker, "held", hold=True)
    recorder.last("held")
    expect(0, recorder.quiet(0.8))
    broker.publish("lcd/notify/dismiss", "")
    recorder.last("main")


@test
def a_title_is_a_line_of_its_own(scene):
    _, broker, recorder = start(scene)
    notify(broker, "body\nmore", title="Title")
    recorder.shows("Title|body|more")


@test
def wakeup_lights_the_backlight_while_it_is_shown(scene):
    _, broker, recorder = start(scene)
    broker.publish("lcd/backlight/set", "OFF")
    broker.holds("lcd/backlight/state", "OFF")
    states = scene.enter_context(Subscriber(broker.port, "lcd/backlight/state"))
    notify(broker, "wake", wakeup=True, duration=1)
    want = [b"OFF", b"ON", b"OFF"]
    expect(want, wait_for(lambda: states.received()[0], want))
    recorder.paints()
    expect([b"\x1b[L-", b"\x1b[L+", b"\x1b[L-"],
           re.findall(rb"\x1b\[L[+-]", bytes(recorder.bytes)))


@test
def a_long_line_scrolls_sideways_and_comes_round(scene):
    _, broker, recorder = start(scene, "--geometry=8x1")
    page(broker, "long", "abcdefghij")
    recorder.shows("abcdefgh", "bcdefghi", "cdefghij", "defghij", "fghij",
                   "j   abcd", " abcdefg", "abcdefgh",
                   "bcdefghi")


@test
def a_line_that_fits_stands_still_beside_one_that_scrolls(scene):
    _, broker, recorder = start(scene, "--geometry=4x2")
    page(broker, "two", "abcde\nstay")
    recorder.shows("abcd|stay", "bcde|stay", "cde|stay", "de|stay", "e|stay",
                   "   a|stay", "  ab|stay")


@test
def scrolling_counts_characters_and_not_bytes(scene):
    _, broker, recorder = start(scene, "--geometry=4x1")
    page(broker, "long", "äöüßé")
    recorder.shows("äöüß", "öüßé", "üßé", "ßé", "é", "   ä")


@test
def what_shares_a_cell_scrolls_as_one(scene):
    _, broker, recorder = start(scene, "--geometry=4x1")
    page(broker, "long", "a\u0301🇫🇷bcd")
    recorder.shows("á?bc", "?bcd", "bcd")


@test
def a_row_of_main_is_set_and_a_long_one_scrolls(scene):
    _, broker, recorder = start(scene, "--geometry=4x2")
    broker.publish("lcd/set", "one\ntwo")
    broker.publish("lcd/line/2/set", "abcdef")
    recorder.shows("one|abcd", "one|bcde", "one|cdef", "one|def", "one|ef",
                   "one|f", "one|   a")
    broker.publish("lcd/line/2/set", "2")
    recorder.last("one|2")
    expect(0, recorder.quiet(0.6))


@test
def writing_to_main_ends_its_scrolling_rows(scene):
    _, broker, recorder = start(scene, "--geometry=4x2")
    broker.publish("lcd/line/1/set", "abcdef")
    recorder.shows("abcd", "bcde")
    broker.publish("lcd/append", "x")
    wait_for(lambda: "x" in recorder.paints()[-1], True)
    expect(0, recorder.quiet(0.8))
    expect_in("x", recorder.paints()[-1])


@test
def lines_that_the_display_lacks_are_refused(scene):
    bridge, broker, recorder = start(scene, "--geometry=8x2")
    for line in ("0", "3", "x", "1x"):
        broker.publish(f"lcd/line/{line}/set", "no")
    broker.publish("lcd/line/2/set", "yes")
    recorder.last("|yes")
    bridge.await_log("mqtt: line/0/set: the display has no such line")


@test
def line_topics_hold_the_rows(scene):
    _, broker, _ = start(scene)
    broker.publish("lcd/set", "one\ntwo")
    broker.holds("lcd/line/1/state", "one")
    broker.holds("lcd/line/2/state", "two")


@test
def backlight_and_power_are_switched_and_reported(scene):
    bridge, broker, recorder = start(scene)
    for topic, on, off in (("backlight", "+", "-"), ("power", "D", "d")):
        for word, sequence in (("OFF", off), ("ON", on)):
            broker.publish(f"lcd/{topic}/set", word)
            broker.holds(f"lcd/{topic}/state", word)
            recorder.paints()
            expect_in(f"\x1b[L{sequence}".encode(), bytes(recorder.bytes[-40:]))
    broker.publish("lcd/power/set", "maybe")
    bridge.await_log("mqtt: power/set: must be ON or OFF")


@test
def wrong_json_is_refused_with_a_reason(scene):
    bridge, broker, recorder = start(scene)
    for fields, why in (({"duration": -1}, "must be seconds"), ({"hold": 1}, "true or false"),
                        ({"priority": "high"}, "must be hidden, background"),
                        ({"text": [3]}, "text: must be a string")):
        broker.publish("lcd/notify", json.dumps({"text": "no", **fields}))
        bridge.await_log(f"mqtt: notify: .*{why}")
        time.sleep(1.1)  # such messages are rationed, one a second
    expect_not_in("no", recorder.changes())


@test
def a_name_that_is_no_text_is_refused(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/page/\ue000/set", "refused")
    bridge.await_log(r"page/\S/set: a page's name is text")
    time.sleep(1.1)  # such messages are rationed, one a second
    broker.publish("lcd/page/ö\u200d/set", "refused")
    bridge.await_log(r"page/ö\S+/set: a page's name is text")
    broker.publish("lcd/page/ünï/set", "shown")
    bridge.shows("shown")


@test
def an_object_with_neither_text_nor_title_is_refused(scene):
    bridge, broker, recorder = start(scene)
    page(broker, "a", "page a")
    recorder.last("page a")
    broker.publish("lcd/page/a/set", json.dumps({"titel": "Door"}))
    bridge.await_log("mqtt: page/a/set: must have text, title")
    broker.publish("lcd/notify", json.dumps({"text": "", "title": "Door"}))
    recorder.shows("Door", "page a")
    time.sleep(1.1)  # such messages are rationed, one a second
    broker.publish("lcd/notify", "{}")
    bridge.await_log("mqtt: notify: must have text, title")
    recorder.last("page a")


@test
def a_turn_of_a_millisecond_is_refused(scene):
    bridge, broker, recorder = start(scene)
    page(broker, "a", "page a", duration=0.001)
    bridge.await_log("mqtt: page/a/set: a duration of less than 0.01 seconds is too short")
    page(broker, "b", "page b", duration=0.01)
    recorder.last("page b")


@test
def what_is_no_json_is_text(scene):
    _, broker, recorder = start(scene)
    notify(broker, "{not json}")
    recorder.shows("{not json}")


@test
def pages_are_sanitized(scene):
    _, broker, recorder = start(scene)
    page(broker, "a", "a\x1b[2Jb\u0007", priority="info")
    recorder.last("a[2Jb")


@test
def a_client_has_64_pages_and_the_next_is_refused(scene):
    bridge, broker, _ = start(scene)
    for n in range(66):
        page(broker, f"p{n}", f"{n}")
    bridge.await_log("mqtt: page/p64/set: there are too many pages of one client")


@test
def sixteen_notifications_wait_and_the_next_is_refused(scene):
    bridge, broker, _ = start(scene, "--notice-duration=60")
    for n in range(17):
        notify(broker, f"{n}")
    bridge.await_log("mqtt: notify: too many notifications are waiting")


@test
def retained_pages_come_back_after_a_restart_of_the_daemon(scene):
    bridge, broker, recorder = start(scene)
    broker.publish("lcd/page/a/set", "kept", "-r")
    recorder.last("kept")
    bridge.kill()
    second = Bridge(scene, device=recorder.path, broker=broker)
    second.await_log("mqtt: subscribed")
    recorder.last("kept")


tap.main()
