#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The real window from end to end on the built-in demo server, through AT-SPI and real keys."""

import sys
import os
import unittest

from atspi_driver import Desktop, Window, wait_for

PROGRAM = sys.argv.pop(1)

# What a person can act on; each has to say what it is.
ACTIONABLE = {"push button", "text", "password text", "check box", "toggle button", "combo box",
              "switch", "link"}


class Flow(unittest.TestCase):
    # libatspi knows one bus in its life: all windows of this program share a desktop.
    @classmethod
    def setUpClass(cls):
        cls.desktop = Desktop()
        cls.desktop.__enter__()
        cls.addClassCleanup(cls.desktop.__exit__, None, None, None)

    def setUp(self):
        if self._testMethodName in os.environ.get("MBX_UI_SKIP", "").split():
            self.skipTest("left out by MBX_UI_SKIP")

    def open(self, *arguments):
        window = Window(self.desktop, PROGRAM, *arguments)
        window.__enter__()
        self.addCleanup(self.close, window)
        self.window = window
        window.wait(name="Mailbox Setup")
        return window

    def close(self, window):
        outcome = self._outcome
        problems = outcome.errors if hasattr(outcome, "errors") else outcome.result.failures
        failed = any(error for _, error in problems)
        window.__exit__(AssertionError if failed else None, None, None)

    def check_names(self):
        for node in self.window.walk():
            if node.get_role_name() not in ACTIONABLE:
                continue
            name = node.get_name() or ""
            self.assertTrue(name.strip(), f"a {node.get_role_name()} without a name")
            self.assertFalse(name.startswith(("Gtk", "Adw", "Mbx")), f"{name} is no name")
            self.assertNotIn("_", name, f"{name}: the underscore shows")

    def sign_in(self, password):
        self.window.fill("Password", password)
        self.window.click("Test and Save")

    def reach_sign_in(self):
        self.window.click("Continue")
        self.window.wait(name="Demo Mail")

    def test_all_goes_well(self):
        window = self.open("--demo")
        self.check_names()
        self.reach_sign_in()
        window.sees("imap.demo.example, IMAP, port 993")
        window.sees("smtp.demo.example, SMTP, port 465")
        self.check_names()
        self.sign_in("demo")
        window.sees("The mailbox is ready")
        self.check_names()
        window.click("Set Up Another")
        self.assertEqual(window.text_of(window.entry("Mail address")), "")

    def test_wrong_password_then_right(self):
        window = self.open("--demo")
        self.reach_sign_in()
        self.sign_in("wrong")
        row = window.wait(contains="Sign in: Failed")
        self.assertIsNotNone(row)
        window.sees("Wrong user name or password")
        wait_for(lambda: window.find(role="alert"), "screen readers are told")
        self.check_names()
        window.click("Correct the Password")
        window.wait(name="Demo Mail")
        self.sign_in("demo")
        window.sees("The mailbox is ready")

    def test_blocked_port_and_its_button(self):
        window = self.open("--demo=port-blocked")
        self.reach_sign_in()
        self.sign_in("demo")
        window.sees("Port is blocked")
        window.click("Use Port 143")
        window.wait_gone(name="Use Port 143")
        window.click("Use Port 587")
        window.sees("The mailbox is ready")

    def test_address_that_is_none(self):
        window = self.open()
        window.fill("Mail address", "anna at example.org")
        window.click("Continue")
        field = window.entry("Mail address")
        wait_for(lambda: window.has_state(field, "INVALID"), "the field is marked as wrong")
        window.fill("Mail address", "Anna Example <anna@gmail.com>")
        wait_for(lambda: not window.has_state(window.entry("Mail address"), "INVALID"),
                 "the mark goes away")
        window.click("Continue")
        window.wait(name="Gmail")
        window.sees("App password")

    def test_servers_by_hand(self):
        window = self.open("--demo")
        window.fill("Mail address", "anna@unknown.example")
        window.click("Continue")
        window.click("Enter the Servers Myself")
        window.fill("Password", "demo")
        window.click("Test and Save")
        window.sees("Type the name of a server")

    def test_keyboard_alone(self):
        window = self.open("--demo")
        field = window.entry("Mail address")
        self.desktop.press("ctrl+a")
        self.desktop.type("demo@demo.example")
        wait_for(lambda: window.text_of(field) == "demo@demo.example", "the address has the focus")
        self.desktop.press("Return")
        window.wait(name="Demo Mail")
        self.desktop.type("wrong")
        self.desktop.press("Return")
        failed = window.wait(contains="Sign in: Failed")
        wait_for(lambda: window.has_state(failed, "FOCUSED"), "the failed row has the focus")
        self.desktop.press("Escape")
        window.wait(name="Demo Mail")
        self.desktop.press("ctrl+a")
        self.desktop.type("demo")
        self.desktop.press("ctrl+Return")
        window.sees("The mailbox is ready")

    def test_shared_screen(self):
        window = self.open("--demo")
        self.reach_sign_in()
        self.desktop.press("F8")
        window.sees("Screen-share mode")
        wait_for(lambda: not window.find(name="demo@demo.example"), "the address is hidden")
        self.assertIsNone(window.find(name="Show password"))
        self.desktop.press("F8")
        window.sees("demo@demo.example")

    def test_tools(self):
        window = self.open("--demo")
        for name, text in (("My Mailboxes", "No mailboxes yet"),
                           ("Practice", "What goes wrong"),
                           ("Report for the Helpdesk", "Code to read over the phone"),
                           ("Guide", "1. The network")):
            window.click("Main menu")
            window.click(name, role="menu item")
            window.sees(text)
            self.check_names()
            self.desktop.press("Escape")
            window.sees("Set up a mailbox")


    def test_explain(self):
        window = self.open("--demo")
        window.click("Main menu")
        window.click("Explain an Error", role="menu item")
        window.fill("The error", "535 5.7.8 Error: authentication failed")
        window.click("Explain")
        window.sees("Wrong user name or password")
        self.check_names()


if __name__ == "__main__":
    unittest.main(verbosity=2)
