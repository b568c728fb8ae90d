#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A mailbox that was set up in the window goes to the real mail programs, and they use it."""

import os
import plistlib
import subprocess
import sys
import tomllib
import xml.etree.ElementTree

import namespace

namespace.enter()

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../ui"))

import lab as laboratory  # noqa: E402
from atspi_driver import Desktop, Window  # noqa: E402
from lab import USERS  # noqa: E402
from tap import Tap  # noqa: E402

ADDRESS = "ascii@example.org"
PASSWORD = USERS[ADDRESS][0]


class Handed:
    """The desktop on which the mailbox was set up."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.home = str(desktop.home)

    def run(self, *command, **options):
        return subprocess.run(command, env=self.desktop.env, capture_output=True, text=True,
                              timeout=90, check=False, **options)

    def hand_over(self, target, *options):
        result = self.run(laboratory.program("mailbox-check"), "hand-over", ADDRESS, "--to", target,
                          *options)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def path(self, name):
        return os.path.join(self.home, name)

    def call(self, name, path, method, *arguments):
        result = self.run("gdbus", "call", "--session", "--timeout", "20", "--dest", name,
                          "--object-path", path, "--method", method, *arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout


def set_up(desktop):
    """The window's way, from the address to Done."""
    with Window(desktop, laboratory.program("mailbox-setup")) as window:
        window.fill("Mail address", ADDRESS)
        window.click("Continue")
        window.entry("Password")
        window.fill("Password", PASSWORD)
        window.click("Test and Save")
        window.sees("The mailbox is ready")


def test_goa(it):
    it.hand_over("goa")
    name, path = "org.gnome.OnlineAccounts", "/org/gnome/OnlineAccounts"
    objects = it.call(name, path, "org.freedesktop.DBus.ObjectManager.GetManagedObjects")
    assert objects.count("'EmailAddress': <'%s'>" % ADDRESS) == 1, objects
    account = next(part for part in objects.split("'") if part.startswith(path + "/Accounts/"))
    for kind in ("imap-password", "smtp-password"):
        found = it.call(name, account, "org.gnome.OnlineAccounts.PasswordBased.GetPassword", kind)
        assert PASSWORD in found, "no " + kind
    it.call(name, account, "org.gnome.OnlineAccounts.Account.EnsureCredentials")
    it.hand_over("goa")
    objects = it.call(name, path, "org.freedesktop.DBus.ObjectManager.GetManagedObjects")
    assert objects.count("'EmailAddress': <'%s'>" % ADDRESS) == 1, "doubled"
    # Evolution's registry shows the accounts of GOA too, and Evolution itself is tested next.
    it.call(name, account, "org.gnome.OnlineAccounts.Account.Remove")


def test_evolution(it):
    name, path = "org.gnome.evolution.dataserver.Sources5", "/org/gnome/evolution/dataserver/SourceManager"
    it.hand_over("evolution")
    objects = it.call(name, path, "org.freedesktop.DBus.ObjectManager.GetManagedObjects")
    for part in ("BackendName=imapx", "Host=imap.example.org", "Address=" + ADDRESS,
                 "Host=smtp.example.org"):
        assert part in objects, part
    uid = next(part for part in objects.split("'") if part.startswith("mailbox-setup-")
               and part.endswith("-account"))
    secret = it.run("secret-tool", "lookup", "e-source-uid", uid)
    assert secret.stdout == PASSWORD, "no password for Evolution"
    before = objects.count("mailbox-setup-")
    it.hand_over("evolution")
    objects = it.call(name, path, "org.freedesktop.DBus.ObjectManager.GetManagedObjects")
    assert objects.count("mailbox-setup-") == before, "doubled"


def test_geary(it):
    it.hand_over("geary")
    folder = it.desktop.env.get("XDG_CONFIG_HOME", it.path(".config"))
    with open(folder + "/geary/account_01/geary.ini", encoding="utf-8") as file:
        text = file.read()
    for part in ("service_provider=other", "host=imap.example.org", "transport_security=transport"):
        assert part in text, text
    for protocol, host in (("IMAP", "imap.example.org"), ("SMTP", "smtp.example.org")):
        found = it.run("secret-tool", "lookup", "login", ADDRESS, "host", host, "proto", protocol)
        assert found.stdout == PASSWORD, protocol


def test_msmtp_and_mbsync(it):
    """A mail sent with the one arrives with the other."""
    it.hand_over("msmtp", "--output", it.path("msmtp"))
    it.hand_over("mbsync", "--output", it.path("mbsync"))
    os.makedirs(it.path("Mail/ascii"), exist_ok=True)
    message = "From: %s\nTo: %s\nSubject: handed over\n\nIt works.\n" % (ADDRESS, ADDRESS)
    sent = it.run("msmtp", "-C", it.path("msmtp"), ADDRESS, input=message)
    assert sent.returncode == 0, sent.stderr
    fetched = it.run("mbsync", "-c", it.path("mbsync"), "-a")
    assert fetched.returncode == 0, fetched.stderr


def test_neomutt(it):
    """It opens the mailbox in a terminal and leaves again."""
    it.hand_over("neomutt", "--output", it.path("neomuttrc"))
    opened = it.run("env", "TERM=xterm", "script", "-qec", "neomutt -F %s -e 'push <quit>'" % it.path("neomuttrc"),
                    "/dev/null", stdin=subprocess.DEVNULL)
    text = opened.stdout + opened.stderr
    assert opened.returncode == 0, text[-500:]
    for word in ("failed", "denied", "rror"):
        assert word not in text, text[-500:]


def test_files(it):
    tomllib.loads(it.hand_over("himalaya"))
    profile = plistlib.loads(it.hand_over("mobileconfig").encode())
    payload = profile["PayloadContent"][0]
    assert payload["PayloadType"] == "com.apple.mail.managed"
    assert payload["IncomingMailServerHostName"] == "imap.example.org"
    assert payload["OutgoingMailServerPortNumber"] == 465
    root = xml.etree.ElementTree.fromstring(it.hand_over("autoconfig"))
    assert root.find("emailProvider/incomingServer/hostname").text == "imap.example.org"
    assert "source-cred-cmd = secret-tool" in it.hand_over("aerc")
    assert "imap.example.org" in it.hand_over("thunderbird")


def test_no_secret(it):
    """Every file that was written is searched."""
    found = subprocess.run(["grep", "-rlF", PASSWORD, it.home, "--include=*"],
                           capture_output=True, text=True, check=False).stdout.split()
    found = [path for path in found if "/keyrings/" not in path]
    assert not found, found


def main():
    namespace.need("Xvfb", "dbus-daemon", "gnome-keyring-daemon", "secret-tool", "gdbus", "msmtp",
                   "mbsync", "neomutt", "geary")
    laboratory.program("mailbox-setup")
    tap = Tap()
    with laboratory.Lab(), Desktop(keyring=True) as desktop:
        tap.check("the mailbox is set up", set_up, desktop)
        it = Handed(desktop)
        for test in (test_goa, test_evolution, test_geary, test_msmtp_and_mbsync, test_neomutt,
                     test_files, test_no_secret):
            tap.check(test.__name__[5:].replace("_", " "), test, it)
    tap.end()


if __name__ == "__main__":
    main()
