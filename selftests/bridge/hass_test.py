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

# What the pages of home-assistant.io/integrations on mqtt and *.mqtt allow, and
# what they require, of a device's announcement. (Home Assistant drops keys that
# it does not know without a word, so it is for us to tell.)
AVAILABILITY = {"availability", "availability_topic", "availability_mode",
                "availability_template", "payload_available", "payload_not_available"}
ROOT = ({"device", "origin", "components"},
        AVAILABILITY | {"state_topic", "command_topic", "qos", "encoding"})
DEVICE = ({"identifiers"}, {
    "name", "connections", "configuration_url", "manufacturer", "model", "model_id", "hw_version",
    "sw_version", "serial_number", "suggested_area", "via_device"})
ORIGIN = ({"name"}, {"sw_version", "support_url"})

# Of every entity, then of each platform. A device's entity has no device of its own.
ENTITY = ({"platform", "unique_id"}, AVAILABILITY | {
    "name", "default_entity_id", "enabled_by_default", "encoding", "entity_category",
    "entity_picture", "icon", "json_attributes_template", "json_attributes_topic", "qos"})
STATE = {"state_topic", "value_template"}
PLATFORMS = {
    "text": ({"command_topic"}, STATE | {"command_template", "retain", "max", "min", "mode",
                                         "pattern"}),
    "notify": (set(), {"command_topic", "command_template", "retain"}),
    "light": ({"command_topic"}, {"state_topic", "state_value_template", "payload_on",
                                  "payload_off", "optimistic", "retain", "on_command_type"}),
    "switch": ({"command_topic"}, STATE | {
        "command_template", "device_class", "payload_on", "payload_off", "state_on", "state_off",
        "optimistic", "retain"}),
    "button": (set(), {"command_topic", "command_template", "device_class", "payload_press",
                       "retain"}),
    "sensor": ({"state_topic"}, STATE | {
        "device_class", "expire_after", "force_update", "last_reset_value_template", "options",
        "state_class", "suggested_display_precision", "unit_of_measurement"}),
}
CATEGORIES = {"config", "diagnostic"}
STATE_CLASSES = {"measurement", "measurement_angle", "total", "total_increasing"}
ENTITY_ID = re.compile(r"^[a-z]+\.[a-zA-Z0-9_-]+$")  # Home Assistant makes a slug of it


def check_keys(what, given, must, may):
    expect((what, set()), (what, must - set(given)))
    expect((what, set()), (what, set(given) - must - may))


def check_values(entity):
    for key, value in entity.items():
        if key.endswith("_topic"):
            assert value and not set(value) & set("+#"), value
    expect_in(entity.get("entity_category", "config"), CATEGORIES)
    expect_in(entity.get("state_class", "total"), STATE_CLASSES)
    assert 0 <= entity.get("min", 0) < entity.get("max", 255) <= 255, entity
    assert isinstance(entity.get("retain", False), bool), entity
    assert ENTITY_ID.match(entity["default_entity_id"]), entity


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
    check_keys("root", root, *ROOT)
    check_keys("device", root["device"], *DEVICE)
    check_keys("origin", root["origin"], *ORIGIN)
    expect([identity], root["device"]["identifiers"])
    expect_in("availability_topic", root)
    assert NAME.match(identity), identity
    for key, entity in root["components"].items():
        must, may = PLATFORMS[entity["platform"]]
        assert NAME.match(key), key
        check_keys(key, entity, ENTITY[0] | must, ENTITY[1] | may)
        check_values(entity)
        expect(f"{entity['platform']}.{entity['unique_id']}", entity["default_entity_id"])
        expect({"text": False}.get(entity["platform"]), entity.get("retain"))


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
    stats = wait_for(counters.last, bool)
    for name in ("messages", "dropped", "clients"):
        expect_in(name, stats)


@test
def a_flood_of_questions_is_answered_once_a_second(scene):
    broker = FakeBroker(scene)
    Bridge(scene, "--hass=yes", broker=broker)
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
    bridge, broker, identity = start(scene)
    before = announcement(broker, identity)
    broker.stop()
    broker.start()
    expect(before, announcement(broker, identity))
    root = announcement(broker, identity)
    broker.holds(root["availability_topic"], "online")
    entities = root["components"]
    broker.publish(entities["line_1"]["command_topic"], "after it")
    bridge.shows("after it")
    for name, state in (("line_1", "after it"), ("backlight", "ON"), ("power", "ON")):
        broker.holds(entities[name]["state_topic"], state)
    counters = scene.enter_context(Subscriber(broker.port, entities["messages"]["state_topic"]))
    broker.publish("homeassistant/status", "online", "-r")
    stats = wait_for(counters.last, bool)
    for name in ("messages", "dropped", "clients"):
        expect(f"{{{{ value_json.{name} }}}}", entities[name]["value_template"])
        assert isinstance(stats[name], int), stats


@test
def the_prefix_can_be_another(scene):
    _, broker, identity = start(scene, "--hass-prefix=ha")
    expect_in("components", broker.read(f"ha/device/{identity}/config"))


tap.main()
