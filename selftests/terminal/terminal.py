# SPDX-License-Identifier: GPL-2.0-only
"""A program in two terminals of one size: a display, and tmux."""
import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
import threading
import unicodedata

from display import BUILD, Display

PLAIN = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "HOME": "/nonexistent"}


class OnDisplay:
    """A program on a pseudo-terminal whose other end is the text core."""

    def __init__(self, scene, rows, cols, argv):
        self.display = Display()
        scene.callback(self.display.close)
        self.display.open(rows, cols)
        self.lock = threading.Lock()
        child, self.fd = pty.fork()
        if not child:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            terminfo = {"TERM": "devlcd", "TERMINFO": str(BUILD / "terminfo")}
            os.execvpe(argv[0], argv, PLAIN | terminfo)
        scene.callback(self.end, child)
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        """What is read from a terminal whose program has ended is an error."""
        try:
            while data := os.read(self.fd, 4096):
                with self.lock:
                    self.display.write(data)
        except OSError:
            pass

    def end(self, child):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.reader.join()
        os.close(self.fd)

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def shows(self):
        """The rows, and where the cursor is."""
        with self.lock:
            cursor, _, _ = self.display.show()
            return self.display.text(), cursor


class InTmux:
    """The same program in tmux, without its status line."""

    def __init__(self, scene, rows, cols, argv):
        self.socket = scene.path("tmux")
        config = scene.write("tmux.conf", "set -g status off\nset -g default-terminal screen\n"
                                          "set -g remain-on-exit on\nset -g escape-time 0\n")
        self.tmux("-f", config, "new-session", "-d", "-x", str(cols), "-y", str(rows), *argv)
        scene.callback(self.tmux, "kill-server")
        self.rows = rows

    def tmux(self, *words):
        done = subprocess.run(["tmux", "-u", "-S", self.socket, *words], check=True, text=True,
                              stdout=subprocess.PIPE, timeout=20, env={**PLAIN, "TERM": "screen"})
        return done.stdout

    def type(self, keys):
        self.tmux("send-keys", "-l", keys)

    def shows(self):
        rows = self.tmux("capture-pane", "-p").split("\n")[:self.rows]
        row, col = self.tmux("display-message", "-p", "#{cursor_y} #{cursor_x}").split()
        return ([unicodedata.normalize("NFC", row.rstrip(" ")) for row in rows],
                (int(row), int(col)))
