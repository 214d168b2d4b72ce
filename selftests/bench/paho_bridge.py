#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""paho_bridge.py DEVICE TCP-PORT MQTT-PORT QOS: what one writes in an afternoon."""

import socketserver
import sys

import paho.mqtt.client as mqtt

device = open(sys.argv[1], "ab", buffering=0)
tcp_port, mqtt_port, qos = (int(arg) for arg in sys.argv[2:])


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            device.write(line)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def on_connect(client, userdata, flags, code, properties=None):
    client.subscribe("lcd/#", qos)


def on_message(client, userdata, message):
    device.write(message.payload + b"\n")


versions = getattr(mqtt, "CallbackAPIVersion", None)  # paho 2 wants to be told
client = mqtt.Client(versions.VERSION2) if versions else mqtt.Client()
client.on_connect = on_connect
client.on_message = on_message
client.connect("127.0.0.1", mqtt_port)
client.loop_start()
Server(("127.0.0.1", tcp_port), Handler).serve_forever()
