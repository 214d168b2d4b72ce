#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Clusters of brokers, and bridges spread over their nodes; each node is killed and comes
back in turn.

By default two mosquittos; CLUSTERS="nats rabbitmq" chooses others, BRIDGES=60 how many.
"""

import functools
import os
import subprocess
import time

import clusters
import tap
from daemon import PLAIN, Bridge, read
from room import TooMany, make_room
from tap import Scene, Skip, expect, expect_in, test, wait_for

KINDS = {
    "mosquitto": clusters.MosquittoCluster,
    "nats": clusters.NatsCluster,
    "rabbitmq": clusters.RabbitmqCluster,
}
CLUSTERS = os.environ.get("CLUSTERS") or "mosquitto"
BRIDGES = int(os.environ.get("BRIDGES") or 6)
GROUPS = ("red", "green", "blue")
AGAIN_SECONDS = 30  # after a node was killed, or came back
NUMBERS = 40  # three columns each; a display of 39x4 has room for 52
PREFIXES = iter(range(1000))
kept = Scene()


@functools.cache
def started(kind):
    """The one cluster of a kind; or why it cannot be had."""
    began = time.monotonic()
    try:
        cluster = KINDS[kind](kept)
    except Skip as skip:
        return str(skip)
    print(f"# {kind}: {cluster.size} nodes up in {time.monotonic() - began:.1f} s")
    return cluster


def each_cluster(function):
    """Decorator: a test for every cluster; its name begins with the cluster's."""
    for kind in CLUSTERS.split():
        def run_with(scene, kind=kind):
            cluster = started(kind)
            if isinstance(cluster, str):
                raise Skip(cluster)
            cluster.revive()
            function(scene, cluster, kind)
        run_with.__name__ = f"{kind}_{function.__name__}"
        run_with.seconds = 400
        test(run_with)
    return function


class Display(Bridge):
    """A bridge with topics of its own whose first broker is node n."""

    def __init__(self, scene, cluster, n, *args):
        self.prefix = f"lcd{next(PREFIXES)}"
        super().__init__(scene, f"--mqtt-host={cluster.hosts(n)}", f"--mqtt-port={cluster.port}",
                         f"--mqtt-prefix={self.prefix}", f"--mqtt-client-id={self.prefix}",
                         "--mqtt-retry=1", "--mqtt-retry-max=60", *args, program=PLAIN, tcp="none",
                         device=scene.write(self.prefix, ""), mqtt=False)

    def await_broker(self):
        self.await_log("mqtt: subscribed", AGAIN_SECONDS)


def publish(node, topic, text, *options):
    """Return: the broker has acknowledged it."""
    try:
        node.publish(topic, text, "-q", "1", *options)
        return True
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return False


def retained(node, topic):
    return node.read(topic, options=("--retained-only",), seconds=2)


def await_text(displays, publish_text, text):
    """Publish a text, with a number, until all show it; how many seconds that took."""
    began = time.monotonic()
    missing = displays
    turn = 0
    while missing:
        took = time.monotonic() - began
        assert took < AGAIN_SECONDS, f"{len(missing)} of {len(displays)} do not show {text!r} " \
            f"after {AGAIN_SECONDS} s, as this one:\n{missing[0].log()}"
        publish_text(f"{text} {turn}")
        turn += 1
        time.sleep(0.2)
        missing = [display for display in missing if not read(display.device).startswith(text)]
    return time.monotonic() - began


def groups_are_right(node, displays):
    """Each group has a row. Its members show the row, no other display does."""
    want = [[group if group == GROUPS[n % len(GROUPS)] else "" for group in GROUPS]
            for n in range(len(displays))]

    def rows():
        for row, group in enumerate(GROUPS, 2):
            publish(node, f"groups/{group}/line/{row}/set", group)
        return [read(display.device).split("\n")[1:4] for display in displays]

    got = wait_for(rows, want, AGAIN_SECONDS)
    for wanted, shown, display in zip(want, got, displays):
        assert wanted == shown, f"rows {shown}, not {wanted}:\n{display.log()}"


@each_cluster
def every_bridge_serves_again_when_a_node_has_gone_and_come_back(scene, cluster, kind):
    try:
        make_room(scene, BRIDGES)
    except TooMany as why:
        raise Skip(str(why)) from why
    displays = [Display(scene, cluster, n, f"--mqtt-group=all {GROUPS[n % len(GROUPS)]}",
                        *cluster.options)
                for n in range(BRIDGES)]
    for display in displays:
        display.await_broker()
    for n, node in enumerate(cluster.nodes):
        other = cluster.nodes[(n + 1) % cluster.size]
        cluster.kill(n)
        gone = await_text(displays, lambda text, at=other: publish(at, "groups/all/set", text),
                          f"without {n}")
        groups_are_right(other, displays)
        node.start()
        back = await_text(displays, lambda text, at=node: publish(at, "groups/all/set", text),
                          f"with {n}")
        groups_are_right(node, displays)
        print(f"# {kind}: node {n} killed, {BRIDGES} bridges serve again after {gone:.1f} s; "
              f"what it takes when it is back comes to all after {back:.1f} s")


@each_cluster
def retained_state_is_at_each_node_as_far_as_the_broker_copies_it(scene, cluster, kind):
    display = Display(scene, cluster, 0)
    display.await_broker()
    expect(True, publish(cluster.nodes[0], f"{display.prefix}/set", "kept"))
    display.shows("kept")
    topic = f"{display.prefix}/line/1/state"
    want = "kept\n" if cluster.keeps_retained else ""

    def others_have_it():
        for node in cluster.nodes[1:]:
            expect(want, wait_for(lambda node=node: retained(node, topic), want, AGAIN_SECONDS))

    cluster.nodes[0].holds(topic, "kept")
    others_have_it()
    with display.asleep():  # it would publish its state again at another node
        cluster.kill(0)
        others_have_it()
        cluster.nodes[0].start()
    display.await_log(r"subscribed[^$]*subscribed", AGAIN_SECONDS)
    expect(True, wait_for(lambda: any(retained(node, topic) for node in cluster.nodes), True,
                          AGAIN_SECONDS))


@each_cluster
def a_persistent_session_gets_what_was_acknowledged(scene, cluster, kind):
    """Its node goes and comes back while others publish; each number may come twice."""
    if not cluster.keeps_sessions:
        raise Skip("each of these brokers has sessions of its own")
    display = Display(scene, cluster, 0, "--mqtt-persistent=yes", "--mqtt-qos=1",
                      "--geometry=39x4")
    display.await_broker()
    acknowledged = []
    for number in range(10, 10 + NUMBERS):
        if number == 20:
            cluster.kill(0)
        if number == 40:
            cluster.nodes[0].start()
        if publish(cluster.nodes[1], f"{display.prefix}/append", f"{number} "):
            acknowledged.append(number)
    shown = wait_for(lambda: set(map(int, read(display.device).split())),
                     lambda shown: shown >= set(acknowledged), AGAIN_SECONDS)
    print(f"# {kind}: {len(acknowledged)} of {NUMBERS} acknowledged, {len(shown)} shown")
    assert len(acknowledged) >= NUMBERS // 2, acknowledged
    expect(set(), set(acknowledged) - shown)


@each_cluster
def the_nodes_listen_on_the_loopback_alone(scene, cluster, kind):
    if kind == "mosquitto":
        raise Skip("it listens where its configuration says")
    sockets = set().union(*(node.sockets | node.process.sockets() for node in cluster.nodes))
    for node in cluster.nodes:
        expect_in(f"{node.host}:{node.port}", sockets)
    expect([], [name for name in sockets if not name.startswith(("127.", "[::1]:",
                                                                "[::ffff:127."))])


with kept:
    tap.main()
