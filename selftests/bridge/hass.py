# SPDX-License-Identifier: GPL-2.0-only
"""What Home Assistant takes of a device's announcement, key by key."""

import json
import re
import socket

from tap import expect, expect_in

IDENTITY = f"lcdbridge_{re.sub('[^a-z0-9_]', '_', socket.gethostname().lower())}"
NAME = re.compile(r"^[a-z0-9_]+$")  # of the letters that are allowed, only these stay as they are

# What the pages of home-assistant.io/integrations on mqtt and *.mqtt allow, and
# what they require, of a device's announcement; the files schemas.py and PLATFORM.py
# in homeassistant/components/mqtt of home-assistant/core say the same. (Home Assistant
# drops keys that it does not know without a word, so it is for us to tell.)
CONDITION = ({"topic"}, {"payload_available", "payload_not_available", "value_template"})
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
                                  "payload_off", "optimistic", "retain", "on_command_type",
                                  "brightness_command_topic", "brightness_command_template",
                                  "brightness_scale", "brightness_state_topic",
                                  "brightness_value_template"}),
    "switch": ({"command_topic"}, STATE | {
        "command_template", "device_class", "payload_on", "payload_off", "state_on", "state_off",
        "optimistic", "retain"}),
    "button": (set(), {"command_topic", "command_template", "device_class", "payload_press",
                       "retain"}),
    "sensor": ({"state_topic"}, STATE | {
        "device_class", "expire_after", "force_update", "last_reset_value_template", "options",
        "state_class", "suggested_display_precision", "unit_of_measurement"}),
}
PLATFORMS |= {
    "binary_sensor": ({"state_topic"}, STATE | {
        "device_class", "expire_after", "force_update", "off_delay", "payload_on", "payload_off"}),
    "select": ({"command_topic", "options"}, STATE | {"command_template", "optimistic", "retain"}),
    "event": ({"state_topic", "event_types"}, STATE | {"device_class"}),
}
# One of two kinds each: content_type and image_encoding are for image_topic alone.
IMAGES = (({"url_topic"}, {"url_template"}),
          ({"image_topic"}, {"content_type", "image_encoding"}))
# A trigger is no entity: it has no name, no id, and no availability.
TRIGGER = ({"platform", "automation_type", "topic", "type", "subtype"},
           {"payload", "qos", "value_template"})
TRIGGER_TYPES = {f"button_{what}" for what in (
    "short_press", "short_release", "long_press", "long_release", "double_press", "triple_press",
    "quadruple_press", "quintuple_press")}  # Home Assistant has words for these
DEVICE_CLASSES = {"connectivity", "button"}  # of binary_sensor and event, those in use
CATEGORIES = {"config", "diagnostic"}
STATE_CLASSES = {"measurement", "measurement_angle", "total", "total_increasing"}
ENTITY_ID = re.compile(r"^[a-z_]+\.[a-z0-9_]+$")


def check_keys(what, given, must, may):
    expect((what, set()), (what, must - set(given)))
    expect((what, set()), (what, set(given) - must - may))


def check_availability(owner):
    """A list, or one topic, but not both: Home Assistant refuses that."""
    assert not {"availability", "availability_topic"} <= set(owner), owner
    for condition in owner.get("availability", []):
        check_keys("availability", condition, *CONDITION)
    expect_in(owner.get("availability_mode", "all"), {"all", "any", "latest"})


def check_topic(topic):
    assert topic and not set(topic) & set("+#"), topic


def check_values(entity):
    for key, value in entity.items():
        if key.endswith("_topic"):
            check_topic(value)
    expect_in(entity.get("entity_category", "config"), CATEGORIES)
    expect_in(entity.get("state_class", "total"), STATE_CLASSES)
    expect_in(entity.get("device_class", "connectivity"), DEVICE_CLASSES)
    check_availability(entity)
    assert 0 <= entity.get("min", 0) < entity.get("max", 255) <= 255, entity
    assert isinstance(entity.get("retain", False), bool), entity
    assert ENTITY_ID.match(entity["default_entity_id"]), entity


def announcement(broker, identity):
    return json.loads(broker.read(f"homeassistant/device/{identity}/config"))


def components(root):
    """Those that are there; of one that is gone only the platform is left."""
    return {key: entity for key, entity in root["components"].items()
            if set(entity) != {"platform"}}


def rules(entity):
    """Which keys an entity must have, and which it may have."""
    if entity["platform"] == "device_automation":
        return TRIGGER
    if entity["platform"] == "image":
        must, may = IMAGES["image_topic" in entity]
    else:
        must, may = PLATFORMS[entity["platform"]]
    return ENTITY[0] | must, ENTITY[1] | may


def check_trigger(trigger):
    expect("trigger", trigger["automation_type"])
    expect_in(trigger["type"], TRIGGER_TYPES)
    check_topic(trigger["topic"])


def check_announcement(root, identity):
    """The whole of it."""
    check_keys("root", root, *ROOT)
    check_keys("device", root["device"], *DEVICE)
    check_keys("origin", root["origin"], *ORIGIN)
    expect([identity], root["device"]["identifiers"])
    check_availability(root)
    assert NAME.match(identity), identity
    for key, entity in components(root).items():
        assert NAME.match(key), key
        check_keys(key, entity, *rules(entity))
        if entity["platform"] == "device_automation":
            check_trigger(entity)
            continue
        check_values(entity)
        expect(f"{entity['platform']}.{entity['unique_id']}", entity["default_entity_id"])
        expect({"text": False}.get(entity["platform"]), entity.get("retain"))
