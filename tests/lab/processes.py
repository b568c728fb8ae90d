# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Programs that run beside a test, and waiting for a condition with a limit."""

import ctypes
import os
import socket
import subprocess
import time

LIMIT = 20.0

PR_SET_PDEATHSIG = 1
SIGKILL = 9
_LIBC = ctypes.CDLL(None, use_errno=True)


class LabError(Exception):
    """The laboratory itself failed; nothing is said about the program under test."""


def wait_until(condition, what, limit=LIMIT):
    """Polls `condition` until it is true; raises LabError with `what` after `limit` seconds."""
    end = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise LabError("not ready after %.0f s: %s" % (limit, what))
        time.sleep(0.01)


def accepts(address, port):
    """Whether something listens there."""
    try:
        with socket.create_connection((address, port), timeout=1):
            return True
    except OSError:
        return False


def _die_with_parent():
    _LIBC.prctl(PR_SET_PDEATHSIG, SIGKILL)


class Program:
    """A program in the foreground whose output goes to a file in the lab's log folder."""

    def __init__(self, name, command, log, environment=None, stdin=subprocess.DEVNULL):
        self.name = name
        self.log = log
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                command, stdin=stdin, stdout=output, stderr=subprocess.STDOUT, env=environment,
                preexec_fn=_die_with_parent)

    def wait_for(self, condition, limit=LIMIT):
        """Waits until `condition` holds; says what the program printed when it doesn't."""
        def ready():
            if self.process.poll() is not None:
                raise LabError("%s ended at once:\n%s" % (self.name, self.tail()))
            return condition()
        try:
            return wait_until(ready, self.name, limit)
        except LabError as error:
            raise LabError("%s\n%s" % (error, self.tail())) from None

    def wait_for_port(self, address, *ports):
        """Waits until all of `ports` accept connections."""
        self.wait_for(lambda: all(accepts(address, port) for port in ports))

    def tail(self):
        """The end of what it printed."""
        with open(self.log, "rb") as file:
            return file.read()[-2000:].decode("utf-8", "replace")

    def stop(self):
        """Asks it to end, then ends it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def write(path, text, mode=0o644):
    """Writes a configuration file and returns its path."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)
    return path
