# SPDX-License-Identifier: GPL-2.0-only
"""Clusters of brokers: the nodes are 127.0.0.1 and so on, and have one port for MQTT."""

import os
import signal

from brokers import Nats, Rabbitmq
from daemon import Broker, free_port


def addresses(count):
    return [f"127.0.0.{n + 1}" for n in range(count)]


class Cluster:
    """Some .nodes.

    .keeps_retained: each node has retained messages of a node that is away.
    .keeps_sessions: likewise what waits for a persistent session.
    .options: for bridges that are to serve again."""

    options = ()

    def __init__(self, scene):
        self.scene = scene
        self.port = free_port()
        self.nodes = []
        for n, host in enumerate(addresses(self.size)):
            self.nodes.append(self.make(n, host))

    def kill(self, n):
        self.nodes[n].stop(signal.SIGKILL)

    def revive(self):
        """Start what a test that failed has left dead."""
        for node in self.nodes:
            if node.process.popen.poll() is not None:
                node.start()

    def hosts(self, n):
        """For a bridge whose first broker is node n."""
        hosts = addresses(self.size)
        first = n % self.size
        return " ".join(hosts[first:] + hosts[:first])


class NatsCluster(Cluster):
    """Its streams have three replicas."""

    size, keeps_retained, keeps_sessions = 3, True, True

    def __init__(self, scene):
        self.routes = [free_port() for _ in range(self.size)]
        super().__init__(scene)

    def make(self, n, host):
        return NatsNode(self, n, host)


class NatsNode(Nats):
    mqtt = "stream_replicas: 3"

    def __init__(self, cluster, n, host):
        routes = ", ".join(f'"nats-route://127.0.0.1:{port}"' for port in cluster.routes)
        self.more = f"""cluster {{
                name: test
                listen: "127.0.0.1:{cluster.routes[n]}"
                routes: [{routes}]
            }}"""
        super().__init__(cluster.scene, node=str(n), host=host, port=cluster.port)


class RabbitmqCluster(Cluster):
    """A node keeps the retained messages that came to it; sessions are quorum queues.

    When a node dies, the others delete its other queues, and with them what a client of
    the same name has subscribed to since: only persistent sessions keep all."""

    size, keeps_retained, keeps_sessions = 3, False, True
    options = ("--mqtt-persistent=yes", "--mqtt-qos=1")

    def __init__(self, scene):
        self.epmd = None
        super().__init__(scene)

    def make(self, n, host):
        node = RabbitmqNode(self, n, host)
        self.epmd = node.epmd
        return node


class RabbitmqNode(Rabbitmq):
    patience = 120

    def __init__(self, cluster, n, host):
        self.node = f"rabbit{n}"
        lines = ["cluster_formation.peer_discovery_backend = classic_config",
                 "mqtt.durable_queue_type = quorum",
                 *(f"cluster_formation.classic_config.nodes.{i + 1} = rabbit{i}@localhost"
                   for i in range(cluster.size))]
        self.more = "\n".join(lines)
        super().__init__(cluster.scene, epmd=cluster.epmd, node=str(n), host=host,
                         port=cluster.port)

    def command(self):
        cookie = f"{self.home}/.erlang.cookie"
        if not os.path.exists(cookie):
            os.chmod(self.write(".erlang.cookie", "devlcd"), 0o400)
        return super().command()


class MosquittoCluster(Cluster):
    """Two, the second of which is a bridge to the first. Each has sessions of its own."""

    size, keeps_retained, keeps_sessions = 2, True, False

    def make(self, n, host):
        bridge = ("connection first", f"address 127.0.0.1:{self.port}", "topic # both 1",
                  "cleansession false", "notifications false", "restart_timeout 1")
        return Broker(self.scene, *(bridge if n else ()), host=host, port=self.port,
                      name=f"mosquitto{n}")
