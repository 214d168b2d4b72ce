#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""MQTT against a real broker, and against one that misbehaves."""

import random
import signal
import socket
import ssl
import time

import certs
import fakebroker
import tap
from daemon import (PLAIN, SLOW_RESOLVER, SLOW_RESOLVER_SECONDS, Bridge, Broker, free_port, read,
                    screen, waited)
from fakebroker import FakeBroker
from tap import WAIT, expect, expect_in, expect_not_in, test, wait_for


@test
def set_shows_text_and_replaces_what_was_there(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/set", "one")
    bridge.shows("one")
    broker.publish("lcd/set", "Crème 20°C\ntwo")
    bridge.shows("Crème 20°C", "two")


@test
def append_goes_on_at_the_cursor(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/set", "one\n")
    broker.publish("lcd/append", "two")
    broker.publish("lcd/append", "three")
    bridge.shows("one", "twothree")


@test
def clear_clears(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/set", "one")
    bridge.shows("one")
    broker.publish("lcd/clear", "")
    bridge.shows()


@test
def escapes_do_not_reach_the_display(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/set", "a\x1b[2Jb\u009bc")
    bridge.shows("a[2Jbc")


@test
def a_message_longer_than_the_cap_is_dropped_and_reported(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/set", "short")
    broker.publish("lcd/set", "x" * 4097)
    bridge.await_log("mqtt: set: the message is too long")
    bridge.shows("short")


@test
def a_message_over_the_packet_size_stays_at_a_broker_of_mqtt_5(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/set", "x" * 70000)
    broker.publish("lcd/set", "short")
    bridge.shows("short")
    expect_not_in("too long", bridge.log())


@test
def a_topic_is_logged_without_what_could_hide_or_turn_text(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.publish("lcd/page/é\u202etxt\u2028x\u200b/set", "x" * 4097)
    bridge.await_log(r"mqtt: page/é\\xe2\\x80\\xaetxt\\xe2\\x80\\xa8x\\xe2\\x80\\x8b/set: "
                     "the message is too long")


@test
def a_broker_that_comes_late_is_found(scene):
    broker = Broker(scene)
    broker.stop()
    bridge = Bridge(scene, "--mqtt-host=127.0.0.1", f"--mqtt-port={broker.port}",
                    "--mqtt-prefix=lcd")
    bridge.await_log("mqtt: .*: Connection refused")
    bridge.ask(b"meanwhile\n")
    broker.start()
    bridge.await_log("mqtt: .*: connected")
    broker.holds("lcd/state", "meanwhile\n\n\n")


@test
def an_absent_broker_is_reported_once(scene):
    broker = Broker(scene)
    broker.stop()
    bridge = Bridge(scene, "--mqtt-host=127.0.0.1", f"--mqtt-port={broker.port}",
                    "--mqtt-retry-max=0.05")
    bridge.await_log("refused")
    for _ in range(5):
        bridge.ask(b"x\n")
    expect(1, bridge.log().count("refused"))


@test
def a_broker_that_restarts_is_subscribed_again(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker)
    for text in ("one", "two"):
        broker.stop()
        bridge.await_log("mqtt: .*: [A-Z].*lost")
        broker.start()
        broker.holds("lcd/status", "online")
        broker.publish("lcd/set", text)
        bridge.shows(text)


@test
def the_quality_of_service_is_that_of_the_option(scene):
    broker = Broker(scene, "log_type all")
    for qos in (0, 1, 2):
        bridge = Bridge(scene, f"--mqtt-qos={qos}", broker=broker)
        bridge.ask(b"x%d\n" % qos)
        broker.holds("lcd/state", f"x{qos}\n\n\n")
        expect(f"{qos}\n", broker.read("lcd/state", options=("-q", "2", "-F", "%q")))
        broker.publish("lcd/set", f"qos {qos}", "-q", "2")
        bridge.shows(f"qos {qos}")
        expect_in(f" {qos} lcd/set\n", broker.process.log())
        bridge.kill()


@test
def a_client_that_takes_our_id_and_goes_leaves_us_subscribed(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-client-id=ours", broker=broker)
    broker.take_id("ours", bridge)
    bridge.await_log("mqtt: .*: (The connection was lost|Session taken over)")
    broker.publish("lcd/set", "still here")
    bridge.shows("still here")


@test
def a_refused_subscription_is_named(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    client = broker.subscribed(refuse=("lcd/append",))
    bridge.await_log("mqtt: lcd/append: the broker refuses the subscription")
    client.send(fakebroker.publish("lcd/set", b"still"))
    bridge.shows("still")
    expect_not_in("lcd/set: the broker refuses", bridge.log())


@test
def only_exact_filters_are_subscribed(scene):
    broker = FakeBroker(scene)
    Bridge(scene, broker=broker)
    client = broker.online()
    body = client.await_kind(fakebroker.SUBSCRIBE)
    expect_in(b"lcd/set\0", body)  # with nothing but a QoS of 0, as MQTT 3.1.1 has it
    expect_not_in(b"#", body)


@test
def a_broker_that_refuses_us_is_reported_and_tried_again(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    client = broker.connected()
    client.send(fakebroker.packet(fakebroker.CONNACK, b"\0\x05"))
    bridge.await_log("mqtt: .*[Nn]ot authori[sz]ed")
    broker.subscribed()
    bridge.await_log("mqtt: .*: connected")


@test
def a_broker_of_mqtt_3_1_1_that_refuses_us_is_not_called_again_at_once(scene):
    broker = FakeBroker(scene)
    Bridge(scene, "--mqtt-retry=1", "--mqtt-retry-max=60", broker=broker)
    client = broker.connected()
    refused = time.monotonic()
    client.send(fakebroker.packet(fakebroker.CONNACK, b"\0\x05"))
    broker.connected()
    assert time.monotonic() - refused > 0.4, "half of the second has not passed"


@test
def a_broker_that_stops_in_the_middle_of_a_message_blocks_nobody(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    client = broker.subscribed()
    whole = fakebroker.publish("lcd/set", b"half a message")
    client.send(whole[:-5])
    expect(screen("served"), bridge.ask(b"served\n"))
    client.send(whole[-5:])
    bridge.shows("half a message")


@test
def a_broker_that_never_answers_is_reported_as_such(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, "--mqtt-keepalive=5", "--mqtt-version=3.1.1", broker=broker)
    broker.connected()
    bridge.await_log("mqtt: .*: the broker does not answer", 2 * WAIT)


def pings_in_time(scene):
    broker = Broker(scene, "max_keepalive 10", "log_type all")
    bridge = Bridge(scene, "--mqtt-keepalive=60", broker=broker)
    broker.process.await_log("PINGREQ", 2 * WAIT)
    connections = bridge.log().count("mqtt: subscribed")
    bridge.kill()
    broker.stop()
    return connections == 1


@test
def a_broker_that_wants_more_pings_gets_them(scene):
    """It closes the connection after 15 s. A machine that stands still for 2 s is too late."""
    assert any(pings_in_time(scene) for _ in range(3))


def reads_a_stream_in_any_pieces(broker, bridge):
    dice = random.Random(4478)
    client = broker.subscribed()
    for turn in range(20):
        sizes = [dice.choice((0, 1, 100, 126, 127, 128, 5000, 60000)) for _ in range(30)]
        stream = b"".join(fakebroker.publish("lcd/page/x/unset", b"x" * size) for size in sizes)
        stream += fakebroker.publish("lcd/set", b"turn %d" % turn)
        while stream:
            piece = dice.choice((1, 2, 3, 5, 1000, 20000, 70000))
            client.send(stream[:piece])
            stream = stream[piece:]
        bridge.shows(f"turn {turn}")
    expect(1, bridge.log().count("mqtt: subscribed"))


@test
def a_stream_of_messages_may_come_in_any_pieces(scene):
    broker = FakeBroker(scene)
    for qos in (0, 1):
        bridge = Bridge(scene, f"--mqtt-qos={qos}", broker=broker)
        reads_a_stream_in_any_pieces(broker, bridge)
        bridge.kill()


@test
def small_messages_need_not_wait_for_each_other(scene):
    """A broker's kernel keeps the second one until the first is acknowledged."""
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    client = broker.subscribed()
    one, two = [], []
    for turn in range(40):
        for mid in range(1, 13):  # while we answer, our kernel delays acknowledgements
            client.send(fakebroker.publish("lcd/line/1/set", b"answered", mid=mid))
            client.await_kind(fakebroker.PUBACK)
        messages = [("lcd/set", b"first"), ("lcd/line/2/set", b"turn %d" % turn)]
        begin, before = time.monotonic(), waited(bridge)
        if turn % 2:  # in one segment, to compare with
            client.send(b"".join(fakebroker.publish(*message) for message in messages))
        else:
            for message in messages:
                client.send(fakebroker.publish(*message))
        bridge.shows("first", f"turn {turn}")
        seconds = time.monotonic() - begin - (waited(bridge) - before)
        (one if turn % 2 else two).append(seconds)
    # The kernel would acknowledge 40 ms later. A few are as quick even then.
    assert sorted(two)[10] < sorted(one)[10] + 0.025, (one, two)


@test
def a_broker_that_sends_nonsense_is_left_and_tried_again(scene):
    broker = FakeBroker(scene)
    bridge = Bridge(scene, broker=broker)
    broker.subscribed().send(b"\xff" * 64)
    client = broker.subscribed()
    client.send(fakebroker.publish("lcd/set", b"sense"))
    bridge.shows("sense")


@test
def a_name_that_does_not_resolve_stops_nobody(scene):
    bridge = Bridge(scene, "--mqtt-host=broker.invalid")
    expect(screen("served"), bridge.ask(b"served\n"))
    bridge.await_log("mqtt: broker.invalid:1883: ", 4 * WAIT)  # a resolver may be slow


@test
def the_prefix_holds_host_and_device(scene):
    broker = Broker(scene)
    device = scene.write("LCD7", "")
    bridge = Bridge(scene, "--mqtt-prefix=displays/%h/%d", device=device, broker=broker)
    broker.publish(f"displays/{socket.gethostname()}/lcd7/set", "mine")
    bridge.shows("mine")


@test
def the_password_comes_from_a_file(scene):
    passwords = scene.write("passwords", "")
    tap.run("mosquitto_passwd", "-b", passwords, "lcd", "secret")
    broker = Broker(scene, f"password_file {passwords}", "allow_anonymous false")
    wrong = Bridge(scene, "--mqtt-username=lcd", "--mqtt-host=127.0.0.1",
                   f"--mqtt-port={broker.port}",
                   f"--mqtt-password-file={scene.write('wrong', 'guess')}")
    wrong.await_log("mqtt: .*[Nn]ot authori[sz]ed")
    right = scene.write("right", "secret\n")
    Bridge(scene, "--mqtt-username=lcd", f"--mqtt-password-file={right}", broker=broker)


@test
def a_password_file_that_is_missing_is_named(scene):
    bridge = Bridge(scene, "--mqtt-host=127.0.0.1", "--mqtt-username=lcd",
                    f"--mqtt-password-file={scene.path('none')}")
    bridge.ends(1)
    expect_in(f"{scene.path('none')}: No such file", bridge.log())


@test
def mqtt_5_is_spoken_where_the_broker_has_it(scene):
    broker = Broker(scene)
    Bridge(scene, broker=broker)
    expect_in("(p5, ", broker.process.log())


@test
def mqtt_3_1_1_is_spoken_where_it_is_wanted_or_all_there_is(scene):
    broker = Broker(scene)
    Bridge(scene, "--mqtt-version=3.1.1", broker=broker)
    expect_in("(p2, ", broker.process.log())
    fake = FakeBroker(scene)
    bridge = Bridge(scene, broker=fake)
    fake.subscribed()
    bridge.await_log("mqtt: subscribed")
    expect_not_in("refused", bridge.log())


@test
def a_persistent_session_gets_what_was_sent_meanwhile(scene):
    broker = Broker(scene, "persistence false")
    options = ("--mqtt-persistent=yes", "--mqtt-qos=1", "--mqtt-client-id=steady")
    Bridge(scene, *options, broker=broker).kill()
    broker.publish("lcd/append", "while away", "-q", "1")
    Bridge(scene, *options, broker=broker).shows("while away")


@test
def two_with_one_client_id_do_not_evict_each_other_in_a_tight_loop(scene):
    broker = Broker(scene)
    one = Bridge(scene, "--mqtt-client-id=same", "--mqtt-retry-max=5", broker=broker)
    began = time.monotonic()
    two = Bridge(scene, "--mqtt-client-id=same", "--mqtt-retry-max=5", broker=broker)
    time.sleep(2)  # the time is what is tested
    times = one.log().count("connected") + two.log().count("connected")
    seconds = time.monotonic() - began
    assert times < 8 * seconds, f"connected {times} times in {seconds:.1f} s"
    one.await_log("mqtt: .*: (The connection was lost|Session taken over)")


TLS = ("--mqtt-host=localhost", "--mqtt-prefix=lcd")


def secure_broker(scene, certificate, *lines):
    at = certs.folder()
    port = free_port()
    broker = Broker(scene, f"listener {port} 127.0.0.1", f"certfile {at}/{certificate}.pem",
                    f"keyfile {at}/{certificate}.key", f"cafile {at}/ca.pem", *lines)
    return broker, f"--mqtt-port={port}"


@test
def a_broker_with_a_certificate_for_its_name_is_trusted(scene):
    broker, port = secure_broker(scene, "localhost")
    bridge = Bridge(scene, *TLS, port, f"--mqtt-ca={certs.folder()}/ca.pem", mqtt=False)
    broker.holds("lcd/status", "online")
    broker.publish("lcd/set", "by TLS")
    bridge.shows("by TLS")


def fake_secure_broker(scene):
    at = certs.folder()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{at}/localhost.pem", f"{at}/localhost.key")
    broker = FakeBroker(scene, tls=context)
    return broker, (*TLS, f"--mqtt-port={broker.port}", f"--mqtt-ca={at}/ca.pem")


@test
def a_stream_of_messages_may_come_in_any_records_of_tls(scene):
    broker, options = fake_secure_broker(scene)
    reads_a_stream_in_any_pieces(broker, Bridge(scene, *options, mqtt=False))


@test
def two_packets_in_one_tls_record_arrive_together(scene):
    broker, options = fake_secure_broker(scene)
    bridge = Bridge(scene, *options, "--mqtt-qos=1", mqtt=False)
    client = broker.subscribed()
    # So many answers fill the pipe by which the library would wake up its own loop.
    for mid in range(1, 600):
        client.send(fakebroker.publish("lcd/clear", b"", mid=mid))
        client.await_kind(fakebroker.PUBACK)
    # At the first the daemon publishes its status, from inside the library.
    client.send(fakebroker.packet(fakebroker.SUBACK, b"\0\1\0") +
                fakebroker.publish("lcd/set", b"the second"))
    bridge.shows("the second")


@test
def a_broker_with_a_certificate_for_another_name_is_not(scene):
    _, port = secure_broker(scene, "elsewhere")
    bridge = Bridge(scene, *TLS, port, f"--mqtt-ca={certs.folder()}/ca.pem", mqtt=False)
    bridge.await_log("mqtt: localhost:.*: .*TLS.*certificate verify failed: [Hh]ostname mismatch")
    expect_not_in("connected", bridge.log())


@test
def a_certificate_of_another_time_is_told_as_such(scene):
    for name, days, why in (("past", -9, "certificate has expired"),
                            ("future", 9, "certificate is not yet valid; is this machine's clock")):
        certs.dated(name, days)
        _, port = secure_broker(scene, name)
        bridge = Bridge(scene, *TLS, port, f"--mqtt-ca={certs.folder()}/ca.pem", mqtt=False)
        bridge.await_log(f"mqtt: localhost:.*: .*TLS.*: {why}")


@test
def a_certificate_that_signed_itself_is_told_as_such(scene):
    _, port = secure_broker(scene, "other")
    bridge = Bridge(scene, *TLS, port, f"--mqtt-ca={certs.folder()}/ca.pem", mqtt=False)
    bridge.await_log("mqtt: localhost:.*: .*TLS.*: self-signed certificate; "
                     "the option ca must name its CA")


@test
def a_broker_whose_certificate_nobody_signed_is_not(scene):
    _, port = secure_broker(scene, "localhost")
    bridge = Bridge(scene, *TLS, port, f"--mqtt-ca={certs.folder()}/other.pem", mqtt=False)
    bridge.await_log("mqtt: localhost:.*: .*TLS.*certificate verify failed")
    expect(screen("served"), bridge.ask(b"served\n"))


def broker_of_tls_1_2(scene):
    broker, options = fake_secure_broker(scene)
    broker.tls.maximum_version = ssl.TLSVersion.TLSv1_2
    return broker, options


@test
def the_ciphers_of_the_configuration_are_used(scene):
    broker, options = broker_of_tls_1_2(scene)
    for cipher in ("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"):
        bridge = Bridge(scene, *options, f"--mqtt-ciphers={cipher}", mqtt=False)
        client = broker.connected(version=5)  # without it, the first would come again
        expect(cipher, client.sock.cipher()[0])
        bridge.kill()


@test
def a_broker_of_an_older_tls_than_configured_is_refused(scene):
    broker, options = broker_of_tls_1_2(scene)
    Bridge(scene, *options, mqtt=False)
    expect("TLSv1.2", broker.connected(version=5).sock.version())
    bridge = Bridge(scene, *options, "--mqtt-tls-version=1.3", mqtt=False)
    bridge.await_log("mqtt: localhost:.*: .*(TLS|protocol)")
    expect_not_in("connected", bridge.log())


@test
def the_connection_comes_from_the_bind_address(scene):
    broker = FakeBroker(scene)
    Bridge(scene, "--mqtt-bind-address=127.0.0.9", broker=broker)
    expect("127.0.0.9", broker.connected(version=5).sock.getpeername()[0])


@test
def a_notification_that_waited_until_it_expired_is_not_shown(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--notice-duration=6", broker=broker)
    with bridge.asleep():  # the times begin together
        broker.publish("lcd/notify", "first")
        for text, seconds in (("stale", "1"), ("patient", "60")):
            broker.publish("lcd/notify", text, "-q", "1", "-V", "5", "-D", "publish",
                           "message-expiry-interval", seconds)
    seen = []
    wait_for(lambda: seen.append(read(bridge.device).split("\n")[0]) or seen[-1], "patient")
    expect_not_in("stale", seen)
    expect("patient", seen[-1])
    # Once it is seen, it has all its time.
    began = time.monotonic()
    broker.publish("lcd/notify", '{"text": "seen", "duration": 8, "stack": false}', "-V", "5",
                   "-D", "publish", "message-expiry-interval", "4")
    bridge.shows("seen")
    bridge.shows()
    assert time.monotonic() - began > 5, "it went when it expired"


@test
def a_broker_that_has_no_tls_is_told_as_such(scene):
    bridge = Bridge(scene, *TLS, f"--mqtt-port={Broker(scene).port}",
                    f"--mqtt-ca={certs.folder()}/ca.pem", mqtt=False)
    bridge.await_log("mqtt: localhost:.*: .*TLS")
    expect_not_in("connection lost", bridge.log())


@test
def a_client_certificate_is_shown_to_a_broker_that_asks(scene):
    broker, port = secure_broker(scene, "localhost", "require_certificate true")
    at = certs.folder()
    refused = Bridge(scene, *TLS, port, f"--mqtt-ca={at}/ca.pem", mqtt=False)
    Bridge(scene, *TLS, port, f"--mqtt-ca={at}/ca.pem", f"--mqtt-certificate={at}/friend.pem",
           f"--mqtt-key={at}/friend.key", mqtt=False).await_log("mqtt: subscribed")
    broker.holds("lcd/status", "online")
    expect_not_in("subscribed", refused.log())


@test
def a_pre_shared_key_is_enough(scene):
    port = free_port()
    keys = scene.write("keys", "panel:0123456789abcdef\n")
    broker = Broker(scene, f"listener {port} 127.0.0.1", "psk_hint here", f"psk_file {keys}")
    key = scene.write("key", "0123456789abcdef\n")
    Bridge(scene, *TLS, f"--mqtt-port={port}", "--mqtt-psk-identity=panel",
           f"--mqtt-psk-file={key}", mqtt=False).await_log("mqtt: subscribed")
    broker.holds("lcd/status", "online")


@test
def a_missing_file_of_tls_is_named(scene):
    none = scene.path("none")
    ca = f"--mqtt-ca={certs.folder()}/ca.pem"
    for options in ((f"--mqtt-ca={none}",),
                    (ca, f"--mqtt-certificate={none}", f"--mqtt-key={none}")):
        Bridge(scene, *TLS, *options, mqtt=False,
               ready=f"mqtt: {none}: No such file or directory").ends(1)


@test
def a_resolver_that_does_not_answer_slows_nobody_down(scene):
    bridge = Bridge(scene, "--mqtt-host=broker.example", mqtt=False, program=PLAIN,
                    env={"LD_PRELOAD": SLOW_RESOLVER})
    times = []
    for n in range(200):
        began = time.monotonic()
        bridge.ask(b"%d\n" % n)
        times.append(time.monotonic() - began)
    print(f"# median {1000 * sorted(times)[100]:.1f} ms, at most {1000 * max(times):.1f} ms")
    # Who waits for the resolver, waits for all its time or the rest of it.
    assert max(times) < SLOW_RESOLVER_SECONDS / 2, f"at most {max(times):.1f} s"
    assert sorted(times)[100] < 0.3, "half of them are slow"
    expect_not_in("mqtt:", bridge.log())
    bridge.popen.send_signal(signal.SIGTERM)
    began = time.monotonic()
    expect(0, bridge.popen.wait(3 * WAIT))
    # A second is what it waits.
    assert time.monotonic() - began < SLOW_RESOLVER_SECONDS / 2, "the thread holds up the end"


tap.main()
