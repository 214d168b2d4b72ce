#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""subscribe.py HOST FILTER [-q QOS] [-i NAME] [-w TOPIC] [-n COUNT] [-p PORT]

Print what is said on the topics of FILTER, as mqtt-subscribe.c does, whose head
says what the options mean. Look at both files side by side: the library calls
the same functions at the same moments.
"""

import argparse
import signal

import paho.mqtt.client as mqtt


def new_client(name):
    session = {"client_id": name or "", "clean_session": not name}
    if hasattr(mqtt, "CallbackAPIVersion"):     # paho 2: see publish.py
        return mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, **session)
    return mqtt.Client(**session)


def on_connect(client, args, _flags, refused, *_):
    """Also after a connection was lost and is there again: so subscribe here."""
    if refused != 0:
        raise SystemExit(f"subscribe.py: {refused}")
    client.subscribe(args.filter, args.qos)
    if args.will:
        client.publish(args.will, "online", 1, retain=True)


def on_subscribe(_client, args, *_):
    print(f"subscribed to {args.filter}", flush=True)


def on_message(client, args, message):
    text = message.payload.decode(errors="replace")
    print(f"{message.topic}: {text}, QoS {message.qos}, retained {message.retain:d}", flush=True)
    args.count -= 1
    if args.count == 0:
        client.disconnect()     # the good-bye


parser = argparse.ArgumentParser()
parser.add_argument("host")
parser.add_argument("filter")
parser.add_argument("-q", "--qos", type=int, default=0)
parser.add_argument("-i", "--name")
parser.add_argument("-w", "--will")
parser.add_argument("-n", "--count", type=int, default=0)
parser.add_argument("-p", "--port", type=int, default=1883)
options = parser.parse_args()

subscriber = new_client(options.name)
subscriber.user_data_set(options)
subscriber.on_connect = on_connect
subscriber.on_subscribe = on_subscribe
subscriber.on_message = on_message
if options.will:
    subscriber.will_set(options.will, "offline", 1, retain=True)
subscriber.connect(options.host, options.port)
signal.signal(signal.SIGINT, signal.SIG_DFL)   # Ctrl-C: the end, without a good-bye
subscriber.loop_forever()
