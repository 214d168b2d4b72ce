# SPDX-License-Identifier: GPL-2.0-only
"""Who is measured: the bridge, and what one would take in its place."""

import glob
import os
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{HERE}/../bridge")

from daemon import Process, free_port  # noqa: E402
from tap import wait_for  # noqa: E402

LCDBRIDGE = f"{HERE}/../../userland/bin/lcdbridge"
RAISED = ("--max-connections=2048", "--max-per-address=2048", "--max-rate=0")
START_SECONDS = 10


def answers(port):
    """Does anybody listen there?"""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


class Server(Process):
    """A process that serves one display: by TCP at .port, at the file .device."""

    def __init__(self, scene, name, args, device, port=None, **options):
        super().__init__(scene, name, args, **options)
        self.name = name
        self.device = device
        self.port = port
        if port and not wait_for(lambda: answers(port), True, START_SECONDS):
            raise RuntimeError(f"{name} does not start:\n{self.log()}")


def make_file(scene, name):
    return scene.write(name, "")


def make_fifo(scene, name):
    """Held open by us, so that nobody who opens it waits."""
    path = scene.path(name)
    os.mkfifo(path)
    scene.callback(os.close, os.open(path, os.O_RDWR))
    return path


def lcdbridge(scene, device, *args, port=None):
    listen = f"--tcp=127.0.0.1:{port}" if port else "--tcp=none"
    given = [LCDBRIDGE, "--config=/dev/null", f"--device={device}", "--udp=none", listen,
             "--mqtt-host=none", "--mqtt-prefix=lcd", *RAISED, *args]
    return Server(scene, "lcdbridge", given, device, port)


def lcdbridge_tcp(scene):
    return lcdbridge(scene, make_file(scene, "lcdbridge"), port=free_port())


def lcdbridge_mqtt(scene, device, broker, *args, ca=None):
    where = (f"--mqtt-port={broker.tls_port}", f"--mqtt-ca={ca}") if ca else \
        (f"--mqtt-port={broker.port}",)
    return lcdbridge(scene, device, "--mqtt-host=localhost", *where, *args)


def lcdbridge_lcdproc(scene, device):
    port = free_port()
    server = lcdbridge(scene, device, f"--lcdproc=127.0.0.1:{port}")
    server.port = port
    if not wait_for(lambda: answers(port), True, START_SECONDS):
        raise RuntimeError(f"lcdbridge does not start:\n{server.log()}")
    return server


def socat(scene):
    port, device = free_port(), make_file(scene, "socat")
    return Server(scene, "socat", ["socat", "-u", f"TCP-LISTEN:{port},reuseaddr,fork",
                                   f"OPEN:{device},append"], device, port)


def mosquitto_sub(scene, device, broker, qos=0, ca=None):
    where = ("-p", str(broker.tls_port), "--cafile", ca) if ca else ("-p", str(broker.port))
    command = ["mosquitto_sub", "-t", "lcd/#", "-q", str(qos), *where]
    return Server(scene, "mosquitto_sub", ["sh", "-c", 'exec "$@" > "$0"', device, *command],
                  device)


def paho(scene, device, broker, qos=0):
    port = free_port()
    return Server(scene, "paho", [f"{HERE}/paho_bridge.py", device, str(port),
                                  str(broker.port), str(qos)], device, port)


LCDD_CONF = """[server]
DriverPath={plugins}/
Driver=text
Bind=127.0.0.1
Port={port}
Foreground=yes
ReportToSyslog=no
ReportLevel=1
ServerScreen=no
Hello=""
GoodBye=""
User=root
[text]
Size=20x4
"""


def lcdd(scene, device):
    """What its driver prints is not to wait until a buffer is full."""
    port, plugins = free_port(), glob.glob("/usr/lib/*/lcdproc")
    if not plugins:
        raise RuntimeError("LCDd's drivers are not installed")
    conf = scene.write("LCDd.conf", LCDD_CONF.format(plugins=plugins[0], port=port))
    return Server(scene, "LCDd", ["sh", "-c", 'exec stdbuf -oL LCDd -f -c "$1" > "$0"', device,
                                  conf], device, port)
