# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Each verb as the contract of the command line describes it, against the built-in demo server."""

import json
import re
import unittest

from mailbox_check import (CODES, SOURCE_ROOT, check_run, check_sentence, run, run_json, steps_of)

DEMO = ("demo@demo.example", "--demo")


class Check(unittest.TestCase):
    def test_all_passes(self):
        status, result, err = run_json("check", *DEMO, "--password-stdin", stdin="demo\n")
        check_run(result)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(result["source"], "provider-table")
        self.assertEqual(result["address"], "demo@demo.example")
        self.assertEqual(list(steps_of(result, "incoming")),
                         ["resolve", "connect", "encrypt", "greet", "sign-in", "open-mailbox"])
        self.assertEqual(list(steps_of(result, "outgoing")),
                         ["resolve", "connect", "encrypt", "greet", "sign-in", "sender"])
        self.assertEqual({step["state"] for step in result["steps"]}, {"passed"})
        self.assertEqual(result["servers"]["incoming"]["mechanism"], "PLAIN")

    def test_without_password(self):
        status, result, _ = run_json("check", *DEMO)
        check_run(result)
        self.assertEqual(status, 0)
        incoming = steps_of(result, "incoming")
        self.assertEqual(incoming["greet"]["state"], "passed")
        self.assertEqual(incoming["sign-in"]["state"], "skipped")
        self.assertIn("password", incoming["sign-in"]["summary"])
        status, out, _ = run("check", *DEMO)
        self.assertEqual(status, 0)
        self.assertIn(b"no password was given", out)

    def test_wrong_password(self):
        status, result, _ = run_json("check", *DEMO, "--password-stdin", stdin="Demo\n")
        check_run(result)
        self.assertEqual(status, 1)
        self.assertEqual(result["verdict"],
                         {"state": "failed", "code": "wrong-password", "server": "incoming"})
        self.assertEqual(steps_of(result, "outgoing")["sign-in"]["code"], "wrong-password")

    def test_password_fd(self):
        status, result, _ = run_json("check", *DEMO, "--password-fd", "0", stdin="demo")
        self.assertEqual((status, result["verdict"]["state"]), (0, "passed"))

    def test_given_servers(self):
        status, result, _ = run_json("check", *DEMO, "--password-stdin", "--incoming",
                                     "pop3+starttls://pop.demo.example", "--outgoing",
                                     "smtp+starttls://smtp.demo.example:587", stdin="demo")
        check_run(result)
        self.assertEqual((status, result["source"]), (0, "given"))
        self.assertEqual(result["servers"]["incoming"]["port"], 110)
        self.assertEqual(result["servers"]["outgoing"]["security"], "starttls")

    def test_one_given_server(self):
        status, result, _ = run_json("check", *DEMO, "--password-stdin", "--incoming",
                                     "imaps://imap.demo.example", stdin="demo")
        check_run(result)
        self.assertEqual((status, result["servers"]["outgoing"]), (0, None))

    def test_username_and_protocol(self):
        status, result, _ = run_json("check", *DEMO, "--password-stdin", "--username",
                                     "DEMO@demo.example", "--protocol", "pop3", stdin="demo")
        check_run(result)
        self.assertEqual(status, 0)
        self.assertEqual(result["servers"]["incoming"]["protocol"], "pop3")
        self.assertEqual(result["servers"]["outgoing"]["username"], "DEMO@demo.example")
        status, result, _ = run_json("check", *DEMO, "--password-stdin", "--username", "nobody",
                                     stdin="demo")
        self.assertEqual(result["verdict"]["code"], "wrong-password")

    def test_not_found(self):
        status, result, _ = run_json("check", "anna@nobody.example", "--demo", "--offline")
        check_run(result)
        self.assertEqual((status, result["source"]), (3, "none"))
        self.assertEqual(result["verdict"]["server"], "network")

    def test_timeout(self):
        status, result, _ = run_json("check", *DEMO[:1], "--demo=response-timeout", "--timeout", "1")
        check_run(result)
        self.assertEqual((status, result["verdict"]["code"]), (1, "response-timeout"))
        self.assertLess(result["milliseconds"], 10000)


class Find(unittest.TestCase):
    def test_demo(self):
        status, result, _ = run_json("find", *DEMO)
        check_run(result)
        self.assertEqual(status, 0)
        self.assertEqual([step["step"] for step in result["steps"]], ["find"])
        self.assertEqual(result["servers"]["alternatives"][0]["protocol"], "pop3")

    def test_offline_table(self):
        status, result, _ = run_json("find", "anna@gmail.com", "--offline")
        check_run(result)
        self.assertEqual((status, result["source"]), (0, "provider-table"))
        self.assertEqual(result["servers"]["incoming"]["host"], "imap.gmail.com")

    def test_offline_unknown(self):
        status, result, _ = run_json("find", "anna@nobody.example", "--offline")
        check_run(result)
        self.assertEqual((status, result["verdict"]["code"]), (3, "no-settings-found"))


class Codes(unittest.TestCase):
    def test_all(self):
        with open(SOURCE_ROOT + "/tests/cli/codes.txt", encoding="utf-8") as file:
            self.assertEqual(sorted(CODES), sorted(file.read().split()))

    def test_one(self):
        for code, who in CODES.items():
            status, result, _ = run_json("codes", code)
            self.assertEqual(status, 0)
            self.assertEqual((result["schema"], result["code"], result["who"]), (1, code, who))
            check_sentence(result["summary"])
            self.assertTrue(result["fix"])
            self.assertTrue(result["title"])

    def test_text(self):
        status, out, _ = run("codes")
        self.assertEqual(status, 0)
        for code in CODES:
            self.assertIn(code.encode(), out)
        status, out, _ = run("codes", "tls-expired")
        self.assertEqual(status, 0)
        self.assertIn(b"tls-expired", out)


class Ports(unittest.TestCase):
    def test_demo(self):
        status, result, _ = run_json("ports", "imap.demo.example", "--demo")
        self.assertEqual((status, result["schema"], result["host"]), (0, 1, "imap.demo.example"))
        ports = {port["port"]: port for port in result["ports"]}
        self.assertEqual(sorted(ports), [25, 110, 143, 465, 587, 993, 995])
        self.assertEqual(ports[993]["state"], "open")
        self.assertEqual((ports[993]["speaks"], ports[143]["speaks"]), ("imap", "imap"))
        self.assertEqual(ports[993]["certificate"], "good")
        self.assertTrue(ports[993]["tls"].startswith("TLS 1."))
        self.assertEqual((ports[25]["state"], ports[25]["certificate"]), ("refused", None))
        self.assertEqual(set(ports[25]), {"port", "state", "speaks", "tls", "certificate", "code",
                                          "milliseconds"})

    def test_bad_certificate(self):
        _, result, _ = run_json("ports", "imap.demo.example", "--demo=tls-expired")
        ports = {port["port"]: port for port in result["ports"]}
        self.assertEqual(ports[993]["certificate"], "tls-expired")

    def test_nothing_open(self):
        status, result, _ = run_json("ports", "imap.demo.example", "--demo=connection-refused")
        self.assertEqual(status, 1)
        self.assertEqual({port["code"] for port in result["ports"]}, {"connection-refused"})

    def test_no_such_host(self):
        status, result, _ = run_json("ports", "nobody.demo.example", "--demo")
        self.assertEqual(status, 1)
        self.assertEqual({port["code"] for port in result["ports"]}, {"dns-no-such-host"})
        _, out, _ = run("ports", "nobody.demo.example", "--demo")
        self.assertIn(b"nobody.demo.example", out.splitlines()[1])


class Help(unittest.TestCase):
    def test_version(self):
        status, out, err = run("--version")
        self.assertEqual((status, err), (0, ""))
        self.assertRegex(out, rb"^mailbox-check \d+\.\d+\.\d+\n$")

    def test_help(self):
        verbs = ("find", "check", "explain", "ports", "dns", "codes", "batch", "token", "hand-over")
        status, out, _ = run("--help")
        self.assertEqual(status, 0)
        for verb in verbs:
            self.assertIn(verb.encode(), out)
            status, text, _ = run(verb, "--help")
            self.assertEqual(status, 0)
            self.assertTrue(text.startswith(b"Usage: mailbox-check " + verb.encode()))

    def test_documents(self):
        """Man page and completion know each verb and option, and no code that is none."""
        _, overview, _ = run("--help")
        verbs = re.findall(r"^  ([a-z][a-z-]+) ", overview.decode(), re.MULTILINE)
        options = set(re.findall(r"--[a-z][a-z-]+", overview.decode()))
        for verb in verbs:
            options |= set(re.findall(r"--[a-z][a-z-]+", run(verb, "--help")[1].decode()))
        self.assertGreater(len(options), 15)
        with open(SOURCE_ROOT + "/data/mailbox-check.1", encoding="utf-8") as file:
            page = file.read()
        with open(SOURCE_ROOT + "/data/mailbox-check.bash", encoding="utf-8") as file:
            completion = file.read()
        for word in [*verbs, *options]:
            self.assertIn(word, page.replace("\\-", "-"))
            self.assertIn(word, completion)
        steps = page[page.index(".TS"):page.index(".TE")].replace("\\-", "-")
        named = set(re.findall(r"\\fB(.*?)\\fR", steps))
        self.assertEqual(named - set(CODES) - set(verbs), {"said"})

    def test_width(self):
        for columns in ("40", "60", "100"):
            _, out, _ = run("check", *DEMO, "--password-stdin", stdin="wrong", COLUMNS=columns)
            for line in out.decode().splitlines():
                self.assertTrue(len(line) <= int(columns) or " " not in line.strip()
                                or line.startswith(("Receiving", "Sending", "Passed")), line)
                self.assertEqual(line, line.rstrip())

    def test_no_colour_in_a_pipe(self):
        _, out, _ = run("check", *DEMO)
        self.assertNotIn(b"\x1b", out)

    def test_language(self):
        status, out, _ = run("check", *DEMO, "--lang", "de", "--json")
        self.assertEqual(status, 0)
        self.assertEqual(json.loads(out)["verdict"]["state"], "passed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
