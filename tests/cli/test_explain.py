# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The verb "explain": its shape for any input, however odd."""

import json
import random
import unittest

from mailbox_check import CODES, check_sentence, run, run_json


class Explain(unittest.TestCase):
    def check(self, result):
        self.assertEqual(set(result), {"schema", "code", "confidence", "summary", "fix", "who"})
        self.assertEqual(result["schema"], 1)
        self.assertIn(result["confidence"], {"certain", "likely", "guess"})
        self.assertEqual(result["who"], CODES[result["code"]])
        check_sentence(result["summary"])
        self.assertTrue(result["fix"])

    def test_replies(self):
        for text, options, code in [
                ("535 5.7.8 Error: authentication failed: (reason unavailable)", (),
                 "wrong-password"),
                ("a NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", (), "wrong-password"),
                ("554 5.7.1 <x@y.example>: Relay access denied", (), "relay-denied"),
                ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", (),
                 "oauth-required"),
                ("NO LOGIN failed.",
                 ("--host", "outlook.office365.com", "--protocol", "imap"), "oauth-required")]:
            with self.subTest(text=text):
                status, result, _ = run_json("explain", *options, stdin=text)
                self.check(result)
                self.assertEqual((status, result["code"]), (0, code))

    def test_any_bytes(self):
        chance = random.Random(5)
        for size in (1, 10, 1000, 100000):
            data = bytes(chance.randrange(256) for _ in range(size)) + b"x"
            status, result, _ = run_json("explain", stdin=data)
            self.check(result)
            self.assertEqual(status, 0)

    def test_null_bytes_inside(self):
        data = "535 5.7.8 authentication failed".encode("utf-16")
        status, out, _ = run("explain", "--json", stdin=data)
        self.check(json.loads(out))
        self.assertEqual(status, 0)

    def test_refused(self):
        for data, word in ((b"", "nothing"), (b" \n\t\0", "nothing"),
                           (b"x" * (10 * 1024 * 1024), "too much")):
            status, out, err = run("explain", stdin=data)
            self.assertEqual((status, out), (2, b""))
            self.assertIn(word, err)

    def test_text(self):
        status, out, _ = run("explain", stdin="454 4.7.1 Relay access denied")
        self.assertEqual(status, 0)
        self.assertIn(b"relay-denied", out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
