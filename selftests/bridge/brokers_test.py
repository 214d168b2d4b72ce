#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The same tests with each broker: topics, retained state, last will, restart.

By default the brokers that start fast; BROKERS="rabbitmq ejabberd" chooses others.
"""

import collections
import functools
import itertools
import os
import signal
import time

import brokers
import tap
from daemon import Bridge, Broker, Process
from tap import Scene, Skip, expect, expect_in, test, wait_for

BROKERS = os.environ.get("BROKERS") or "mosquitto no-retain qos-0 small-packets nats aedes"
PREFIXES = iter(range(1000))

KINDS = {
    "mosquitto": Broker,
    "no-retain": lambda scene: Broker(scene, "retain_available false", name="no-retain"),
    "qos-0": lambda scene: Broker(scene, "max_qos 0", name="qos-0"),
    "small-packets": lambda scene: Broker(scene, "max_packet_size 1500", name="small-packets"),
    "nats": brokers.Nats,
    "aedes": brokers.Aedes,
    "rabbitmq": brokers.Rabbitmq,
    "ejabberd": brokers.Ejabberd,
}
kept = Scene()
took = collections.Counter()  # seconds, of all tests of a kind of broker


@functools.cache
def started(kind):
    """The one broker of a kind; or why it cannot be had."""
    began = time.monotonic()
    try:
        broker = KINDS[kind](kept)
    except Skip as skip:
        return str(skip)
    print(f"# {kind}: up in {time.monotonic() - began:.1f} s")
    return broker


def each_broker_but(*without):
    """Decorator: a test for every broker except some; its name begins with the broker's."""
    def decorate(function):
        for kind in BROKERS.split():
            if kind in without:
                continue

            def run_with(scene, kind=kind):
                began = time.monotonic()
                broker = started(kind)
                if isinstance(broker, str):
                    raise Skip(broker)
                function(scene, broker)
                took[kind] += time.monotonic() - began
            run_with.__name__ = f"{kind.replace('-', '_')}_{function.__name__}"
            run_with.seconds = 240
            test(run_with)
        return function
    return decorate


each_broker = each_broker_but()


class Display(Bridge):
    """A bridge with topics of its own on a broker that several tests share."""

    def __init__(self, scene, broker, *args, prefix=None):
        self.broker = broker
        self.prefix = prefix or f"lcd{next(PREFIXES)}"
        where = scene.write(self.prefix, "")
        super().__init__(scene, *getattr(broker, "options", ()), "--mqtt-host=127.0.0.1",
                         f"--mqtt-port={broker.port}", f"--mqtt-prefix={self.prefix}",
                         f"--mqtt-client-id={self.prefix}", "--geometry=20x4", *args,
                         device=where, mqtt=False)
        self.await_log("mqtt: subscribed")

    def publish(self, topic, text, *options):
        self.broker.publish(f"{self.prefix}/{topic}", text, *options)

    def holds(self, topic, want):
        self.broker.holds(f"{self.prefix}/{topic}", want)


class Watch(Process):
    """Prints the messages that are published to some topics from now on."""

    def __init__(self, scene, broker, topic):
        super().__init__(scene, "watch", ["stdbuf", "-oL", "mosquitto_sub", "-p", str(broker.port), 
                                          "-d", "-F", "%t=%p", "-t", topic, *broker.login])
        self.await_log("Subscribed")


@each_broker
def the_topics_do_what_they_say(scene, broker):
    display = Display(scene, broker, "--page-duration=60")
    display.publish("set", "Crème 20°C\n")
    display.shows("Crème 20°C")
    display.publish("append", "two")
    display.shows("Crème 20°C", "two")
    display.publish("line/4/set", "the fourth")
    display.shows("Crème 20°C", "two", "", "the fourth")
    display.publish("notify", '{"text": "look", "duration": 60}')
    display.shows("look")
    display.publish("notify/dismiss", "x")
    display.shows("Crème 20°C", "two", "", "the fourth")
    display.publish("page/a/set", '{"text": "page a", "priority": "alert"}')
    display.shows("page a")
    display.publish("page/a/set", "")
    display.shows("Crème 20°C", "two", "", "the fourth")
    display.publish("page/b/set", "page b")
    display.publish("page/next", "x")
    display.shows("page b")
    display.publish("page/previous", "x")
    display.shows("Crème 20°C", "two", "", "the fourth")
    display.publish("page/b/set", "")
    display.publish("clear", "x")
    display.shows()


@each_broker
def the_state_follows_the_display(scene, broker):
    prefix = f"lcd{next(PREFIXES)}"
    watch = Watch(scene, broker, f"{prefix}/#")
    display = Display(scene, broker, prefix=prefix)
    display.ask(b"one\ntwo\n")
    for line in ("status=online", "state=one\ntwo\n\n", "line/1/state=one", "line/2/state=two"):
        watch.await_log(f"{prefix}/{line}\n")
    for switch in ("backlight", "power"):
        display.publish(f"{switch}/set", "OFF")
        watch.await_log(f"{prefix}/{switch}/state=OFF\n")
    display.kill()
    watch.await_log(f"{prefix}/status=offline\n")


@each_broker_but("no-retain")
def the_state_is_retained(scene, broker):
    display = Display(scene, broker)
    display.ask(b"kept\n")
    display.holds("state", "kept\n\n\n")
    display.holds("status", "online")
    display.kill()
    display.holds("status", "offline")
    display.publish("set", "retained", "-r")
    again = Display(scene, broker, prefix=display.prefix)
    again.shows("retained")


@each_broker
def the_last_will_is_published(scene, broker):
    prefix = f"lcd{next(PREFIXES)}"
    watch = Watch(scene, broker, f"{prefix}/status")
    display = Display(scene, broker, prefix=prefix)
    watch.await_log(f"{prefix}/status=online\n")
    display.kill(signal.SIGKILL)
    watch.await_log(f"{prefix}/status=offline\n")


@each_broker
def every_quality_of_service_is_served(scene, broker):
    for qos in (0, 1, 2):
        display = Display(scene, broker, f"--mqtt-qos={qos}")
        watch = Watch(scene, broker, f"{display.prefix}/state")
        tries = itertools.count()
        # Some get lost while the bridge finds out what the broker has: each is another text.
        wait_for(lambda display=display, qos=qos, tries=tries:
                 display.publish("set", f"QoS {qos}, {next(tries)}"),
                 lambda _, display=display, watch=watch, qos=qos:
                 f"{display.prefix}/state=QoS {qos}," in watch.log())
        display.kill()
        assert display.log().count(": connected") <= 2, display.log()


@each_broker_but("qos-0")
def a_persistent_session_gets_what_was_sent_meanwhile(scene, broker):
    options = ("--mqtt-persistent=yes", "--mqtt-qos=1")
    display = Display(scene, broker, *options)
    display.kill()
    display.publish("append", "while away", "-q", "1")
    Display(scene, broker, *options, prefix=display.prefix).shows("while away")


@each_broker_but("no-retain", "small-packets")
def home_assistant_finds_the_display(scene, broker):
    display = Display(scene, broker, "--hass=yes")
    topic = f"homeassistant/device/lcdbridge_{os.uname().nodename}_{display.prefix}/config"
    expect_in('"default_entity_id"', wait_for(lambda: broker.read(topic, seconds=2), bool))


@each_broker
def a_broker_that_restarts_has_the_display_again(scene, broker):
    display = Display(scene, broker)
    broker.stop(signal.SIGTERM)
    display.await_log("mqtt: .*: (The connection was lost|connection lost|Connection refused|"
                      "Server shutting down)")
    display.ask(b"meanwhile\n")
    broker.start()
    expect(2, wait_for(lambda: display.log().count("mqtt: subscribed"), 2, 30))
    display.publish("append", "after")
    display.shows("meanwhile", "after")


@each_broker_but("mosquitto", "no-retain", "qos-0", "small-packets")
def it_listens_on_the_loopback_alone(scene, broker):
    sockets = broker.sockets | broker.process.sockets()
    expect_in(f"127.0.0.1:{broker.port}", sockets)
    expect([], [name for name in sockets if not name.startswith(("127.0.0.1:", "[::1]:"))])


def say_how_long():
    for kind, seconds in took.items():
        print(f"# {kind}: its tests took {seconds:.1f} s")


with kept:
    kept.callback(say_how_long)
    tap.main()
