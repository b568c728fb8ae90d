# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Runs the real mailbox-check in a home of its own and knows the shape of what it prints."""

import json
import os
import subprocess
import sys
import tempfile

PROGRAM = sys.argv.pop(1)
SOURCE_ROOT = sys.argv.pop(1)
HOME = tempfile.TemporaryDirectory(prefix="mailbox-check-")

SOURCES = {"provider-table", "isp-autoconfig", "ispdb", "srv", "mx", "autodiscover", "pacc", "guess",
           "given", "none"}
SIDES = {"network", "incoming", "outgoing", "keyring"}
STEPS = {"online", "find", "resolve", "connect", "encrypt", "greet", "sign-in", "open-mailbox",
         "sender", "store"}
STATES = {"passed", "warning", "failed", "skipped"}
WHO = {"you", "provider", "admin", "network"}


def environment(**more):
    env = {key: value for key, value in os.environ.items()
           if not key.startswith(("XDG_", "G_", "LC_", "LANG", "DBUS_", "MALLOC_", "COLUMNS"))}
    env.update(HOME=HOME.name, XDG_CONFIG_HOME=HOME.name + "/config",
               XDG_DATA_HOME=HOME.name + "/data", XDG_CACHE_HOME=HOME.name + "/cache",
               XDG_RUNTIME_DIR=HOME.name, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent",
               LC_ALL="C.UTF-8", G_DEBUG="fatal-criticals", GIO_USE_PROXY_RESOLVER="dummy")
    env.update(more)
    return env


def run(*arguments, stdin=b"", timeout=90, **more):
    """Gives exit status, standard output and standard error."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True,
                          timeout=timeout, env=environment(**more), check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def run_json(*arguments, **more):
    status, out, err = run(*arguments, "--json", **more)
    return status, json.loads(out), err


def read_codes():
    """The codes with who acts, as the program itself lists them."""
    _, listed, _ = run_json("codes")
    return {code["code"]: code["who"] for code in listed["codes"]}


CODES = read_codes()


def check_sentence(text):
    assert isinstance(text, str) and len(text) > 10, text
    assert "!" not in text and "%" not in text.replace("%20", ""), text
    assert "\n" not in text.strip("\n") or True


def check_server(server, sending):
    if server is None:
        return
    assert set(server) == {"protocol", "host", "port", "security", "username", "mechanism"}, server
    assert server["protocol"] in ({"smtp"} if sending else {"imap", "pop3"}), server
    assert server["security"] in {"tls", "starttls"}, server
    assert isinstance(server["port"], int) and 0 < server["port"] < 65536, server
    assert server["host"] and server["username"], server
    assert server["mechanism"] is None or server["mechanism"].isupper() or "-" in server["mechanism"]


def check_step(step):
    needed = {"server", "step", "state", "code", "milliseconds", "summary", "fix", "who", "said"}
    assert set(step) - {"suggestion"} == needed, step
    assert step["server"] in SIDES and step["step"] in STEPS and step["state"] in STATES, step
    assert isinstance(step["milliseconds"], int) and step["milliseconds"] >= 0, step
    check_sentence(step["summary"])
    if step["state"] in {"failed", "warning"}:
        assert step["code"] in CODES, step
        assert step["who"] == CODES[step["code"]] and step["who"] in WHO, step
        assert step["fix"], step
    else:
        assert step["code"] is None and step["who"] is None and step["fix"] == [], step
    for fix in step["fix"]:
        check_sentence(fix)
    assert step["said"] is None or isinstance(step["said"], str), step
    if "suggestion" in step:
        assert {"host", "port", "security"} == set(step["suggestion"]), step


def check_run(result, refused=False):
    """The object of "check", "find" and of a line of "batch"."""
    keys = {"schema", "address", "source", "servers", "steps", "verdict", "milliseconds"}
    assert set(result) - {"line", "error"} == keys, result
    assert ("error" in result) == refused, result
    assert result["schema"] == 1 and result["source"] in SOURCES, result
    assert set(result["servers"]) - {"alternatives"} == {"incoming", "outgoing"}, result
    check_server(result["servers"]["incoming"], False)
    check_server(result["servers"]["outgoing"], True)
    for step in result["steps"]:
        check_step(step)
    verdict = result["verdict"]
    assert set(verdict) == {"state", "code", "server"}, verdict
    failed = [step for step in result["steps"] if step["state"] == "failed"]
    assert (verdict["state"] == "failed") == bool(failed or refused), result
    if verdict["state"] == "passed":
        assert verdict["code"] is None and verdict["server"] is None, verdict
    else:
        assert verdict["code"] in CODES, verdict
        assert verdict["server"] in {"incoming", "outgoing", "network"}, verdict
    assert isinstance(result["milliseconds"], int), result


def steps_of(result, side):
    return {step["step"]: step for step in result["steps"] if step["server"] == side}
