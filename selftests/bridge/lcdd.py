# SPDX-License-Identifier: GPL-2.0-only
"""LCDd itself, to be compared with."""

import os
import shutil
import socket

from daemon import Bridge, Process, free_port
from tap import Skip, wait_for

CONFIG = """[server]
DriverPath={plugins}
Driver={driver}
Bind=127.0.0.1
Port={port}
Foreground=yes
ReportToSyslog=no
ServerScreen=no
Hello=""
User=root
[{driver}]
Size=20x4
{lines}
"""


def start_lcdd(scene, printed="/dev/null", driver="text", lines=""):
    """Its port; its text driver prints the screens there. Lines are settings of the driver."""
    program = shutil.which("LCDd", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        raise Skip("no LCDd: Debian's package lcdproc has it")
    plugins = os.popen("echo /usr/lib/*/lcdproc/").read().strip()
    port = free_port()
    conf = scene.write("LCDd.conf", CONFIG.format(plugins=plugins, port=port,
                                                     driver=driver, lines=lines))
    lcdd = Process(scene, "LCDd", ["sh", "-c", 'exec stdbuf -oL "$1" -f -c "$2" > "$0"',
                                   printed, program, conf])

    def answers():
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert lcdd.popen.poll() is None, lcdd.log()
            return False
        return True
    assert wait_for(answers, True)
    return port


def start_ours(scene):
    return Bridge(scene, "--lcdproc=127.0.0.1:0", "--page-duration=60").port("lcdproc")
