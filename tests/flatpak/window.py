#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The window inside its sandbox, from an address to a password in the host's keyring.

Runs on the laboratory's servers; test-flatpak.py calls it. Usage: window.py SOURCE FOLDER, where
FOLDER is the Flatpak installation that the program is in.
"""

import os
import subprocess
import sys

SOURCE, FOLDER = map(os.path.abspath, sys.argv[1:3])
sys.path[:0] = [os.path.join(SOURCE, "tests/lab"), os.path.join(SOURCE, "tests/ui")]

import namespace  # noqa: E402

namespace.enter()

import lab as laboratory  # noqa: E402
from atspi_driver import Desktop, Window  # noqa: E402
from lab import USERS  # noqa: E402

APP = "io.github.mailbox_setup.MailboxSetup"
ADDRESS = "ascii@example.org"
PASSWORD = USERS[ADDRESS][0]

# The sandbox trusts its runtime's authorities; the laboratory's own comes the way an
# organisation's comes.
ORGANISATION = """
[lab]
name=Laboratory
domains=example.org
imap=imaps://imap.example.org
smtp=smtps://smtp.example.org
ca-file=%s
"""


class SandboxWindow(Window):
    """The window's process lives in another process namespace, so it is known by its name."""

    def find_application(self):
        if self.process.poll() is not None:
            raise AssertionError("the program ended with %s" % self.process.returncode)
        desktop = self.atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_child_count() > 0 and \
                    "mailbox" in (child.get_name() or "").lower():
                return child
        return None


def prepare(desktop, authority):
    """The organisation's file, where the sandboxed program looks for the user's own."""
    own = os.path.join(desktop.home, ".var/app", APP, "config/mailbox-setup")
    os.makedirs(own)
    with open(authority, encoding="ascii") as source:
        certificate = source.read()
    with open(own + "/lab.pem", "w", encoding="ascii") as file:
        file.write(certificate)
    with open(own + "/lab.conf", "w", encoding="ascii") as file:
        file.write(ORGANISATION % (own + "/lab.pem"))


def lookup(desktop, protocol, server):
    return subprocess.run(
        ["secret-tool", "lookup", "protocol", protocol, "server", server, "user", ADDRESS],
        env=desktop.env, capture_output=True, text=True, check=False, timeout=20).stdout


def main():
    with laboratory.Lab() as it, Desktop(keyring=True) as desktop:
        desktop.env["FLATPAK_USER_DIR"] = FOLDER
        prepare(desktop, it.authority.root.own)
        command = ["flatpak", "run", "--user", "--env=GSK_RENDERER=cairo", "--env=GTK_A11Y=atspi",
                   "--env=GSETTINGS_BACKEND=memory", "--env=GDK_BACKEND=x11", APP]
        with SandboxWindow(desktop, *command) as window:
            window.fill("Mail address", ADDRESS)
            window.click("Continue")
            window.entry("Password")
            window.fill("Password", PASSWORD)
            window.click("Test and Save")
            window.sees("The mailbox is ready")
        for protocol in ("imap", "smtp"):
            found = lookup(desktop, protocol, protocol + ".example.org")
            assert found == PASSWORD, "the host's keyring has no password for " + protocol
    print("stored")


if __name__ == "__main__":
    main()
