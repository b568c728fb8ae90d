#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The real window against the real servers: from an address to a password in the keyring."""

import os
import subprocess
import sys

import namespace

namespace.enter()

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../ui"))

import lab as laboratory
import scenario
from atspi_driver import Desktop, Window
from lab import ADDRESS, PASSWORD, USERS
from tap import Tap

OTHER = "ascii@example.org"
RIGHT = USERS[OTHER][0]
WRONG = "wrong-horse-battery"
BEFORE_SIGN_IN = ("Find the server", "Connect", "Encrypt", "Greeting")


def lookup(desktop, protocol, server, user):
    """What secret-tool finds in the keyring of this desktop, or None."""
    result = subprocess.run(
        ["secret-tool", "lookup", "protocol", protocol, "server", server, "user", user],
        env=desktop.env, stdout=subprocess.PIPE, text=True, check=False, timeout=20)
    return result.stdout if result.returncode == 0 else None


def go_to_sign_in(window, address):
    """Types the address and waits for the page that asks for the password."""
    window.fill("Mail address", address)
    window.click("Continue")
    window.entry("Password")


def sign_in(window, password):
    """Types the password and lets it be tested."""
    window.fill("Password", password)
    window.click("Test and Save")


def files_of(desktop):
    """Files below the desktop's home that hold a secret, the keyring's own aside."""
    return [path for path in scenario.search_files(str(desktop.home), [PASSWORD, RIGHT, WRONG])
            if "/keyrings/" not in path]


def accounts_of(desktop):
    """The files of accounts that were saved."""
    found = []
    for place, _, names in os.walk(str(desktop.home)):
        found += [os.path.join(place, name) for name in names
                  if "mailbox-setup" in place and name.endswith((".ini", ".conf", ".account"))]
    return found


def check_success(tap, desktop):
    """Types, continues, sees that all passed, and finds the password in the keyring."""
    with Window(desktop, laboratory.program("mailbox-setup")) as window:
        tap.check("only the first page is shown", lambda: equal(
            window.find(contains="The mailbox is ready"), None))
        tap.check("the address leads to the sign-in page", go_to_sign_in, window, ADDRESS)
        tap.check("both servers are shown in full", lambda: [
            window.sees("imap.example.org"), window.sees("smtp.example.org")])
        tap.check("the password is taken", sign_in, window, PASSWORD)
        tap.check("the mailbox is ready", window.sees, "The mailbox is ready")
        tap.check("receiving and sending were seen to work", lambda: [
            window.sees("Receiving works: imap.example.org, IMAP, port 993"),
            window.sees("Sending works: smtp.example.org, SMTP, port 465")])
        for protocol, server in (("imap", "imap.example.org"), ("smtp", "smtp.example.org")):
            tap.check("secret-tool finds the password for " + protocol, lambda p=protocol,
                      s=server: equal(lookup(desktop, p, s, ADDRESS), PASSWORD))
        tap.check("one account was saved", lambda: equal(len(accounts_of(desktop)), 1))
        tap.check("no file holds the password", lambda: equal(files_of(desktop), []))
        tap.check("no text on the screen holds the password",
                  lambda: equal(PASSWORD in window.everything(), False))


def check_failure(tap, desktop):
    """A wrong password is named on its row and nothing is stored."""
    with Window(desktop, laboratory.program("mailbox-setup")) as window:
        tap.check("another address leads to the sign-in page", go_to_sign_in, window, OTHER)
        tap.check("the wrong password is taken", sign_in, window, WRONG)
        tap.check("the sign-in row says that it failed",
                  lambda: window.wait(contains="Sign in: Failed"))
        tap.check("the rows before it say that they passed", lambda: [
            equal(len(window.find_all(contains=step + ": Passed")), 2) for step in BEFORE_SIGN_IN])
        tap.check("the code is there for the helpdesk", lambda: [
            window.click("Details"), window.wait(name="wrong-password")])
        tap.check("it can be tried again", window.wait, None, "Try Again")
        tap.check("nothing is in the keyring", lambda: equal(
            [lookup(desktop, "imap", "imap.example.org", OTHER),
             lookup(desktop, "smtp", "smtp.example.org", OTHER)], [None, None]))
        tap.check("no account was added", lambda: equal(len(accounts_of(desktop)), 1))
        tap.check("no file holds the wrong password", lambda: equal(files_of(desktop), []))
        tap.check("the password is corrected", lambda: [
            window.click("Correct the Password"), sign_in(window, RIGHT),
            window.sees("The mailbox is ready")])
        tap.check("secret-tool finds the corrected password", lambda: equal(
            lookup(desktop, "imap", "imap.example.org", OTHER), RIGHT))


def equal(value, wanted):
    """Asserts that both are the same."""
    assert value == wanted, "%r instead of %r" % (value, wanted)


def main():
    """Runs both ways through the window."""
    namespace.need("Xvfb", "dbus-daemon", "gnome-keyring-daemon", "secret-tool", "gdbus")
    laboratory.program("mailbox-setup")
    tap = Tap()
    # libatspi knows one bus in its life, so both ways share a desktop.
    with laboratory.Lab(), Desktop(keyring=True) as desktop:
        check_success(tap, desktop)
        check_failure(tap, desktop)
    tap.end()


if __name__ == "__main__":
    main()
