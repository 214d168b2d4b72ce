#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""mqtt.py HOST PORT: the average of room/+/temperature as house/temperature."""

import sys

import paho.mqtt.client as mqtt

rooms = {}


def on_connect(client, *_):
    client.subscribe("room/+/temperature", qos=1)
    client.publish("house/status", "online", qos=1, retain=True)


def on_message(client, _, message):
    try:
        rooms[message.topic] = float(message.payload)
    except ValueError:
        return
    average = sum(rooms.values()) / len(rooms)
    client.publish("house/temperature", f"{average:.1f}", qos=1, retain=True)


# A session that the broker keeps needs the same name each time.
arguments = {"client_id": "house", "clean_session": False}
if hasattr(mqtt, "CallbackAPIVersion"):     # paho 2
    arguments["callback_api_version"] = mqtt.CallbackAPIVersion.VERSION2
house = mqtt.Client(**arguments)
house.will_set("house/status", "offline", qos=1, retain=True)
house.on_connect = on_connect
house.on_message = on_message
house.connect(sys.argv[1], int(sys.argv[2]))
house.loop_forever()
