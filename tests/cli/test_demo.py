# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Every failure of the demo server gives exactly its code, at the step where it belongs."""

import concurrent.futures
import unittest

from mailbox_check import CODES, check_run, run, run_json

# code: the sides that fail and the step
SHOWN = {
    "offline": ("everywhere", "resolve"),
    "captive-portal": ("everywhere", "resolve"),
    "dns-no-such-host": ("both", "resolve"),
    "dns-no-address": ("both", "resolve"),
    "dns-server-failure": ("both", "resolve"),
    "dns-timeout": ("both", "resolve"),
    "connection-refused": ("both", "connect"),
    "connection-timeout": ("both", "connect"),
    "port-blocked": ("both", "connect"),
    "connection-closed": ("both", "greet"),
    "connection-reset": ("both", "greet"),
    "response-timeout": ("both", "greet"),
    "tls-expired": ("both", "encrypt"),
    "tls-not-yet-valid": ("both", "encrypt"),
    "tls-wrong-host": ("both", "encrypt"),
    "tls-self-signed": ("both", "encrypt"),
    "tls-unknown-issuer": ("both", "encrypt"),
    "tls-missing-intermediate": ("both", "encrypt"),
    "tls-weak": ("both", "encrypt"),
    "tls-version-too-old": ("both", "encrypt"),
    "tls-handshake-failed": ("both", "encrypt"),
    "tls-intercepted": ("both", "encrypt"),
    "tls-client-certificate-required": ("both", "encrypt"),
    "plain-on-tls-port": ("both", "encrypt"),
    "tls-on-plain-port": ("both", "encrypt"),
    "starttls-not-offered": ("both", "encrypt"),
    "starttls-refused": ("both", "encrypt"),
    "starttls-injection": ("both", "encrypt"),
    "wrong-service": ("both", "greet"),
    "wrong-mail-protocol": ("both", "greet"),
    "protocol-error": ("both", "greet"),
    "greeting-rejected": ("both", "greet"),
    "wrong-password": ("both", "sign-in"),
    "app-password-required": ("both", "sign-in"),
    "oauth-required": ("both", "sign-in"),
    "imap-disabled": ("incoming", "sign-in"),
    "smtp-auth-disabled": ("outgoing", "sign-in"),
    "account-locked": ("both", "sign-in"),
    "too-many-attempts": ("both", "sign-in"),
    "too-many-connections": ("incoming", "sign-in"),
    "web-login-required": ("both", "sign-in"),
    "two-factor-required": ("both", "sign-in"),
    "username-format": ("both", "sign-in"),
    "mailbox-not-provisioned": ("incoming", "sign-in"),
    "mailbox-full": ("incoming", "open-mailbox"),
    "tls-required": ("both", "sign-in"),
    "auth-mechanism-unsupported": ("both", "sign-in"),
    "auth-not-offered": ("outgoing", "sign-in"),
    "server-unavailable": ("both", "sign-in"),
    "server-error": ("both", "sign-in"),
    "ip-blocked": ("both", "greet"),
    "policy-blocked": ("both", "sign-in"),
    "password-expired": ("both", "sign-in"),
    "plan-required": ("both", "sign-in"),
    "greylisted": ("outgoing", "sender"),
    "sender-not-allowed": ("outgoing", "sender"),
    "relay-denied": ("outgoing", "sender"),
    "no-settings-found": ("network", "find"),
    "proprietary-protocol": ("network", "find"),
    "bridge-not-running": ("network", "find"),
}

def check_code(code):
    return run_json("check", "demo@demo.example", "--demo=" + code, "--password-stdin",
                    stdin="demo\n")


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Most of them only wait for a silent server.
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            cls.results = dict(zip(SHOWN, pool.map(check_code, SHOWN)))

    def test_codes(self):
        for code, (sides, _) in SHOWN.items():
            with self.subTest(code=code):
                status, result, _ = self.results[code]
                check_run(result)
                self.assertEqual(status, 3 if sides == "network" else 1)
                found = {step["code"] for step in result["steps"] if step["state"] == "failed"}
                self.assertEqual(found, {code})
                self.assertEqual(result["verdict"]["code"], code)

    def test_steps(self):
        for code, (sides, where) in SHOWN.items():
            with self.subTest(code=code):
                failed = {(step["server"], step["step"]) for step in self.results[code][1]["steps"]
                          if step["state"] == "failed"}
                wanted = {(side, where) for side in ("incoming", "outgoing")
                          if sides in {"both", "everywhere", side}}
                if sides == "everywhere":
                    wanted.add(("network", "online"))
                if sides == "network":
                    wanted = {("network", where)}
                self.assertEqual(failed, wanted)

    def test_suggestions(self):
        for code in SHOWN:
            with self.subTest(code=code):
                suggestions = [step["suggestion"] for step in self.results[code][1]["steps"]
                               if "suggestion" in step]
                if code == "port-blocked":
                    self.assertEqual({suggestion["port"] for suggestion in suggestions}, {143, 587})
                for suggestion in suggestions:
                    self.assertIn(suggestion["port"], {110, 143, 465, 587, 993, 995})

    def test_no_secret_before_trust(self):
        """What fails before the sign-in has not tried it."""
        for code, (_, where) in SHOWN.items():
            if where in {"resolve", "connect", "encrypt", "greet"}:
                states = {step["state"] for step in self.results[code][1]["steps"]
                          if step["step"] == "sign-in"}
                self.assertEqual(states, {"skipped"}, code)

    def test_the_others_are_refused(self):
        for code in set(CODES) - set(SHOWN):
            with self.subTest(code=code):
                status, out, err = run("check", "demo@demo.example", "--demo=" + code)
                self.assertEqual((status, out), (2, b""))
                self.assertIn("cannot show", err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
