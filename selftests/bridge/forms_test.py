#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What people and their tools send in other forms than the manual has."""

import json
import time

import tap
from daemon import Bridge, Broker, free_port
from fakebroker import Subscriber
from tap import expect, expect_in, expect_not_in, test, wait_for

REST = 2
SLOW = (f"--scroll-rest={REST}", "--scroll-step=0.1")
LONG = "abcdefghijklmnopqrstuvwxyz0123456789"
ENDLESS = LONG + "-" * 600  # takes a minute


def first_row(bridge, row=0):
    with open(bridge.device, encoding="utf-8") as file:
        return (file.read().split("\n") + 5 * [""])[row]


def begins_and_rests(bridge, row, publish):
    """Of what is published, the row shows the beginning until the rest is over."""
    start, seen = LONG.upper()[:20], set()
    began = time.monotonic()
    publish()
    while True:
        text = first_row(bridge, row)
        if time.monotonic() > began + REST:
            break
        seen.add(text if text.isupper() else start)  # it may still be that from before
        time.sleep(0.02)
    expect({start}, seen | {start})
    expect(start, wait_for(lambda: first_row(bridge, row), start))


@test
def a_row_that_is_set_begins_at_its_beginning_and_rests(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, *SLOW, broker=broker)
    broker.publish("lcd/line/1/set", ENDLESS)
    wait_for(lambda: first_row(bridge), lambda row: row.startswith("c"))
    begins_and_rests(bridge, 1, lambda: broker.publish("lcd/line/2/set", LONG.upper()))
    assert not first_row(bridge).startswith("a"), "the first row began again"


@test
def a_row_that_is_set_to_the_same_text_goes_on(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, *SLOW, broker=broker)

    def row():
        broker.publish("lcd/line/1/set", ENDLESS)
        return first_row(bridge)
    assert wait_for(row, lambda got: got[:1] not in ("", "a"))[:1] not in ("", "a"), "it rests"


@test
def a_page_that_gets_another_text_begins_at_its_beginning(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, *SLOW, "--page-duration=60", broker=broker)
    broker.publish("lcd/page/a/set", LONG)
    wait_for(lambda: first_row(bridge), lambda row: row.startswith("c"))
    begins_and_rests(bridge, 0, lambda: broker.publish("lcd/page/a/set", LONG.upper()))


@test
def a_switch_takes_the_words_of_other_tools(scene):
    broker = Broker(scene)
    Bridge(scene, broker=broker)
    for off, on in (("OFF\r\n", "ON\r\n"), ("off", "on"), ("0", "1"), ("false", "True"),
                    ("OFF", "ON ")):
        for topic in ("backlight", "power"):
            broker.publish(f"lcd/{topic}/set", off)
            broker.holds(f"lcd/{topic}/state", "OFF")
            broker.publish(f"lcd/{topic}/set", on)
            broker.holds(f"lcd/{topic}/state", "ON")


@test
def a_switch_refuses_other_words(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    for word in ("onn", "o", "10", "\r\n", "yes, please"):
        before = bridge.log().count("must be ON or OFF")
        broker.publish("lcd/power/set", word)
        expect(before + 1, wait_for(lambda: bridge.log().count("must be ON or OFF"), before + 1))
        time.sleep(1.1)  # one complaint a second
    broker.holds("lcd/power/state", "ON")


@test
def numbers_are_texts_and_texts_are_seconds(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--page-duration=60", broker=broker)
    broker.publish("lcd/page/a/set", json.dumps({"text": 21.5, "title": 7, "duration": "60"}))
    bridge.shows("7", "21.5")
    states = scene.enter_context(Subscriber(broker.port, "lcd/state"))
    broker.publish("lcd/notify", json.dumps({"text": "soon over", "duration": "0.5"}))
    assert wait_for(lambda: b"soon over\n\n\n" in states.received()[0], True), states.payloads
    bridge.shows("7", "21.5")


@test
def texts_that_are_no_seconds_are_refused(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    for duration in ("soon", "", "5s", "-1", "nan", [], True):
        before = bridge.log().count("must be seconds")
        broker.publish("lcd/notify", json.dumps({"text": "x", "duration": duration}))
        expect(before + 1, wait_for(lambda: bridge.log().count("must be seconds"), before + 1))
        time.sleep(1.1)


@test
def a_byte_order_mark_before_json_is_no_text(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/notify", '\ufeff{"text": "marked", "duration": 60}')
    bridge.shows("marked")


@test
def a_message_in_json_is_told_its_name(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/notify", '{"title": "door", "message": "open"}')
    bridge.await_log("mqtt: notify: message: use the key text")
    bridge.shows()


@test
def an_empty_notification_shows_nothing(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--notice-duration=60", broker=broker)
    broker.publish("lcd/set", "stays")
    for empty in ("", " \n", '{"text": ""}', '{"text": " ", "title": ""}'):
        broker.publish("lcd/notify", empty)
        broker.publish("lcd/append", ".")
    bridge.shows("stays....")
    expect_not_in("notify:", bridge.log())


@test
def an_ipv6_host_may_have_its_brackets(scene):
    port = free_port()
    Broker(scene, f"listener {port} ::1")
    Bridge(scene, "--mqtt-host=[::1]", f"--mqtt-port={port}",
           mqtt=False).await_log("mqtt: ::1:.*: connected")


@test
def a_shared_subscription_is_no_prefix(scene):
    for option in ("mqtt-prefix", "hass-prefix"):
        bridge = Bridge(scene, "--mqtt-host=127.0.0.1", f"--{option}=$share/a/b",
                        ready="must not begin with")
        bridge.ends(2)
        expect_in("must not begin with $share/", bridge.log())


tap.main()
