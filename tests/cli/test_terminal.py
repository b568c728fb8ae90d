# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""What a person at a terminal sees: the hidden password, colours, Ctrl+C."""

import os
import pty
import re
import select
import signal
import subprocess
import time
import unittest

from mailbox_check import PROGRAM, environment, run

ADDRESS = "demo@demo.example"


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, *arguments, **more):
        self.text = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(PROGRAM, [PROGRAM, *arguments], environment(TERM="xterm", **more))

    def read_until(self, word):
        limit = time.monotonic() + 60
        while word not in self.text:
            ready, _, _ = select.select([self.fd], [], [], max(0, limit - time.monotonic()))
            assert ready, self.text
            try:
                self.text += os.read(self.fd, 4096)
            except OSError:
                assert word == b"\0end", self.text
                return

    def type(self, keys):
        os.write(self.fd, keys)

    def end(self):
        self.read_until(b"\0end")
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return status


class AtATerminal(unittest.TestCase):
    def test_password_is_asked_for_and_hidden(self):
        terminal = Terminal("check", ADDRESS, "--demo")
        terminal.read_until(b"Password")
        terminal.type(b"demo\n")
        status = terminal.end()
        self.assertEqual(os.waitstatus_to_exitcode(status), 0)
        after = terminal.text.split(b"): ", 1)[1]
        self.assertTrue(after.startswith(b"\r\n"), after[:40])
        self.assertIn(b"Sender accepted", terminal.text)
        self.assertNotIn(b"Skipped", terminal.text)

    def test_empty_answer_means_none(self):
        terminal = Terminal("check", ADDRESS, "--demo")
        terminal.read_until(b"Password")
        terminal.type(b"\n")
        self.assertEqual(os.waitstatus_to_exitcode(terminal.end()), 0)
        self.assertIn(b"no password was given", terminal.text)

    def test_interrupted_prompt(self):
        terminal = Terminal("check", ADDRESS, "--demo")
        terminal.read_until(b"Password")
        terminal.type(b"de\x03\n")
        self.assertEqual(os.waitstatus_to_exitcode(terminal.end()), -signal.SIGINT)

    def test_colour_never_alone(self):
        terminal = Terminal("check", ADDRESS, "--demo=tls-expired", "--password-fd", "99")
        terminal.end()
        terminal = Terminal("check", ADDRESS, "--demo=tls-expired")
        terminal.read_until(b"Password")
        terminal.type(b"\n")
        terminal.end()
        self.assertIn(b"\x1b[", terminal.text)
        plain = re.sub(rb"\x1b\[[0-9;]*m", b"", terminal.text)
        for word in (b"Passed", b"Failed", b"Skipped", b"tls-expired"):
            self.assertIn(word, plain)

    def test_no_color(self):
        terminal = Terminal("codes", "tls-expired", NO_COLOR="1")
        terminal.end()
        self.assertNotIn(b"\x1b[", terminal.text)


class Interrupt(unittest.TestCase):
    def test_at_once(self):
        program = subprocess.Popen([PROGRAM, "check", ADDRESS, "--demo=response-timeout"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE,
                                   env=environment(G_MESSAGES_DEBUG="GLib-GIO"))
        for line in program.stderr:
            if b"Connection successful" in line:
                break
        began = time.monotonic()
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
        self.assertEqual(program.returncode, -signal.SIGINT)
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(out, b"")
        self.assertIn(b"Stopped.", err)

    def test_broken_pipe(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([PROGRAM, "check", ADDRESS, "--demo"], stdin=subprocess.DEVNULL,
                              stdout=writer, stderr=subprocess.PIPE, env=environment(),
                              timeout=60, check=False)
        os.close(writer)
        self.assertNotIn(done.returncode, {0, 1, 2, 3})

    def test_without_a_terminal_nothing_is_asked(self):
        status, _, err = run("check", ADDRESS, "--demo", stdin="demo\n")
        self.assertEqual((status, err), (0, ""))


if __name__ == "__main__":
    unittest.main(verbosity=2)
