#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Brokers that have less of MQTT than is asked of them, or say little of why they close."""

import itertools
import re
import time

import fakebroker
import tap
from daemon import Bridge, Broker, free_port, waited
from fakebroker import (CONNACK, DISCONNECT, PINGREQ, PINGRESP, PUBACK, PUBLISH, SUBACK, SUBSCRIBE,
                        FakeBroker, packet, text)
from tap import WAIT, expect, expect_not_in, test, wait_for

ONCE = "the broker has no QoS"
LAST_TOPIC = b"/reinit"  # of a subscription
SERVER_KEEP_ALIVE, MAXIMUM_QOS, RETAIN_AVAILABLE, MAXIMUM_PACKET = 0x13, 0x24, 0x25, 0x27


def connack5(*properties):
    """Accepted, by MQTT 5, with these bytes of properties."""
    data = b"".join(properties)
    return packet(CONNACK, b"\0\0" + bytes([len(data)]) + data)


def closes_until(broker, wanted):
    """Close connections until the body of a CONNECT is as wanted; return that one."""
    while True:
        client = broker.clients.get(timeout=WAIT)
        body = client.await_kind(fakebroker.CONNECT)
        if wanted(body):
            return client
        client.close()


def version(body):
    return body[6]


@test
def a_close_before_the_answer_to_mqtt_5_means_3_1_1(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-retry=5", broker=broker)
    client = closes_until(broker, lambda body: version(body) == 4)
    client.send(packet(CONNACK, b"\0\0"))
    client.await_kind(SUBSCRIBE)
    bridge.await_log("mqtt: .*: connected")
    expect_not_in("lost", bridge.log())


@test
def a_broker_that_closed_before_its_answer_is_asked_for_mqtt_5_again(scene):
    broker = FakeBroker(scene)
    Bridge(scene, broker=broker)
    client = closes_until(broker, lambda body: version(body) == 4)
    client.send(packet(CONNACK, b"\0\0"))
    client.await_kind(SUBSCRIBE)
    client.close()
    broker.connected(version=5).send(connack5())


@test
def a_broker_that_always_closes_is_called_less_and_less_often(scene):
    broker = FakeBroker(scene)
    Bridge(scene, "--mqtt-retry=0.1", "--mqtt-retry-max=60", broker=broker)
    calls, began = [], time.monotonic()
    for _ in range(20):  # three terms in each of seven turns
        client = broker.clients.get(timeout=WAIT)
        calls.append(version(client.await_kind(fakebroker.CONNECT)))
        client.close()
    expect([5, 4, 4, 5], calls[:4])
    took = time.monotonic() - began
    assert took > 3, f"{took:.1f} s"  # half of the six pauses, each twice as long


@test
def a_last_will_that_must_not_be_retained_is_given_without(scene):
    broker = Broker(scene, "retain_available false")
    for mqtt in ("5", "3.1.1"):
        bridge = Bridge(scene, f"--mqtt-version={mqtt}", broker=broker)
        broker.publish("lcd/set", f"without retain {mqtt}")
        bridge.shows(f"without retain {mqtt}")
        expect(1, bridge.log().count("the broker cannot retain messages"))
        broker.stop()
        broker.start()
        expect(2, wait_for(lambda: bridge.log().count("mqtt: subscribed"), 2))
        expect(1, bridge.log().count("the broker cannot retain messages"))
        bridge.kill()


@test
def a_row_that_cannot_be_retained_is_not_deleted(scene):
    broker = Broker(scene, "retain_available false")
    seen = scene.enter_context(fakebroker.Subscriber(broker.port, "lcd/line/+/state"))
    bridge = Bridge(scene, "--geometry=16x2", broker=broker)
    bridge.ask(b"one\n")
    payloads = wait_for(lambda: seen.received()[0], lambda got: b"one" in got)
    expect_not_in(b"", payloads)


@test
def a_lower_quality_of_service_is_lived_with_and_said_once(scene):
    for most in (0, 1):
        broker = Broker(scene, f"max_qos {most}", "log_type all")
        for mqtt in ("5", "3.1.1"):
            bridge = Bridge(scene, "--mqtt-qos=2", f"--mqtt-version={mqtt}", broker=broker)
            bridge.ask(b"QoS %d\n" % most)
            broker.holds("lcd/state", f"QoS {most}\n\n\n")
            broker.stop()
            broker.start()
            expect(2, wait_for(lambda: bridge.log().count("mqtt: subscribed"), 2))
            expect(1, bridge.log().count(f"{ONCE} 2, using {most}"))
            bridge.kill()


@test
def qos_2_that_a_broker_does_not_take_steps_down(scene):
    for answers in (False, True):
        broker = FakeBroker(scene)
        bridge = Bridge(scene, "--mqtt-qos=2", "--mqtt-retry=30", broker=broker)
        client = broker.online()
        client.await_kind(SUBSCRIBE)
        body = client.await_kind(PUBLISH)
        if answers:  # as to one of QoS 1
            topic = int.from_bytes(body[:2], "big")
            client.send(packet(PUBACK, body[2 + topic:4 + topic]))
        else:
            client.close()
        client = broker.connected()
        client.send(packet(CONNACK, b"\0\0"))
        client.await_kind(PUBLISH)
        bridge.await_log(f"{ONCE} 2, using 1")


@test
def qos_2_that_a_broker_has_is_kept_after_a_loss(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-qos=2", "--mqtt-version=3.1.1", broker=broker)
    broker.holds("lcd/status", "online")
    broker.stop()
    broker.start()
    expect(2, wait_for(lambda: bridge.log().count("mqtt: subscribed"), 2))
    broker.holds("lcd/status", "online")
    expect("2\n", broker.read("lcd/status", options=("-q", "2", "-F", "%q")))
    expect_not_in(ONCE, bridge.log())


@test
def a_subscription_larger_than_a_packet_is_split(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-prefix=" + "p" * 100, broker=broker)
    client = broker.connected(version=5)
    limit = 300
    client.send(connack5(bytes([MAXIMUM_PACKET]) + limit.to_bytes(4, "big")))
    body = b""
    while LAST_TOPIC not in body:
        body = client.await_kind(SUBSCRIBE)
        assert len(body) + 3 <= limit, len(body)
        expect_not_in("subscribed", bridge.log())
        client.send(packet(SUBACK, body[:2] + b"\0" + bytes(body.count(b"p" * 100))))
    bridge.await_log("mqtt: subscribed")


@test
def a_refusal_in_a_split_subscription_names_its_topic(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    client = broker.connected(version=5)
    client.send(connack5(bytes([MAXIMUM_PACKET]) + (48).to_bytes(4, "big")))
    body = b""
    while LAST_TOPIC not in body:
        body = client.await_kind(SUBSCRIBE)
        count = body.count(b"lcd/")
        codes = [0x87 if b"power/set" in body and n == count - 1 else 0 for n in range(count)]
        client.send(packet(SUBACK, body[:2] + b"\0" + bytes(codes)))
    bridge.await_log("mqtt: lcd/power/set: the broker refuses the subscription")
    expect(1, bridge.log().count("refuses the subscription"))


@test
def a_client_id_that_another_client_uses_is_named(scene):
    broker = Broker(scene)
    for mqtt in ("5", "3.1.1"):
        bridge = Bridge(scene, "--mqtt-client-id=ours", f"--mqtt-version={mqtt}", broker=broker)
        for _ in range(3):
            broker.take_id("ours", bridge)
        bridge.await_log('3 connections in a row were lost soon; likely cause: '
                         'another client uses the client-id "ours"')
        broker.take_id("ours", bridge)
        expect(1, bridge.log().count("likely cause"))
        bridge.kill()


@test
def each_of_two_brokers_is_complained_of_once(scene):
    port = free_port()
    broker = Broker(scene, "max_qos 1", f"listener {port} 127.0.0.2", "max_qos 1", port=port)
    bridge = Bridge(scene, "--mqtt-host=127.0.0.1 127.0.0.2", f"--mqtt-port={broker.port}",
                    "--mqtt-prefix=lcd", "--mqtt-qos=2", "--mqtt-client-id=ours", mqtt=False)
    bridge.await_log("mqtt: subscribed")
    for _ in range(8):
        broker.take_id("ours", bridge)
    for host in ("127.0.0.1", "127.0.0.2"):
        where = f"mqtt: {host}:{broker.port}: "
        expect((host, 1), (host, bridge.log().count(f"{where}{ONCE}")))
        expect((host, 1), (host, bridge.log().count(f"{where}3 connections in a row")))


def loses(broker, times, goodbye=b""):
    """Accept so many connections by MQTT 3.1.1, and drop each once it has published."""
    for _ in range(times):
        client = broker.online()
        while b"homeassistant/device" not in client.await_kind(PUBLISH):
            pass
        if goodbye:
            client.send(goodbye)
        client.close()


def names_cause(scene, cause, lose, *args):
    """A loss after more than a second has another cause: if this machine stood still, try again."""
    def named():
        broker = FakeBroker(scene)
        bridge = Bridge(scene, "--mqtt-version=3.1.1", *args, broker=broker)
        lose(broker)
        found = bridge.await_log("likely cause: (.*)")[1]
        bridge.kill()
        return found
    found = wait_for(named, lambda found: re.search(cause, found), 3 * WAIT)
    assert re.search(cause, found), found


@test
def a_broker_that_refuses_large_messages_is_named(scene):
    names_cause(scene, r"the broker refuses messages of \d{4} bytes",
                lambda broker: loses(broker, 3), "--hass=yes")


@test
def a_broker_that_refuses_qos_1_is_named(scene):
    def lose(broker):
        for _ in range(3):
            client = broker.online()
            client.await_kind(PUBLISH)
            client.close()
    names_cause(scene, "the broker refuses QoS 1", lose, "--mqtt-qos=1")


@test
def a_reason_of_mqtt_5_outweighs_a_guess(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    for _ in range(3):
        client = broker.connected(version=5)
        client.send(connack5())
        client.await_kind(PUBLISH)
        client.send(packet(DISCONNECT, b"\x95\0"))
        client.close()
    bridge.await_log(r"likely cause: the broker refuses messages of \d+ bytes")


@test
def a_broker_that_restarts_often_has_no_cause(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    for n in range(4):
        broker.stop()
        wait_for(lambda: bridge.log().count("Connection refused"), lambda got: got > n)
        broker.start()
        wait_for(lambda: bridge.log().count("subscribed"), lambda got: got > n + 1)
    expect_not_in("likely cause", bridge.log())


@test
def a_password_to_another_machine_without_tls_is_warned_of(scene):
    secret = scene.write("secret", "secret\n")
    options = ("--mqtt-username=lcd", f"--mqtt-password-file={secret}")
    warning = "the password is sent without TLS"
    bridge = Bridge(scene, "--mqtt-host=broker.invalid", *options)
    bridge.await_log(f"mqtt: broker.invalid: {warning}")
    for host in ("localhost", "127.0.0.1", "::1"):
        bridge = Bridge(scene, f"--mqtt-host={host}", "--mqtt-port=1", *options)
        bridge.await_log("refused")
        expect_not_in(warning, bridge.log())


def sleep_until(seconds):
    """Of the clock by which the bridge's library counts whole seconds."""
    time.sleep(max(0, seconds - time.monotonic()))


@test
def a_ping_comes_within_one_and_a_half_times_the_broker_s_keep_alive(scene):
    """At the worst moment: a message is sent right after the library looked for the last time."""
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-keepalive=60", broker=broker, ready="listening")
    client = broker.connected(version=5)
    sleep_until(time.monotonic() // 1 + 1.8)
    client.send(connack5(bytes([SERVER_KEEP_ALIVE]) + (3).to_bytes(2, "big")))
    turns = itertools.count()

    def silence():
        client.await_kind(PINGREQ)
        client.send(packet(PINGRESP, b""))
        sleep_until(time.monotonic() // 1 + 2.05)
        client.send(packet(PUBLISH, text("lcd/set") + b"\0" + b"new %d" % next(turns)))
        client.await_kind(PUBLISH)
        said, before = time.monotonic(), waited(bridge)
        while client.receive()[0] != PINGREQ:
            said, before = time.monotonic(), waited(bridge)
        client.send(packet(PINGRESP, b""))
        return time.monotonic() - said - (waited(bridge) - before)
    # Again, if the whole machine stood still.
    silent = wait_for(silence, lambda seconds: seconds < 4.5, 2 * WAIT)
    assert silent < 4.5, f"silent for {silent:.2f} s, less the waits for a processor"


tap.main()
