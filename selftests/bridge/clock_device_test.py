#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The machine's clock jumps: what lasts a time is measured by another. For the VM.

The broker is one that looks at no clock: mosquitto 2.0.21 drops its clients when
the clock jumps.
"""

import signal
import time

import fakebroker
import tap
from daemon import PLAIN, SLOW_RESOLVER, Bridge, screen
from fakebroker import FakeBroker
from tap import expect, test

DAY = 24 * 3600


def jump(seconds):
    time.clock_settime(time.CLOCK_REALTIME, time.time() + seconds)


def jumping(scene):
    """The clock is right again at the end of a test."""
    right = time.time() - time.monotonic()
    scene.callback(lambda: time.clock_settime(time.CLOCK_REALTIME, right + time.monotonic()))


def await_message(client, topic, payload):
    """Skip messages of other topics and of earlier texts."""
    while client.published() != (topic, payload):
        pass


@test
def jumps_end_nothing_early_and_nothing_late(scene):
    signal.alarm(300)
    jumping(scene)
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    mqtt = broker.subscribed()
    with bridge.connect() as client:
        client.sendall(b"unfinished")
        bridge.shows("unfinished")
        for seconds in (DAY, -2 * DAY, 3600, 365 * DAY):
            began = time.monotonic()
            mqtt.send(fakebroker.publish("lcd/notify", b'{"text": "notice", "duration": 6}'))
            await_message(mqtt, "lcd/line/1/state", b"notice")
            jump(seconds)
            await_message(mqtt, "lcd/line/1/state", b"unfinished")
            shown = time.monotonic() - began
            assert 5.9 < shown < 60, f"after a jump of {seconds} s shown for {shown} s"
            mqtt.send(fakebroker.publish("lcd/line/2/set", b"%d" % seconds))
            await_message(mqtt, "lcd/line/2/state", b"%d" % seconds)
        client.sendall(b"\f, finished\n")
        bridge.shows(", finished")
    expect(1, bridge.log().count("mqtt: subscribed"))


@test
def jumps_wake_nobody(scene):
    jumping(scene)
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker, program=PLAIN)
    mqtt = broker.subscribed()
    expect(screen("hi"), bridge.ask(b"hi\n"))
    await_message(mqtt, "lcd/state", b"hi\n\n\n")
    before = bridge.settled()  # what follows the text
    for seconds in (DAY, -2 * DAY, DAY):
        jump(seconds)
        time.sleep(1)  # the time is what is tested
    woken = bridge.wakeups() - before
    assert woken <= 3, f"woken {woken} times"


@test
def a_jump_back_does_not_hold_up_the_end(scene):
    jumping(scene)
    bridge = Bridge(scene, "--mqtt-host=broker.example", mqtt=False, program=PLAIN,
                    env={"LD_PRELOAD": SLOW_RESOLVER})
    bridge.popen.send_signal(signal.SIGTERM)
    time.sleep(0.3)  # it waits for the resolver
    jump(-3600)
    began = time.monotonic()
    expect(0, bridge.popen.wait(60))
    took = time.monotonic() - began
    assert took < 30, f"{took} s"  # generous: by the clock it would be an hour


tap.main()
