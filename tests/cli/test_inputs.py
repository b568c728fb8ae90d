# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Bad usage and bad input: a clear sentence on standard error, exit status 2, nothing printed."""

import json
import os
import subprocess
import unittest

from mailbox_check import HOME, PROGRAM, check_run, environment, run

ADDRESS = "demo@demo.example"

BAD_USAGE = [
    [],
    ["chekc", ADDRESS],
    ["bogus"],
    ["check"],
    ["check", ADDRESS, "another@demo.example"],
    ["find"],
    ["ports"],
    ["dns"],
    ["batch"],
    ["token"],
    ["hand-over"],
    ["codes", "a", "b"],
    ["codes", "no-such-code"],
    ["explain", "text"],
    ["check", ADDRESS, "--bogus"],
    ["check", ADDRESS, "-x"],
    ["check", ADDRESS, "--timeout"],
    ["check", ADDRESS, "--timeout", "0"],
    ["check", ADDRESS, "--timeout", "-1"],
    ["check", ADDRESS, "--timeout", "abc"],
    ["check", ADDRESS, "--timeout", "99999999999999999999"],
    ["check", ADDRESS, "--jobs", "0"],
    ["check", ADDRESS, "--protocol", "ftp"],
    ["check", ADDRESS, "--sign-in", "magic"],
    ["check", ADDRESS, "--lang", "../../etc"],
    ["check", ADDRESS, "--lang", ""],
    ["check", ADDRESS, "--demo=no-such-code"],
    ["check", ADDRESS, "--username", ""],
    ["check", ADDRESS, "--password-fd", "x"],
    ["check", ADDRESS, "--demo", "--password-fd", "99"],
    ["check", ADDRESS, "--password-fd", "0", "--password-stdin"],
    ["check", ADDRESS, "--incoming", "imap.example.org"],
    ["check", ADDRESS, "--incoming", "imap://imap.example.org"],
    ["check", ADDRESS, "--incoming", "pop3://pop.example.org"],
    ["check", ADDRESS, "--outgoing", "smtp://smtp.example.org"],
    ["check", ADDRESS, "--outgoing", "imaps://imap.example.org"],
    ["check", ADDRESS, "--incoming", "smtps://smtp.example.org"],
    ["check", ADDRESS, "--incoming", "imaps://imap.example.org:0"],
    ["check", ADDRESS, "--incoming", "imaps://imap.example.org:65536"],
    ["check", ADDRESS, "--incoming", "imaps://imap example.org"],
    ["check", ADDRESS, "--incoming", "imaps://"],
    ["ports", "a host with spaces"],
    ["ports", ""],
    ["ports", "a..b"],
    ["ports", "host:993"],
    ["dns", ""],
    ["dns", "exa mple.org"],
    ["dns", "127.0.0.1"],
    ["batch", "/nonexistent/file.csv"],
    ["check", "a\nb@demo.example"],
    ["check", "a\x1b[31m@demo.example"],
    ["check", "a\u0085b@demo.example"],
]

BAD_ADDRESSES = ["", "anna", "@", "anna@", "@demo.example", "anna@b c.example", "anna@-a.example",
                 "anna@.example", "anna@a..example", "a" * 1000 + "@demo.example",
                 "anna@" + "a" * 300 + ".example"]


class BadUsage(unittest.TestCase):
    def expect(self, status, out, err, code=2):
        self.assertEqual(status, code, err)
        self.assertEqual(out, b"")
        self.assertTrue(err.startswith("mailbox-check: "), err)
        self.assertEqual(err.count("\n"), 1, err)
        self.assertGreater(len(err), 30, err)
        self.assertTrue(err.rstrip().endswith((".", "?")), err)

    def test_table(self):
        for arguments in BAD_USAGE:
            with self.subTest(arguments=arguments):
                self.expect(*run(*arguments, timeout=20))

    def test_unencrypted_says_why(self):
        _, _, err = run("check", ADDRESS, "--incoming", "imap://imap.example.org")
        self.assertIn("without encryption", err)

    def test_slip_is_named(self):
        self.assertIn('"check"', run("chek", ADDRESS)[2])

    def test_not_utf8(self):
        done = subprocess.run([PROGRAM.encode(), b"check", b"a\xff@demo.example"],
                              capture_output=True, env=environment(), timeout=20, check=False)
        self.expect(done.returncode, done.stdout, done.stderr.decode())

    def test_addresses(self):
        for address in BAD_ADDRESSES:
            for verb in ("check", "find"):
                with self.subTest(address=address, verb=verb):
                    self.expect(*run(verb, "--demo", "--", address, timeout=20))
                    status, out, _ = run(verb, "--demo", "--json", "--", address, timeout=20)
                    result = json.loads(out)
                    check_run(result, refused=True)
                    self.assertEqual((status, result["verdict"]["code"]), (2, "address-invalid"))

    def test_unknown_option_keeps_its_value(self):
        status, out, err = run("check", ADDRESS, "--bogus=hunter2")
        self.expect(status, out, err)
        self.assertNotIn("hunter2", err)

    def test_password_argument(self):
        for arguments in (["--password=hunter2"], ["--password", "hunter2"], ["--pass", "hunter2"]):
            status, out, err = run("check", ADDRESS, *arguments)
            self.expect(status, out, err)
            self.assertIn("--password-stdin", err)
            self.assertNotIn("hunter2", err)


class BadPasswords(unittest.TestCase):
    def refuse(self, stdin, word):
        status, out, err = run("check", ADDRESS, "--demo", "--password-stdin", stdin=stdin)
        self.assertEqual((status, out), (2, b""), err)
        self.assertIn(word, err)

    def test_refused(self):
        self.refuse(b"", "empty")
        self.refuse(b"\n", "empty")
        self.refuse(b"de\0mo\n", "null character")
        self.refuse(b"de\xffmo\n", "UTF-8")
        self.refuse(b"x" * (10 * 1024 * 1024), "too long")

    def test_first_line_counts(self):
        for stdin in (b"demo", b"demo\n", b"demo\r\n", b"demo\nsecond line\n" + b"\0" * 100000):
            self.assertEqual(run("check", ADDRESS, "--demo", "--password-stdin", stdin=stdin)[0], 0)

    def test_blanks_stay(self):
        for stdin in (b" demo\n", b"demo \n"):
            self.assertEqual(run("check", ADDRESS, "--demo", "--password-stdin", stdin=stdin)[0], 1)

    def test_odd_characters(self):
        for stdin in ('"\\ {5}\n', "ünï©ödé\n", "x" * 2000 + "\n", "%s%n\n"):
            status, out, _ = run("check", ADDRESS, "--demo", "--password-stdin", "--json",
                                 stdin=stdin)
            self.assertEqual((status, json.loads(out)["verdict"]["code"]), (1, "wrong-password"))


class Output(unittest.TestCase):
    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "codes"], stdout=full, stderr=subprocess.PIPE,
                                  env=environment(), timeout=20, check=False)
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"could not be written", done.stderr)

    def test_no_core_file(self):
        with open("/proc/self/limits", encoding="ascii") as limits:
            self.assertIn("core file", limits.read())
        reader, writer = os.pipe()
        program = subprocess.Popen([PROGRAM, "check", ADDRESS, "--demo", "--password-fd",
                                    str(reader)], pass_fds=[reader], env=environment(),
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        os.close(reader)
        # It has set its limits before it reads a password; when the pipe is full of one, it waits.
        os.write(writer, b"de")
        while True:
            with open(f"/proc/{program.pid}/limits", encoding="ascii") as limits:
                core = [line for line in limits if "core file" in line]
            if core and core[0].split()[4:6] == ["0", "0"]:
                break
            self.assertIsNone(program.poll())
        os.write(writer, b"mo\n")
        os.close(writer)
        program.communicate(timeout=30)
        self.assertEqual(program.returncode, 0)

    def test_home_stays_empty(self):
        self.assertEqual(os.listdir(HOME.name), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
