# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Many mailboxes: bad lines lose nothing, a stopped run goes on, memory stays bounded."""

import json
import os
import resource
import signal
import subprocess
import tempfile
import unittest

from mailbox_check import PROGRAM, check_run, environment, run

GOOD = "demo@demo.example,demo\n"


def lines_of(out):
    return [json.loads(line) for line in out.decode().splitlines()]


class Batch(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = self.folder.name + "/mailboxes.csv"
        self.results = self.folder.name + "/results.jsonl"

    def write(self, text):
        with open(self.file, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    def test_good_and_bad_lines(self):
        self.write("\ufeffaddress,password,incoming,outgoing\r\n" + GOOD
                   + '"demo@demo.example","demo"\r\n'
                   "demo@demo.example,wrong\n"
                   "\n"
                   "no address,demo\n"
                   '"demo@demo.example,demo\n'
                   "demo@demo.example,demo,imap://imap.demo.example\n"
                   "demo@demo.example,demo,imaps://imap.demo.example,smtps://smtp.demo.example\n"
                   "demo@demo.example,demo,smtps://smtp.demo.example\n"
                   "demo@demo.example,demo,,,extra\n"
                   "demo@demo.example,,imaps://imap.demo.example,\n"
                   + "x" * 20000 + "\n" + GOOD.strip())
        status, out, err = run("batch", self.file, "--demo", "--jobs", "3")
        results = {result["line"]: result for result in lines_of(out)}
        self.assertEqual(status, 1)
        self.assertEqual(sorted(results), [2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14])
        for line, result in results.items():
            check_run(result, refused=line in {6, 7, 8, 10, 11, 13})
        passed = {line for line, result in results.items()
                  if result["verdict"]["state"] == "passed"}
        self.assertEqual(passed, {2, 3, 9, 12, 14})
        self.assertEqual(results[4]["verdict"]["code"], "wrong-password")
        self.assertEqual(results[6]["verdict"]["code"], "address-invalid")
        self.assertIn("12 checked, 7 failed", err)

    def test_bytes(self):
        self.write(b"demo@demo.example,d\xff\n" + b"demo@demo.example,d\0emo\n" + GOOD.encode())
        status, out, _ = run("batch", self.file, "--demo")
        states = {result["line"]: result["verdict"]["state"] for result in lines_of(out)}
        self.assertEqual((status, states), (1, {1: "failed", 2: "failed", 3: "passed"}))

    def test_all_pass_from_standard_input(self):
        status, out, _ = run("batch", "-", "--demo", stdin=GOOD * 5)
        self.assertEqual((status, len(lines_of(out))), (0, 5))

    def test_empty(self):
        self.write("address,password\n\n")
        status, out, err = run("batch", self.file, "--demo")
        self.assertEqual((status, out), (2, b""))
        self.assertIn("no mailbox", err)

    def test_goes_on(self):
        self.write(GOOD)
        self.assertEqual(run("batch", self.file, "--demo", "--output", self.results)[0], 0)
        with open(self.results, "ab") as results:
            results.write(b'{"schema":1,"address":"half')
        self.write(GOOD + "Demo <demo@demo.example>,demo\nanna@nobody.example,x\n")
        status, out, err = run("batch", self.file, "--demo", "--output", self.results)
        self.assertEqual((status, out), (1, b""))
        self.assertIn("1 checked, 1 failed, 2 already done", err)
        with open(self.results, "rb") as results:
            addresses = [result["address"] for result in lines_of(results.read())]
        self.assertEqual(addresses, ["demo@demo.example", "anna@nobody.example"])
        self.assertEqual(os.stat(self.results).st_mode & 0o777, 0o600)

    def test_stopped(self):
        program = subprocess.Popen([PROGRAM, "batch", "-", "--demo", "--jobs", "2", "--output",
                                    self.results], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment())
        program.stdin.write(GOOD.encode() * 3000)
        program.stdin.close()
        while not os.path.exists(self.results) or os.stat(self.results).st_size == 0:
            self.assertIsNone(program.poll())
        program.send_signal(signal.SIGINT)
        self.assertEqual(program.wait(timeout=20), -signal.SIGINT)
        program.stderr.close()
        with open(self.results, "rb") as results:
            for result in lines_of(results.read()):
                check_run(result)
                self.assertEqual(result["verdict"]["state"], "passed")

    def test_memory(self):
        """One check after the other leaves nothing behind."""
        with open(PROGRAM, "rb") as program:
            if b"__asan_init" in program.read():
                self.skipTest("AddressSanitizer keeps what was freed")
        status, _, _ = run("batch", "-", "--demo", "--jobs", "4", stdin=GOOD * 400, timeout=120)
        self.assertEqual(status, 0)
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 100 * 1024)


if __name__ == "__main__":
    unittest.main(verbosity=2)
