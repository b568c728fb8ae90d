#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The Flatpak as people get it: built from the real manifest, installed, and used in its sandbox.

The GNOME runtime is stood in for by one of Debian 13 packages under the same name and branch; see
flatpak/make-test-runtime. Usage: test-flatpak.py SOURCE CACHE
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

APP = "io.github.mailbox_setup.MailboxSetup"
OTHER = "org.example.Stranger"

# Exactly what the sandbox may do; each line is explained in the manifest.
PERMISSIONS = {
    "Context": {
        "shared": {"network", "ipc"},
        # Flatpak writes "x11" beside "fallback-x11" and takes it away where Wayland is there.
        "sockets": {"wayland", "fallback-x11", "x11"},
        "devices": {"dri"},
        "filesystems": {"host-etc:ro"},
    },
    "Session Bus Policy": {
        "org.freedesktop.secrets": {"talk"},
        "org.gnome.OnlineAccounts": {"talk"},
        "org.gnome.evolution.dataserver.Sources5": {"talk"},
    },
}

STRANGER_MANIFEST = """\
id: %s
runtime: org.gnome.Platform
runtime-version: '51'
sdk: org.gnome.Sdk
command: look
modules:
  - name: look
    buildsystem: simple
    build-commands:
      - install -D look /app/bin/look
    sources:
      - type: inline
        dest-filename: look
        contents: "#!/bin/sh\\nexec cat \\"$1\\"\\n"
""" % OTHER


class Tap:
    """Counts the results and prints them as TAP."""

    def __init__(self):
        self.number = 0
        self.failed = 0

    def check(self, good, name, detail=""):
        self.number += 1
        self.failed += 0 if good else 1
        print("%s %d %s" % ("ok" if good else "not ok", self.number, name), flush=True)
        if not good:
            for line in str(detail).splitlines()[-25:]:
                print("# " + line, flush=True)

    def end(self):
        print("1..%d" % self.number, flush=True)
        return 1 if self.failed else 0


def skip(reason):
    print("1..0 # SKIP " + reason)
    sys.exit(0)


def need(*programs):
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        skip("not installed: " + " ".join(missing))
    if os.geteuid() != 0:
        skip("making the stand-in runtime needs root")


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


class Sandbox:
    """One Flatpak installation of its own, with the runtime, and programs built for it."""

    def __init__(self, source, cache):
        self.source = source
        self.folder = tempfile.mkdtemp(prefix="mailbox-flatpak-")
        self.runtimes = os.path.join(cache, "repo")
        self.environment = dict(
            os.environ, HOME=self.path("home"), FLATPAK_USER_DIR=self.path("flatpak"),
            XDG_DATA_HOME=self.path("home/.local/share"), XDG_RUNTIME_DIR=self.path("runtime"),
            XDG_CACHE_HOME=self.path("home/.cache"), XDG_CONFIG_HOME=self.path("home/.config"))
        for name in ("home", "runtime", "flatpak"):
            os.makedirs(self.path(name), mode=0o700)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def run(self, *command, **options):
        return run(*command, env=self.environment, **options)

    def install_runtimes(self):
        self.run("flatpak", "--user", "remote-add", "--no-gpg-verify", "runtimes", self.runtimes)
        return self.run("flatpak", "--user", "install", "-y", "--noninteractive", "runtimes",
                        "org.gnome.Platform", "org.gnome.Sdk")

    def build(self, manifest):
        return self.run("flatpak-builder", "--user", "--disable-rofiles-fuse", "--force-clean",
                        "--install", "--state-dir", self.path("state"), "--repo",
                        self.path("repo"), self.path("build"), manifest)

    def in_app(self, program, *arguments, app=APP, **options):
        return self.run("dbus-run-session", "--", "flatpak", "run", "--user",
                        "--command=" + program, app, *arguments, **options)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def read_permissions(text):
    """The sections of a Flatpak metadata file as sets."""
    sections, section = {}, None
    for line in text.splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif "=" in line:
            key, value = line.split("=", 1)
            section[key] = {part for part in value.split(";") if part}
    return sections


def test_build(tap, sandbox):
    result = sandbox.install_runtimes()
    tap.check(result.returncode == 0, "the stand-in runtime installs", result.stderr)
    manifest = os.path.join(sandbox.source, "flatpak", APP + ".yml")
    result = sandbox.build(manifest)
    tap.check(result.returncode == 0, "the manifest builds", result.stdout + result.stderr)
    return result.returncode == 0


def test_permissions(tap, sandbox):
    text = sandbox.run("flatpak", "--user", "info", "--show-permissions", APP).stdout
    found = {name: values for name, values in read_permissions(text).items()
             if name in ("Context", "Session Bus Policy", "System Bus Policy")}
    tap.check(found == PERMISSIONS, "nothing more is permitted than is written down", found)


def test_terminal(tap, sandbox):
    result = sandbox.in_app("mailbox-check", "--version")
    tap.check(result.returncode == 0 and "mailbox-check" in result.stdout, "mailbox-check runs",
              result.stdout + result.stderr)
    result = sandbox.in_app("mailbox-check", "check", "demo@demo.example", "--demo", "--json",
                            "--password-stdin", input="demo\n")
    try:
        verdict = json.loads(result.stdout)["verdict"]["state"]
    except (ValueError, KeyError):
        verdict = result.stdout + result.stderr
    tap.check(verdict == "passed", "the demo mailbox passes inside", verdict)
    result = sandbox.in_app("mailbox-check", "codes", "--lang", "de", "tls-expired")
    tap.check(result.returncode == 0, "the words are there", result.stderr)


def test_stranger(tap, sandbox):
    own = sandbox.path("home/.var/app", APP, "config/mailbox-setup/accounts/own.account")
    os.makedirs(os.path.dirname(own), exist_ok=True)
    with open(own, "w", encoding="utf-8") as file:
        file.write("private\n")
    manifest = sandbox.path(OTHER + ".yml")
    with open(manifest, "w", encoding="utf-8") as file:
        file.write(STRANGER_MANIFEST)
    result = sandbox.build(manifest)
    tap.check(result.returncode == 0, "another program builds", result.stdout + result.stderr)
    result = sandbox.in_app("look", "/app/bin/look", app=OTHER)
    tap.check(result.returncode == 0, "it reads its own files", result.stderr)
    result = sandbox.in_app("look", own, app=OTHER)
    tap.check(result.returncode != 0 and "private" not in result.stdout,
              "it cannot read the accounts", result.stdout)
    result = sandbox.run("dbus-run-session", "--", "flatpak", "run", "--user",
                         "--command=gdbus", OTHER, "call", "--session", "--timeout", "5",
                         "--dest", "org.freedesktop.secrets", "--object-path",
                         "/org/freedesktop/secrets", "--method", "org.freedesktop.DBus.Peer.Ping")
    tap.check(result.returncode != 0, "it cannot talk to the keyring", result.stdout)


def test_installed(tap, sandbox):
    files = os.path.join(sandbox.path("flatpak"), "app", APP, "current", "active", "files", "share")
    wanted = ["applications/%s.desktop" % APP, "icons/hicolor/scalable/apps/%s.svg" % APP,
              "icons/hicolor/symbolic/apps/%s-symbolic.svg" % APP,
              "dbus-1/services/%s.service" % APP,
              "glib-2.0/schemas/gschemas.compiled"]
    missing = [name for name in wanted if not os.path.exists(os.path.join(files, name))]
    tap.check(not missing, "the desktop finds everything it needs", missing)


def test_window(tap, sandbox):
    result = run("/usr/bin/python3", "-B", os.path.join(sandbox.source, "tests/flatpak/window.py"),
                 sandbox.source, sandbox.path("flatpak"))
    tap.check(result.returncode == 0 and "stored" in result.stdout,
              "the window stores a real mailbox in the host's keyring",
              result.stdout + result.stderr)


def main():
    source, cache = map(os.path.abspath, sys.argv[1:3])
    need("flatpak", "flatpak-builder", "debootstrap", "bwrap", "dbus-run-session", "appstreamcli",
         "eu-strip")
    result = run(os.path.join(source, "flatpak/make-test-runtime"), cache)
    tap = Tap()
    tap.check(result.returncode == 0, "the stand-in runtime is made", result.stdout + result.stderr)
    sandbox = Sandbox(source, cache)
    try:
        if result.returncode == 0 and test_build(tap, sandbox):
            test_permissions(tap, sandbox)
            test_installed(tap, sandbox)
            test_terminal(tap, sandbox)
            test_stranger(tap, sandbox)
            test_window(tap, sandbox)
    finally:
        sandbox.remove()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
