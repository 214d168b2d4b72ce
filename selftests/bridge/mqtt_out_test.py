#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The messages that the bridge publishes: state, rows, status."""

import contextlib
import itertools
import signal
import time

import fakebroker
import tap
from daemon import PLAIN, Bridge, Broker, read, screen, waited
from fakebroker import FakeBroker, Subscriber, take_little
from tap import WAIT, expect, expect_in, expect_not_in, test, wait_for


def subscribe_again(bridge, client, times):
    """Let it believe that, each time of which it publishes its status."""
    client.send(times * fakebroker.packet(fakebroker.SUBACK, b"\0\1\0"))
    client.send(fakebroker.publish("lcd/set", b"all read"))
    expect(screen("all read"), wait_for(lambda: read(bridge.device), screen("all read"), 4 * WAIT))


@test
def state_is_retained_and_follows_every_source(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/set", "by MQTT")
    broker.holds("lcd/state", "by MQTT\n\n\n")
    bridge.ask(b"by TCP\n")
    broker.holds("lcd/state", "by TCP\n\n\n")
    with open(bridge.device, "w", encoding="utf-8") as device:
        device.write("by hand\n")
    broker.holds("lcd/state", "by hand\n\n\n")


@test
def an_empty_row_is_retained_as_one_blank(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/set", "one\ntwo")
    broker.holds("lcd/line/2/state", "two")
    bridge.ask(b"one\n")
    for row, text in enumerate(("one", " ", " ", " "), 1):
        broker.holds(f"lcd/line/{row}/state", text)


@test
def rows_that_a_smaller_display_lacks_are_not_retained(scene):
    broker = Broker(scene)
    Bridge(scene, broker=broker).ask(b"1\n2\n3\n4")
    broker.holds("lcd/line/4/state", "4")
    Bridge(scene, "--geometry=16x2", broker=broker, device=scene.write("small", ""))
    broker.holds("lcd/line/2/state", " ")
    for row in (3, 4):
        expect("", wait_for(lambda row=row: broker.read(f"lcd/line/{row}/state", seconds=1), ""))


@test
def a_flood_reaches_state_at_most_ten_times_a_second_and_ends_with_the_last(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    listener = scene.enter_context(Subscriber(broker.port, "lcd/state"))
    with bridge.connect() as client:
        for n in range(300):
            client.sendall(b"\x0cn%d\n" % n)
            bridge.shows(f"n{n}")
        broker.holds("lcd/state", "n299\n\n\n")
    states, seconds = listener.received()
    expect_in(b"n299\n\n\n", states)
    assert len(states) <= 10 * seconds + 3, f"{len(states)} states in {seconds:.1f} s"


def rows(n):
    return "\n".join(f"{n} in row {row}" for row in range(1, 5))


@test
def a_broker_that_falls_behind_is_not_sent_all_that_it_has_missed(scene):
    broker = Broker(scene)
    for qos in (1, 2):
        bridge = Bridge(scene, f"--mqtt-qos={qos}", broker=broker)
        listener = scene.enter_context(Subscriber(broker.port, "lcd/state"))
        broker.holds("lcd/status", "online")
        broker.process.popen.send_signal(signal.SIGSTOP)
        for n in range(20):
            bridge.ask(rows(n).encode())
            time.sleep(0.11)  # as often as it may
        broker.process.popen.send_signal(signal.SIGCONT)
        broker.holds("lcd/state", rows(19))
        states, _ = listener.received()
        assert len(states) <= 5, f"qos {qos}: {len(states)} states"
        bridge.kill()


@test
def what_a_broker_refuses_does_not_wait_for_ever(scene):
    allowed = ("read #", "write lcd/state", "write lcd/status")
    acl = scene.write("acl", "".join(f"topic {rule}\n" for rule in allowed))
    broker = Broker(scene, f"acl_file {acl}")
    for qos in (1, 2):
        bridge = Bridge(scene, f"--mqtt-qos={qos}", broker=broker)
        for n in range(4):
            bridge.ask(rows(n).encode())
            broker.holds("lcd/state", rows(n))
        bridge.kill()


@test
def a_broker_that_restarts_while_much_is_under_way_has_the_last(scene):
    broker = Broker(scene)
    for qos in (1, 2):
        bridge = Bridge(scene, f"--mqtt-qos={qos}", broker=broker)
        broker.process.popen.send_signal(signal.SIGSTOP)
        for n in range(5):
            bridge.ask(rows(n).encode())
            time.sleep(0.11)
        broker.stop()
        broker.start()
        broker.holds("lcd/state", rows(4))
        bridge.kill()


@test
def counters_and_announcements_wait_until_the_broker_has_acknowledged(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-qos=1", "--hass=yes", "--mqtt-stats=0.1", broker=broker)
    client = broker.subscribed()
    for n in range(3):
        client.send(fakebroker.publish("homeassistant/status", b"online"))
        bridge.ask(rows(n).encode())
        time.sleep(1.1)  # one announcement a second
    seen, began = [], time.monotonic()
    while ("lcd/line/4/state", b"2 in row 4") not in seen:
        seen.append(client.acknowledged())
    bridge.ask(b"the last")
    while ("lcd/line/1/state", b"the last") not in seen:
        seen.append(client.acknowledged())
    topics = [topic for topic, _ in seen]
    expect(2, sum(topic.endswith("/config") for topic in topics))
    at_most = 4 + 10 * (time.monotonic() - began)  # without waiting, 33 before the first is read
    assert 2 <= topics.count("lcd/stats") <= at_most, topics


@test
def a_broker_that_subscribes_us_again_and_again_fills_no_memory(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-qos=1", broker=broker)
    client = broker.subscribed()
    subscribe_again(bridge, client, 3000)
    seen = []
    while ("lcd/line/1/state", b"all read") not in seen:
        seen.append(client.acknowledged())
    assert seen.count(("lcd/status", b"online")) <= 100


@test
def status_is_online_retained_and_offline_after_sigterm(scene):
    broker = Broker(scene)
    for qos in range(3):
        bridge = Bridge(scene, f"--mqtt-qos={qos}", broker=broker)
        broker.holds("lcd/status", "online")
        expect(0, bridge.kill(signal.SIGTERM))
        broker.holds("lcd/status", "offline")
    expect_not_in("not authorised", broker.process.log())


@test
def the_last_state_is_published_before_an_end(scene):
    broker = Broker(scene)

    numbers = itertools.count()

    def is_last(qos):
        bridge = Bridge(scene, f"--mqtt-qos={qos}", broker=broker)
        for n in itertools.islice(numbers, 5):  # more than there may be in a tenth of a second
            want = bridge.ask(b"\x0c%d\n" % n)
        expect(0, bridge.kill(signal.SIGTERM))
        broker.holds("lcd/status", "offline")
        return want == broker.read("lcd/state", options=("--retained-only",))
    for qos in range(3):
        # The bridge waits for a second: if the broker stood still, try again.
        assert wait_for(lambda qos=qos: is_last(qos), True), qos


@test
def status_is_offline_by_last_will_after_kill_9(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.holds("lcd/status", "online")
    bridge.kill(signal.SIGKILL)
    broker.holds("lcd/status", "offline")


@test
def a_broker_that_has_not_acknowledged_all_is_left_with_our_last_will(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-qos=1", broker=broker)
    client = broker.connected(version=5)
    client.send(fakebroker.packet(fakebroker.CONNACK, b"\0\0\3\x21\0\2"))  # two under way
    for _ in range(2):
        client.await_kind(fakebroker.PUBLISH)
    expect(0, bridge.kill(signal.SIGTERM))
    expect((fakebroker.DISCONNECT, b"\4"), client.rest()[-1])


@test
def a_broker_of_mqtt_3_that_has_not_is_left_without_a_word(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-qos=1", broker=broker)
    client = broker.subscribed()
    subscribe_again(bridge, client, 30)  # only twenty may be under way
    expect(0, bridge.kill(signal.SIGTERM))
    packets = client.rest()
    expect_in(b"online", b"".join(body for _, body in packets))
    expect_not_in(fakebroker.DISCONNECT, [kind for kind, _ in packets])


def with_much_to_send(scene, *args, **options):
    """A bridge that has more for its broker than its socket holds."""
    broker = FakeBroker(scene)
    take_little(broker.socket, 4096)
    where = f"[mqtt]\nhost = 127.0.0.1\nport = {broker.port}\nprefix = lcd\n"
    bridge = Bridge(scene, *args, config=scene.write("conf", where), mqtt=False, **options)
    client = broker.subscribed()
    subscribe_again(bridge, client, 9000)
    return bridge, client


@test
def an_end_with_much_still_to_send_leaves_no_warning(scene):
    bridge, client = with_much_to_send(scene, "--log=info", program=PLAIN)
    bridge.popen.send_signal(signal.SIGTERM)
    time.sleep(0.2)  # so that its good-bye, too, has to wait for room
    while client.file.read(65536):
        pass
    expect(0, bridge.popen.wait(WAIT))
    expect_not_in("[warn]", bridge.log())


@test
def a_broker_that_greets_a_bridge_that_says_goodbye_is_not_heard(scene):
    bridge, client = with_much_to_send(scene, "--hass=yes")
    bridge.popen.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    with contextlib.suppress(ConnectionError):  # it closes without having read all
        client.send(fakebroker.packet(fakebroker.CONNACK, b"\0\0") +
                    fakebroker.publish("homeassistant/status", b"online"))
        while client.file.read(65536):
            pass
    expect(0, bridge.popen.wait(WAIT))


def seconds_of_reload(scene):
    """Of one that leaves a broker that does not read, less the waits for a processor."""
    bridge, _ = with_much_to_send(scene, program=PLAIN)
    scene.write("conf", "[mqtt]\nhost = none\n")
    with bridge.connect() as client:
        client.sendall(b"x")
        bridge.shows("x")
        began, before = time.monotonic(), waited(bridge)
        bridge.popen.send_signal(signal.SIGHUP)
        bridge.await_log("the configuration was reloaded")
        expect(screen("y"), bridge.ask(b"y"))
        return time.monotonic() - began - (waited(bridge) - before)


@test
def a_reload_does_not_wait_for_a_broker_that_does_not_read(scene):
    took = min(seconds_of_reload(scene) for _ in range(3))
    assert took < 0.8, f"{took} s"  # who waits for it waits for a second


tap.main()
