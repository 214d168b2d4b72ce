#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""publish.py HOST TOPIC TEXT [-q QOS] [-r] [-p PORT]: say TEXT once.

Look at new_client(): paho 2 (Debian 13) asks which arguments the callbacks take,
and paho 1 (Debian 12) knows only the old ones. "*_" takes either.
"""

import argparse

import paho.mqtt.client as mqtt


def new_client():
    if hasattr(mqtt, "CallbackAPIVersion"):
        return mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    return mqtt.Client()


def on_connect(client, args, _flags, refused, *_):
    """The broker's answer: only now may one publish."""
    if refused != 0:
        raise SystemExit(f"publish.py: {refused}")
    client.publish(args.topic, args.text, args.qos, args.retain)


def on_publish(client, args, *_):
    print(f"published with QoS {args.qos}")
    client.disconnect()     # which ends loop_forever()


parser = argparse.ArgumentParser()
parser.add_argument("host")
parser.add_argument("topic")
parser.add_argument("text")
parser.add_argument("-q", "--qos", type=int, default=0)
parser.add_argument("-r", "--retain", action="store_true")
parser.add_argument("-p", "--port", type=int, default=1883)
options = parser.parse_args()

publisher = new_client()
publisher.user_data_set(options)
publisher.on_connect = on_connect
publisher.on_publish = on_publish
publisher.connect(options.host, options.port)
publisher.loop_forever()
