#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Retained messages: honoured once, and never over a newer text."""

import os
import socket
import time

import fakebroker
import tap
from daemon import Bridge, Broker
from fakebroker import FakeBroker, Subscriber
from fifo import Fifo
from tap import expect, test, wait_for


@test
def retained_text_is_shown_at_the_start(scene):
    broker = Broker(scene)
    broker.publish("lcd/set", "from before", "-r")
    Bridge(scene, broker=broker).shows("from before")


@test
def retained_text_does_not_come_back_over_newer_text(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    client = broker.subscribed()
    client.send(fakebroker.publish("lcd/set", b"old", retain=True))
    bridge.shows("old")
    bridge.ask(b"newer\n")
    client.sock.shutdown(socket.SHUT_RDWR)
    client = broker.subscribed()
    client.send(fakebroker.publish("lcd/set", b"old", retain=True))
    client.send(fakebroker.publish("lcd/append", b"!"))
    bridge.shows("newer", "!")


@test
def retained_rows_pages_and_switches_are_honoured_at_the_start(scene):
    broker = Broker(scene)
    for topic, payload in (("line/2/set", "row"), ("backlight/set", "OFF"), ("power/set", "OFF"),
                           ("page/a/set", '{"text": "a", "priority": "hidden"}')):
        broker.publish(f"lcd/{topic}", payload, "-r")
    Bridge(scene, broker=broker).shows("", "row")
    broker.holds("lcd/backlight/state", "OFF")
    broker.holds("lcd/power/state", "OFF")


@test
def what_is_done_once_is_not_done_for_a_retained_message(scene):
    broker = Broker(scene)
    for topic in ("append", "clear", "notify", "notify/dismiss", "page/next", "page/previous"):
        broker.publish(f"lcd/{topic}", "retained", "-r")
    stats = scene.enter_context(Subscriber(broker.port, "lcd/stats"))
    bridge = Bridge(scene, "--mqtt-stats=0.1", broker=broker)
    broker.publish("lcd/append", "live")
    bridge.shows("live")
    # Their effects may cancel out, so count them, up to a refusal.
    broker.publish("lcd/power/set", "maybe")
    last = wait_for(stats.last, lambda last: last.get("dropped"))
    expect((2, 1), (last["messages"], last["dropped"]))
    for topic in ("append", "notify"):
        expect("retained\n", broker.read(f"lcd/{topic}"))  # it was there to be taken


@test
def what_is_retained_and_what_is_not_are_told_apart_after_a_reconnect(scene):
    broker = Broker(scene)
    broker.publish("lcd/set", "retained", "-r")
    broker.publish("lcd/page/a/set", "page a", "-r")
    bridge = Bridge(scene, "--mqtt-client-id=ours", "--page-duration=60", broker=broker)
    bridge.shows("retained")
    broker.publish("lcd/page/a/set", "")
    broker.publish("lcd/set", "newer, not retained")
    bridge.shows("newer, not retained")
    broker.take_id("ours", bridge)
    broker.publish("lcd/append", "!")
    bridge.shows("newer, not retained!")
    broker.publish("lcd/clear", "")
    bridge.shows()  # page a is still deleted
    time.sleep(2.5)  # by now the broker has sent what it had retained
    for text in ("one", "two", "one"):
        broker.publish("lcd/set", text, "-r")
        bridge.shows(text)
    bridge.ask(b"over TCP\n")
    broker.publish("lcd/set", "one", "-r")
    bridge.shows("one")  # the last writer wins, if with the same text
    bridge.ask(b"over TCP\n")
    broker.take_id("ours", bridge)
    broker.publish("lcd/append", "!")
    bridge.shows("over TCP", "!")


@test
def what_was_retained_while_we_were_away_is_shown(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-client-id=ours", "--mqtt-retry=2", "--mqtt-retry-max=2",
                    broker=broker)
    for text in ("open", "closed"):
        broker.publish("lcd/set", text, "-r")
        bridge.shows(text)
    broker.evict("ours")
    broker.publish("lcd/set", "open", "-r")
    expect(2, wait_for(lambda: bridge.log().count("mqtt: subscribed"), 2))
    bridge.shows("open")


def lights(scene, *messages):
    """Backlight and power after retained messages, in this order."""
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-qos=0", "--mqtt-group=lobby,floor", broker=broker)
    client = broker.subscribed()
    for topic, payload in messages:
        client.send(fakebroker.publish(topic, payload, retain=True))
    client.send(fakebroker.publish("lcd/set", b"all"))
    found = {}
    while found.get("lcd/line/1/state") != b"all":
        found.update([client.published()])
    client.send(fakebroker.publish("lcd/line/4/set", b"end"))
    while found.get("lcd/line/4/state") != b"end":
        found.update([client.published()])
    bridge.kill()
    os.truncate(bridge.device, 0)
    return found["lcd/backlight/state"].decode(), found["lcd/power/state"].decode()


@test
def retained_lights_do_not_depend_on_the_order_of_the_broker(scene):
    own, lobby, floor = "lcd", "groups/lobby", "groups/floor"
    level, light, power = "brightness/set", "backlight/set", "power/set"
    for want, *messages in (
            (("OFF", "ON"), (own, level, b"100"), (own, light, b"OFF")),
            (("ON", "ON"), (own, level, b"0"), (own, light, b"ON")),
            (("OFF", "ON"), (own, level, b"100"), (floor, light, b"OFF")),
            (("OFF", "ON"), (lobby, light, b"OFF"), (floor, light, b"ON")),
            (("ON", "OFF"), (own, power, b"OFF"), (lobby, power, b"ON")),
            (("OFF", "ON"), (own, level, b"0"), (lobby, level, b"100"))):
        for order in (messages, messages[::-1]):
            sent = [(f"{prefix}/{topic}", payload) for prefix, topic, payload in order]
            expect((sent, want), (sent, lights(scene, *sent)))


retained_lights_do_not_depend_on_the_order_of_the_broker.seconds = 60  # twelve bridges


@test
def a_new_message_switches_the_light_after_any_retained_one(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-qos=0", "--mqtt-group=lobby", broker=broker)
    client = broker.subscribed()
    client.send(fakebroker.publish("groups/lobby/brightness/set", b"100"))
    client.send(fakebroker.publish("lcd/backlight/set", b"OFF", retain=True))
    client.send(fakebroker.publish("lcd/power/set", b"OFF"))
    while (found := client.published()) != ("lcd/power/state", b"OFF"):
        assert found != ("lcd/backlight/state", b"OFF"), bridge.log()


TEXTS = (
    ("lcd/set", b"own 1\nown 2\nown 3\nown 4"), ("groups/lobby/set", b"lobby"),
    ("groups/floor/set", b"floor"), ("groups/lobby/line/2/set", b"lobby 2, which is very long"),
    ("groups/floor/line/2/set", b"floor 2"), ("groups/floor/line/3/set", b"floor 3"),
    ("lcd/page/a/set", b'{"text": "", "priority": "high"}'),
    ("groups/lobby/page/a/set", b'{"text": "a of the lobby", "priority": "background"}'),
    ("groups/floor/page/a/set", b'{"text": "a of the floor", "priority": "background"}'),
    ("groups/lobby/glyph/0/set", b"1f 00 00 00 00 00 00 00"),
    ("groups/floor/glyph/0/set", b"00 00 00 00 00 00 00 1f"))


@test
def retained_text_does_not_depend_on_the_order_of_the_broker(scene):
    for n, sent in enumerate((TEXTS, TEXTS[::-1], TEXTS[3:] + TEXTS[:3], sorted(TEXTS))):
        fifo = Fifo(scene, f"fifo{n}")
        broker = FakeBroker(scene)
        bridge = Bridge(scene, "--mqtt-qos=0", "--mqtt-group=lobby,floor", "--scroll-step=0",
                        broker=broker, device=fifo.path)
        client = broker.subscribed()
        for topic, payload in sent:
            client.send(fakebroker.publish(topic, payload, retain=True))
        client.send(fakebroker.publish("lcd/line/4/set", b"end"))
        rows = ["own 1", "lobby 2, which is ve", "floor 3", "end"]
        expect((n, rows), (n, wait_for(lambda: [row.rstrip() for row in fifo.rows()], rows)))
        client.send(fakebroker.publish("lcd/page/show", b"a"))
        expect((n, "a of the lobby"),
               (n, wait_for(lambda: fifo.row().rstrip(), "a of the lobby")))
        expect((n, {"0": "1f00000000000000"}), (n, fifo.glyphs()))
        bridge.kill()


@test
def new_text_is_not_replaced_by_retained_one(scene):
    for topic, text in (("groups/lobby/set", "new"), ("lcd/clear", "")):
        broker = FakeBroker(scene)
        bridge = Bridge(scene, "--mqtt-qos=0", "--mqtt-group=lobby", broker=broker)
        client = broker.subscribed()
        client.send(fakebroker.publish("lcd/line/1/set", b"old", retain=True))
        client.send(fakebroker.publish(topic, text.encode()))
        client.send(fakebroker.publish("lcd/set", b"old", retain=True))
        client.send(fakebroker.publish("lcd/line/2/set", b"old", retain=True))
        client.send(fakebroker.publish("lcd/line/3/set", b"end"))
        bridge.shows(text, "", "end")
        client.send(fakebroker.publish("lcd/set", b"newer"))
        bridge.shows("newer")
        bridge.kill()


tap.main()
