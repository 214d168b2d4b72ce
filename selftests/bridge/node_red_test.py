#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Node-RED and the flow of the examples, with a real broker, all on the loopback."""

import json
import os
import urllib.error
import urllib.request

import tap
from brokers import Group, fetch
from daemon import HERE, Bridge, Broker, free_port
from tap import WAIT, expect, test, wait_for

FLOW = f"{HERE}/../../userland/examples/node-red/flow.json"
SETTINGS = """
module.exports = {
    uiHost: "127.0.0.1", uiPort: %d, disableEditor: true, flowFile: "flow.json",
    telemetry: { enabled: false, updateNotification: false },
    externalModules: { autoInstall: false, palette: { allowInstall: false } },
}
"""


class NodeRed(Group):
    """Node-RED with the flow, whose broker is another."""

    def __init__(self, scene, broker):
        root = fetch("node-red")
        with open(FLOW, encoding="utf-8") as file:
            flow = json.load(file)
        settings = next(node for node in flow if node["type"] == "mqtt-broker")
        expect(("localhost", "1883"), (settings["broker"], settings["port"]))
        settings |= {"broker": "127.0.0.1", "port": str(broker.port)}
        self.nodes = {node["id"]: node for node in flow}
        self.port = free_port()
        home = scene.path("home")
        os.mkdir(home)
        scene.write("home/flow.json", json.dumps(flow))
        super().__init__(scene, "node-red", [
            "node", f"{root}/node_modules/node-red/red.js", "--userDir", home,
            "--settings", scene.write("home/settings.js", SETTINGS % self.port)])
        self.await_log(r"\[mqtt-broker:broker\] Connected to broker", 60)
        wait_for(lambda: self.get("flows"), bool)

    def get(self, path, method="GET"):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", method=method)
        try:
            with urllib.request.urlopen(request, timeout=WAIT) as answer:
                return answer.read().decode()
        except urllib.error.URLError as error:
            assert not isinstance(error, urllib.error.HTTPError), f"{path}: {error}"
            return ""

    def inject(self, node):
        """Press the button of a node, as in the editor."""
        expect("inject", self.nodes[node]["type"])
        expect("OK", self.get(f"inject/{node}", "POST"))


@test
def the_flow_of_the_examples_drives_a_display(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--page-duration=0.3", broker=broker)
    red = NodeRed(scene, broker)
    loaded = {node["id"] for node in json.loads(red.get("flows"))}
    expect(set(red.nodes), loaded)
    red.inject("lcd-text")
    bridge.shows("Hello, Node-RED")
    red.inject("lcd-number")
    bridge.shows("Hello, Node-RED", "21.5")
    broker.publish("lcd/key/up", "press")
    broker.publish("lcd/key/up", "release")
    bridge.shows("Hello, Node-RED", "21.5", "", "key up")
    red.inject("lcd-object")
    bridge.shows("💧 Washing", "█" * 10)
    bridge.shows("Hello, Node-RED", "21.5", "", "key up")
    for address in red.sockets():
        assert address.startswith("127.0.0.1:"), address


the_flow_of_the_examples_drives_a_display.seconds = 240


tap.main()
