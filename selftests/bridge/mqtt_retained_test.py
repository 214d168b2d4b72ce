#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What a broker retains: honoured once, and never over what is newer."""

import socket
import time

import fakebroker
import tap
from daemon import Bridge, Broker
from fakebroker import FakeBroker, Subscriber
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
    # One might undo what another did, so they are counted, up to a refusal.
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
    broker.read("nothing", options=("-i", "ours"), seconds=1)
    broker.publish("lcd/set", "open", "-r")
    expect(2, wait_for(lambda: bridge.log().count("mqtt: subscribed"), 2))
    bridge.shows("open")


tap.main()
