# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A real gnome-keyring on a D-Bus of its own, unlocked with a password that the test feeds."""

import os
import subprocess

import processes


class Keyring:
    """The session bus and the keyring of one person; ready as soon as this returns."""

    def __init__(self, folder, environment, password="keyring-password"):
        os.makedirs(folder, exist_ok=True)
        self.bus = "unix:path=%s/bus" % folder
        self.environment = dict(environment, DBUS_SESSION_BUS_ADDRESS=self.bus)
        self._bus_program = processes.Program(
            "dbus-daemon", ["dbus-daemon", "--session", "--nofork", "--nopidfile",
                            "--address=" + self.bus], folder + "/bus.log", self.environment)
        self._bus_program.wait_for(lambda: os.path.exists(folder + "/bus"))
        self._program = processes.Program(
            "gnome-keyring-daemon",
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets",
             "--control-directory=" + folder + "/control"],
            folder + "/keyring.log", self.environment, stdin=subprocess.PIPE)
        self._program.process.stdin.write(password.encode())
        self._program.process.stdin.close()

    def wait(self):
        """Waits until the Secret Service has its name on the bus."""
        self._program.wait_for(lambda: self._run(
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
            "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"
        ).stdout.endswith("true\n"))

    def _run(self, *command, **options):
        return subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.STDOUT, check=False, timeout=20, **options)

    def lookup(self, **attributes):
        """What secret-tool finds, or None."""
        pairs = [word for pair in attributes.items() for word in pair]
        result = self._run("secret-tool", "lookup", *pairs)
        return result.stdout if result.returncode == 0 else None

    def store(self, label, secret, **attributes):
        """Stores an item with secret-tool."""
        pairs = [word for pair in attributes.items() for word in pair]
        return self._run("secret-tool", "store", "--label", label, *pairs, input=secret)

    def search(self, **attributes):
        """All that secret-tool says about the items with these attributes."""
        pairs = [word for pair in attributes.items() for word in pair]
        return self._run("secret-tool", "search", "--all", *pairs).stdout

    def stop(self):
        """Ends the keyring; the bus goes on."""
        self._program.stop()
