#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Home Assistant's discovery message, key by key against its documentation."""

import json
import re
import socket
import time

import tap
from daemon import Bridge, Broker
from fakebroker import FakeBroker, Subscriber, publish
from tap import expect, expect_in, test, wait_for

NAME = re.compile(r"^[a-zA-Z0-9_-]+$")

# home-assistant.io/integrations/mqtt: what the device and the origin may hold.
DEVICE = {"identifiers", "name", "manufacturer", "model", "sw_version"}
ORIGIN = {"name", "sw_version"}
ROOT = {"device", "origin", "components", "availability_topic"}

# What every entity here has, then for each platform what it must have, and may.
COMMON = {"platform", "unique_id", "default_entity_id", "name"}
PLATFORMS = {
    "text": ({"command_topic"}, {"state_topic", "max", "min", "retain"}),
    "notify": ({"command_topic"}, set()),
    "light": ({"command_topic"}, {"state_topic"}),
    "switch": ({"command_topic"}, {"state_topic"}),
    "button": ({"command_topic"}, set()),
    "sensor": ({"state_topic"}, {"value_template", "state_class", "entity_category"}),
}


def start(scene, *args):
    broker = Broker(scene)
    bridge = Bridge(scene, "--hass=yes", *args, broker=broker)
    return bridge, broker, f"lcdbridge_{re.sub('[^a-zA-Z0-9_-]', '_', socket.gethostname())}_screen"


def announcement(broker, identity):
    return json.loads(broker.read(f"homeassistant/device/{identity}/config"))


@test
def nothing_is_announced_unless_it_is_wanted(scene):
    broker = Broker(scene)
    Bridge(scene, broker=broker)
    expect("", broker.read("homeassistant/#", seconds=1))


@test
def the_announcement_holds_what_the_documentation_wants(scene):
    _, broker, identity = start(scene)
    root = announcement(broker, identity)
    expect(ROOT, set(root))
    expect(DEVICE, set(root["device"]))
    expect([identity], root["device"]["identifiers"])
    expect(ORIGIN, set(root["origin"]))
    assert NAME.match(identity), identity
    for key, entity in root["components"].items():
        must, may = PLATFORMS[entity["platform"]]
        assert NAME.match(key), key
        expect(set(), (COMMON | must) - set(entity))
        expect(set(), set(entity) - COMMON - must - may)
        expect(f"{entity['platform']}.{entity['unique_id']}", entity["default_entity_id"])


@test
def every_row_and_control_is_an_entity(scene):
    _, broker, identity = start(scene, "--geometry=16x2")
    entities = announcement(broker, identity)["components"]
    expect({"line_1", "line_2", "notify", "backlight", "power", "clear", "messages", "dropped",
            "clients"}, set(entities))
    expect(len(entities), len({entity["unique_id"] for entity in entities.values()}))
    expect(False, entities["line_1"]["retain"])
    expect(255, entities["line_1"]["max"])


@test
def the_topics_that_are_announced_do_what_they_say(scene):
    bridge, broker, identity = start(scene)
    root = announcement(broker, identity)
    entities = root["components"]
    broker.holds(root["availability_topic"], "online")
    broker.publish(entities["line_2"]["command_topic"], "row two")
    bridge.shows("", "row two")
    broker.holds(entities["line_2"]["state_topic"], "row two")
    broker.publish(entities["backlight"]["command_topic"], "OFF")
    broker.holds(entities["backlight"]["state_topic"], "OFF")
    broker.publish(entities["clear"]["command_topic"], "PRESS")
    bridge.shows()
    broker.publish(entities["notify"]["command_topic"], "notice")
    bridge.shows("notice")


@test
def home_assistant_coming_up_hears_it_again_with_the_counters(scene):
    _, broker, identity = start(scene)
    configs = scene.enter_context(Subscriber(broker.port, f"homeassistant/device/{identity}/config"))
    counters = scene.enter_context(Subscriber(broker.port, "lcd/stats"))
    wait_for(lambda: len(configs.received()[0]), 1)
    broker.publish("homeassistant/status", "online")
    expect(2, wait_for(lambda: len(configs.received()[0]), 2))
    stats = wait_for(lambda: counters.received()[0], bool)
    for name in ("messages", "dropped", "clients"):
        expect_in(name, json.loads(stats[-1]))


@test
def a_flood_of_questions_is_answered_once_a_second(scene):
    broker = FakeBroker(scene)
    Bridge(scene, "--hass=yes", "--mqtt-host=127.0.0.1", f"--mqtt-port={broker.port}",
           "--mqtt-prefix=lcd")
    client = broker.subscribed()
    start = time.monotonic()
    client.send(500 * publish("homeassistant/status", b"online"))
    client.send(publish("lcd/set", b"the end"))
    topics, payload = [], b""
    while topics[-1:] != ["lcd/state"] or b"the end" not in payload:
        topic, payload = client.published()
        topics.append(topic)
    answers = sum(topic.endswith("/config") for topic in topics)
    seconds = time.monotonic() - start
    assert answers <= 2 + seconds, f"{answers} answers in {seconds:.1f} s"
    while not client.published()[0].endswith("/config"):  # the last question has one, too
        pass


@test
def a_broker_that_lost_everything_is_told_again(scene):
    _, broker, identity = start(scene)
    before = announcement(broker, identity)
    broker.stop()
    broker.start()
    expect(before, announcement(broker, identity))


@test
def the_prefix_can_be_another(scene):
    _, broker, identity = start(scene, "--hass-prefix=ha")
    expect_in("components", broker.read(f"ha/device/{identity}/config"))


tap.main()
