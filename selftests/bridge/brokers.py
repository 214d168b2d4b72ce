# SPDX-License-Identifier: GPL-2.0-only
"""Brokers that others have made, from the cache, all on the loopback alone."""

import contextlib
import glob
import os
import re
import signal
import subprocess
import time

import tap
from daemon import HERE, Broker, Process, free_port
from tap import Skip

NODE = """
const aedes = require('aedes')()
require('net').createServer(aedes.handle).listen(%d, '127.0.0.1', () => console.log('ready'))
"""


def fetch(name):
    """The folder of a broker."""
    done = subprocess.run([f"{HERE}/fetch-broker", name], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Skip(done.stderr.strip().splitlines()[-1])
    return done.stdout.strip()


class Group(Process):
    """With the programs that it has started, which end with it."""

    def __init__(self, scene, name, args, **options):
        super().__init__(scene, name, args, start_new_session=True, **options)

    def kill(self, number=signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, number)
        return self.popen.wait(30)

    def sockets(self):
        """Local addresses of its sockets, TCP and UDP, that a stranger can send to."""
        own = subprocess.run(["pgrep", "-g", str(self.popen.pid)], check=False,
                             stdout=subprocess.PIPE, text=True)
        return {line.split()[4] for line in tap.run("ss", "-Hltunp").splitlines()
                if any(f"pid={pid}," in line for pid in own.stdout.split())}


class Foreign(Broker):
    """A broker that is not mosquitto; what it writes is in a folder of the scene.

    In .sockets are the addresses of the sockets that it had while it started."""

    name, ready = None, None
    options = ()  # for the bridge
    patience = 40  # seconds, until it is ready

    def __init__(self, scene, node="", **options):
        self.root = fetch(self.name)
        self.home = scene.path(self.name + node)
        os.mkdir(self.home)
        super().__init__(scene, name=self.name, **options)

    def write(self, name, text):
        path = f"{self.home}/{name}"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def start(self):
        self.process = Group(self.scene, self.name, self.command(), cwd=self.home,
                             env={**os.environ, "HOME": self.home, **self.environment()})
        self.sockets = set()
        until = time.monotonic() + self.patience
        while not re.search(self.ready, self.process.log()) and time.monotonic() < until:
            self.sockets |= self.process.sockets()
            time.sleep(0.25)
        self.process.await_log(self.ready, 0)

    def environment(self):
        return {}


class Nats(Foreign):
    """MQTT 3.1.1 without QoS 2; it says when it is ready before it listens for MQTT."""

    name, ready = "nats", r"Listening for MQTT clients[\s\S]*Server is ready"
    mqtt = more = ""  # of its configuration

    def command(self):
        conf = self.write("conf", f"""
            server_name: "{os.path.basename(self.home)}"
            listen: "127.0.0.1:{free_port()}"
            jetstream {{ store_dir: "{self.home}/store" }}
            mqtt {{
                listen: "{self.host}:{self.port}"
                {self.mqtt}
            }}
            {self.more}
        """)
        return [f"{self.root}/usr/sbin/nats-server", "-c", conf]


class Aedes(Foreign):
    """MQTT 3.1.1, from npm; it keeps all in memory."""

    name, ready = "aedes", "ready"

    def command(self):
        return ["node", "-e", NODE % self.port]

    def environment(self):
        return {"NODE_PATH": f"{self.root}/node_modules"}


class Erlang(Foreign):
    """A broker in Erlang; the cache may hold its virtual machine as well."""

    def environment(self):
        erlang = f"{self.root}/usr/lib/erlang"
        names = self.write("inetrc", '{lookup, [file]}.\n{host, {127,0,0,1}, ["localhost"]}.\n')
        if not os.path.exists(f"{erlang}/bin/erl"):
            return {"ERL_INETRC": names}
        return {"ERL_INETRC": names, "PATH": f"{erlang}/bin:{os.environ['PATH']}"}


class Rabbitmq(Erlang):
    """MQTT 3.1.1; it closes for MQTT 5."""

    name, ready = "rabbitmq", "Server startup complete|completed with"
    node, more = "rabbit", ""

    def __init__(self, scene, epmd=None, **options):
        self.has_epmd = epmd is not None
        self.epmd = epmd or free_port()
        self.distribution = free_port()
        super().__init__(scene, **options)

    def start(self):
        epmd = glob.glob(f"{self.root}/usr/lib/erlang/erts-*/bin/epmd") or ["epmd"]
        if not self.has_epmd:
            self.has_epmd = True
            Process(self.scene, "epmd", [epmd[0], "-address", "127.0.0.1", "-port", str(self.epmd)])
        super().start()

    def command(self):
        self.write("enabled", "[rabbitmq_mqtt].\n")
        self.write("rabbitmq.conf", f"""
listeners.tcp.local = 127.0.0.1:{free_port()}
mqtt.listeners.tcp.local = {self.host}:{self.port}
log.console = true
log.console.level = info
{self.more}
""")
        return [glob.glob(f"{self.root}/usr/lib/rabbitmq/lib/*/sbin/rabbitmq-server")[0]]

    def environment(self):
        return {**super().environment(),
                "ERL_EPMD_ADDRESS": "127.0.0.1",
                "ERL_EPMD_PORT": str(self.epmd),
                "RABBITMQ_CONFIG_FILE": f"{self.home}/rabbitmq.conf",
                "RABBITMQ_CONF_ENV_FILE": "/dev/null",
                "RABBITMQ_DIST_PORT": str(self.distribution),
                "RABBITMQ_ENABLED_PLUGINS_FILE": f"{self.home}/enabled",
                "RABBITMQ_LOG_BASE": f"{self.home}/log",
                "RABBITMQ_MNESIA_BASE": f"{self.home}/mnesia",
                "RABBITMQ_NODENAME": f"{self.node}@localhost",
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS":
                    "-kernel inet_dist_use_interface {127,0,0,1} "
                    # Its log opens a UDP socket towards syslog, on every address.
                    "-syslog protocol {rfc3164,udp,[{ip,{127,0,0,1}}]}"}


class Ejabberd(Erlang):
    """MQTT 5 and 3.1.1 in a server of XMPP."""

    name, ready = "ejabberd", "Start accepting TCP connections at 127.0.0.1:.* for mod_mqtt"
    login = ("-u", "lcd@localhost", "-P", "secret")

    def __init__(self, scene):
        super().__init__(scene)
        self.options = ("--mqtt-username=lcd@localhost",
                        f"--mqtt-password-file={self.write('password', 'secret')}")

    def command(self):
        conf = self.write("ejabberd.yml", f"""
hosts: [localhost]
loglevel: info
listen:
  - port: {self.port}
    ip: "127.0.0.1"
    module: mod_mqtt
auth_method: anonymous
allow_multiple_connections: true
anonymous_protocol: login_anon
modules:
  mod_mqtt:
    access_publish: {{}}
    access_subscribe: {{}}
""")
        libraries = sorted(glob.glob(f"{self.root}/usr/lib/*/ejabberd-*/ebin"))
        return ["erl", "-noinput", "-pa", *libraries, "-mnesia", "dir", f'"{self.home}/mnesia"',
                "-ejabberd", "config", f'"{conf}"', "log_path", f'"{self.home}/log"',
                "-s", "ejabberd"]

    def environment(self):
        return {**super().environment(), "EJABBERD_CONFIG_PATH": f"{self.home}/ejabberd.yml",
                "ERL_LIBS": os.path.dirname(os.path.dirname(
                    glob.glob(f"{self.root}/usr/lib/*/ejabberd-*/ebin")[0])),
                "LD_LIBRARY_PATH": f"{self.root}/usr/lib/x86_64-linux-gnu"}
