# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A planted password shows up in no output, no log, no file and no process list."""

import base64
import os
import subprocess
import unittest
import urllib.parse

from mailbox_check import HOME, PROGRAM, environment

ADDRESS = "demo@demo.example"
SECRET = "Planted+Secret/9#ä=%"


def forms():
    """The secret as it is and as protocols write it, at each offset of base64."""
    raw = SECRET.encode()
    found = {raw, urllib.parse.quote(SECRET).encode(), urllib.parse.quote_plus(SECRET).encode()}
    for before in (b"", b"\0", b"\0" + ADDRESS.encode() + b"\0"):
        text = base64.b64encode(before + raw)
        found.add(text[len(base64.b64encode(before)) + 2:-4])
    return [form for form in found if len(form) > 8]


class Secrets(unittest.TestCase):
    def search(self, *blobs):
        for blob in blobs:
            for form in forms():
                self.assertNotIn(form, blob)

    def run_loud(self, *arguments, stdin):
        program = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment(G_MESSAGES_DEBUG="all"))
        with open(f"/proc/{program.pid}/cmdline", "rb") as cmdline:
            self.search(cmdline.read())
        out, err = program.communicate(stdin.encode(), timeout=90)
        self.search(out, err)
        for folder, _, names in os.walk(HOME.name):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.search(file.read())
        return program.returncode, out, err

    def test_check(self):
        for failure in ("", "=oauth-required", "=tls-expired", "=starttls-injection",
                        "=connection-reset", "=protocol-error", "=unexpected"):
            for extra in ((), ("--json",)):
                self.run_loud("check", ADDRESS, "--demo" + failure, "--password-stdin", *extra,
                              stdin=SECRET + "\n")

    def test_the_log_is_loud(self):
        """Otherwise the search above would prove nothing."""
        status, out, err = self.run_loud("check", ADDRESS, "--demo", "--password-stdin", "--json",
                                         stdin=SECRET + "\n")
        self.assertEqual(status, 1)
        self.assertGreater(len(err), 500)
        self.assertTrue(out.startswith(b"{"))

    def test_every_way_of_signing_in(self):
        for uri in ("imap+starttls://imap.demo.example", "pop3s://pop.demo.example",
                    "pop3+starttls://pop.demo.example"):
            self.run_loud("check", ADDRESS, "--demo", "--password-stdin", "--incoming", uri,
                          "--outgoing", "smtp+starttls://smtp.demo.example", stdin=SECRET + "\n")

    def test_batch(self):
        field = '"' + SECRET.replace('"', '""') + '"'
        lines = [f"{ADDRESS},{field}", f"bad,{field}", f'{ADDRESS},{field},imap://x',
                 f'{ADDRESS},{field[:-1]}', f"{ADDRESS},{field},,,{field}"]
        self.run_loud("batch", "-", "--demo", stdin="\n".join(lines))


if __name__ == "__main__":
    unittest.main(verbosity=2)
