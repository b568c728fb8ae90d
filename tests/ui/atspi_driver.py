# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Drives the real window as a person with a screen reader would: through AT-SPI.

Desktop makes a display, a session bus, a home folder and, when asked, a keyring of its own; Window
starts the program there. Nothing sleeps and hopes: everything waits for a condition with a limit.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

PATIENCE = float(os.environ.get("MBX_UI_PATIENCE", "30"))
STEP = 0.05


class Late(AssertionError):
    """A condition did not come true in time."""


def wait_for(condition, what, limit=PATIENCE):
    end = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Late(f"did not happen within {limit} s: {what}")
        time.sleep(STEP)


class Desktop:
    """A display, a session bus with accessibility, and a home of its own."""

    def __init__(self, keyring=False, size="1280x1400x24"):
        self.keyring = keyring
        self.size = size
        self.children = []

    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="mailbox-setup-ui-"))
        self.env = self.make_environment()
        self.start_display()
        self.start_bus()
        if self.keyring:
            self.start_keyring()
        return self

    def __exit__(self, *exception):
        for child in reversed(self.children):
            child.terminate()
        for child in reversed(self.children):
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def make_environment(self):
        env = {key: value for key, value in os.environ.items()
               if key in ("PATH", "LD_LIBRARY_PATH", "LANGUAGE", "GSETTINGS_SCHEMA_DIR",
                          "XDG_DATA_DIRS", "ASAN_OPTIONS", "UBSAN_OPTIONS")}
        for name in ("config", "data", "cache", "runtime"):
            (self.home / name).mkdir(mode=0o700)
        env.update({
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_RUNTIME_DIR": str(self.home / "runtime"),
            "LC_ALL": "C.UTF-8",
            "GSK_RENDERER": "cairo",
            "GDK_BACKEND": "x11",
            "GTK_A11Y": "atspi",
            "GTK_USE_PORTAL": "0",
            "GSETTINGS_BACKEND": "memory",
            "GIO_USE_VFS": "local",
            "GIO_USE_PROXY_RESOLVER": "dummy",
            "NO_AT_BRIDGE": "0",
        })
        return env

    def start(self, *command, **options):
        child = subprocess.Popen(command, env=self.env, **options)
        self.children.append(child)
        return child

    def start_display(self):
        read, write = os.pipe()
        self.start("Xvfb", "-displayfd", str(write), "-screen", "0", self.size, "-nolisten", "tcp",
                   "-noreset", pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Late("Xvfb did not start")
        self.env["DISPLAY"] = ":" + number

    def start_bus(self):
        bus = self.start("dbus-daemon", "--session", "--nofork", "--print-address=1",
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        # Orca sets this; without it the bridge stays silent.
        subprocess.run(["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path",
                        "/org/a11y/bus", "--method", "org.freedesktop.DBus.Properties.Set",
                        "org.a11y.Status", "IsEnabled", "<true>"], env=self.env, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start_keyring(self):
        daemon = self.start("gnome-keyring-daemon", "--foreground", "--unlock",
                            "--components=secrets", stdin=subprocess.PIPE,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        daemon.stdin.write(b"unlock")
        daemon.stdin.close()
        wait_for(lambda: subprocess.run(
            ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
             "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.GetNameOwner",
             "org.freedesktop.secrets"], env=self.env, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL).returncode == 0, "the keyring starts")

    def press(self, *keys):
        """Presses real keys, as xdotool spells them, into the window that has the focus."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "20", *keys], env=self.env,
                       check=True)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "20", text], env=self.env, check=True)

    def picture(self, path):
        subprocess.run(["import", "-window", "root", str(path)], env=self.env, check=False)


class Window:
    """The program under test and its tree of accessible objects."""

    def __init__(self, desktop, *command):
        self.desktop = desktop
        self.command = command

    def __enter__(self):
        os.environ.update(self.desktop.env)
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi
        self.atspi = Atspi
        Atspi.init()
        self.log = open(self.desktop.home / "log", "w+", encoding="utf-8")
        self.process = self.desktop.start(*self.command, stdout=self.log, stderr=self.log)
        wait_for(self.find_application, "the program shows up in the accessibility tree")
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.explain_failure()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(10)
        self.log.close()

    def explain_failure(self):
        folder = os.environ.get("MBX_UI_PICTURES")
        if folder:
            self.desktop.picture(pathlib.Path(folder) / "failure.png")
        self.log.seek(0)
        print(self.log.read())
        print(self.dump())

    def find_application(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}")
        desktop = self.atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def walk(self, node=None, showing=True):
        """Every object below node that can be seen, parents first."""
        node = node or self.find_application()
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is None:
                continue
            states = child.get_state_set()
            if showing and not states.contains(self.atspi.StateType.VISIBLE):
                continue
            yield child
            yield from self.walk(child, showing)

    def find_all(self, role=None, name=None, contains=None):
        found = []
        try:
            for node in self.walk():
                if role is not None and node.get_role_name() != role:
                    continue
                text = node.get_name() or ""
                if name is not None and text != name:
                    continue
                if contains is not None and contains not in text:
                    continue
                found.append(node)
        except Exception:  # the tree changes while it is read; the caller asks again
            return []
        return found

    def find(self, role=None, name=None, contains=None):
        found = self.find_all(role, name, contains)
        return found[0] if found else None

    def wait(self, role=None, name=None, contains=None, limit=PATIENCE):
        return wait_for(lambda: self.find(role, name, contains),
                        f"role {role}, name {name or contains}", limit)

    def wait_gone(self, role=None, name=None, contains=None):
        wait_for(lambda: not self.find(role, name, contains), f"{name or contains} goes away")

    def sees(self, text):
        return wait_for(lambda: self.find(contains=text), f"“{text}” is shown")

    def has_state(self, node, state):
        return node.get_state_set().contains(getattr(self.atspi.StateType, state))

    def click(self, name, role=None):
        def press():
            for node in self.find_all(role, name):
                action = node.get_action_iface()
                if action is None or action.get_n_actions() == 0:
                    continue
                if self.has_state(node, "SENSITIVE") and action.do_action(0):
                    return True
            return False
        wait_for(press, f"“{name}” can be pressed")

    def entry(self, name):
        def look():
            for node in self.find_all(name=name):
                if node.get_editable_text_iface() is not None:
                    return node
            return None
        return wait_for(look, f"the field “{name}”")

    def fill(self, name, text):
        field = self.entry(name)
        field.get_editable_text_iface().set_text_contents(text)

    def text_of(self, node):
        text = node.get_text_iface()
        # Asked of the interface by name: newer bindings have another get_text() on the object.
        Text = self.atspi.Text
        return Text.get_text(text, 0, Text.get_character_count(text)) if text else ""

    def everything(self):
        """All names, descriptions and texts of the tree, seen or not; secrets are searched in it."""
        parts = []
        for node in self.walk(showing=False):
            parts += [node.get_name() or "", node.get_description() or "", self.text_of(node)]
        return "\n".join(parts)

    def dump(self):
        lines = []

        def visit(node, depth):
            for index in range(node.get_child_count()):
                child = node.get_child_at_index(index)
                if child is None or not self.has_state(child, "VISIBLE"):
                    continue
                lines.append("  " * depth + f"{child.get_role_name()} “{child.get_name()}”")
                visit(child, depth + 1)
        visit(self.find_application(), 0)
        return "\n".join(lines)
