#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Browser and device sign-in at a real OpenID provider, in a real browser, for real mail servers."""

import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

import namespace
import openid

# The package comes from a registry, which the namespaces cannot reach.
if os.environ.get(namespace.INSIDE) != "1":
    namespace.need("node", "npm", "chromium", "chromedriver")
    openid.modules()
namespace.enter()

import dovecot  # noqa: E402
import lab as laboratory  # noqa: E402
import postfix  # noqa: E402
import processes  # noqa: E402
from browser import Browser  # noqa: E402
from tap import Tap  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../ui"))

from atspi_driver import Desktop, Window  # noqa: E402

ADDRESS = "anna@oauth.example"
OTHER = "otto@oauth.example"
MAIL = "10.77.0.91"

ORGANISATION = """
[lab-mail]
name=Lab Mail
domains=oauth.example
imap=imaps://imap.oauth.example
smtp=smtps://smtp.oauth.example
auth=oauth
oauth=lab

[oauth lab]
name=Lab Sign-In
issuer=%(issuer)s
authorize=%(issuer)s/auth
token=%(issuer)s/token
device=%(issuer)s/device/auth
scopes=openid;email;offline_access;
redirect=127.0.0.1
sasl=XOAUTH2;OAUTHBEARER;
client_id=lab-client
""" % {"issuer": openid.ISSUER}


class OauthLab(laboratory.Lab):
    """The laboratory with a provider and mail servers that take its tokens."""

    def _start_mail(self):
        super()._start_mail()
        self.names.responder.add_host(openid.NAME, openid.ADDRESS)
        for name in ("imap", "smtp"):
            self.names.responder.add_host(name + ".oauth.example", MAIL)
        self.openid = openid.Provider(self.path("openid"), self.authority)
        certificate = self.authority.issue(
            "oauth", ["imap.oauth.example", "smtp.oauth.example"])
        people = {ADDRESS: ("never-used-1", ""), OTHER: ("never-used-2", "")}
        users = dovecot.write_users(self.path("oauth-users"), people)
        extra = openid.dovecot_extra(self.path("oauth"), self.authority.root.own)
        self.dovecots["oauth"] = dovecot.Dovecot(
            self.path("dovecot-oauth"), MAIL, certificate, users, "xoauth2 oauthbearer", extra)
        self.sending = postfix.Postfix(self.path("postfix-oauth"), certificate, people,
                                       {name: name for name in people}, MAIL)
        self.sending.add_door(MAIL, MAIL)
        self.sending.start()
        self.openid.wait()
        self.sending.wait()


class SignIn:
    """One run of mailbox-check that waits for a person in a browser."""

    def __init__(self, lab, way):
        self.errors = lab.path("log", "sign-in-%s.err" % way)
        command = [laboratory.program("mailbox-check"), "check", ADDRESS, "--json", "--sign-in",
                   way, "--timeout", "60"]
        environment = lab.environment(G_MESSAGES_DEBUG="all")
        with open(self.errors, "w", encoding="utf-8") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors,
                                            text=True, env=environment)

    def said(self, pattern):
        """The first thing on standard error that fits, waiting for it."""
        def look():
            with open(self.errors, encoding="utf-8") as errors:
                return re.search(pattern, errors.read())
        return processes.wait_until(look, pattern)

    def end(self):
        output, _ = self.process.communicate(timeout=60)
        with open(self.errors, encoding="utf-8") as errors:
            return laboratory.Result(self.process.returncode, output, errors.read(), 0, 0)


def log_in(browser, person):
    """Fills in the provider's own pages, to the end of the consent."""
    browser.type("input[name=login]", person)
    browser.type("input[name=password]", "any")
    browser.click("button[type=submit]")
    processes.wait_until(lambda: "authorize" in browser.text.lower(), "the consent page")
    browser.click("button[type=submit]")


def in_browser(lab, person):
    """A whole sign-in through the browser; gives the result and the last page's words."""
    run = SignIn(lab, "browser")
    url = run.said(r"https://login\.lab\.example/auth\?\S+").group(0)
    # A browser that was used before would still be signed in.
    with Browser(tempfile.mkdtemp(dir=lab.folder), lab.environment()) as browser:
        browser.open(url)
        log_in(browser, person)
        result = run.end()
        page = processes.wait_until(lambda: browser.text, "the last page")
        return result, page, url


def test_browser(lab):
    result, page, url = in_browser(lab, ADDRESS)
    assert result.status == 0, result.output + result.errors[-2000:]
    assert result.json["verdict"]["state"] == "passed", result.json["verdict"]
    for side in ("incoming", "outgoing"):
        assert result.json["servers"][side]["mechanism"] in ("XOAUTH2", "OAUTHBEARER")
    assert "Signed in" in page, page
    assert "code_challenge_method=S256" in url and "state=" in url
    # The state and the challenge are public; the verifier, the code and the tokens are not.
    text = result.output + result.errors.replace(url, "")
    assert not re.search(r"code_verifier|access_token|refresh_token|[?&]code=", text), text[-2000:]


def test_wrong_account(lab):
    result, _, _ = in_browser(lab, OTHER)
    assert result.status == 1, result.output
    assert result.json["verdict"]["code"] == "oauth-wrong-account", result.json["verdict"]


def test_refused(lab):
    run = SignIn(lab, "browser")
    url = run.said(r"https://login\.lab\.example/auth\?\S+").group(0)
    with Browser(lab.path("browser-refused"), lab.environment()) as browser:
        browser.open(url)
        browser.click("a[href$=abort]")
        result = run.end()
        assert "Not signed in" in browser.text, browser.text
    assert result.json["verdict"]["code"] == "oauth-denied", result.json["verdict"]
    assert result.step("outgoing", "encrypt")["state"] == "passed"


def get(url, host=None):
    """Status of one request to the loopback."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_strangers(lab):
    """Whoever else calls the port neither ends the wait nor gets anything."""
    run = SignIn(lab, "browser")
    url = run.said(r"https://login\.lab\.example/auth\?\S+").group(0)
    port = re.search(r"redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A(\d+)", url).group(1)
    state = re.search(r"[?&]state=([^&]+)", url).group(1)
    base = "http://127.0.0.1:%s/" % port
    assert get(base + "?code=evil&state=wrong") == 400
    assert get(base + "?code=evil") == 400
    assert get(base + "?code=evil&state=%s&iss=https://evil.example" % state) == 400
    assert get(base + "?code=evil&state=" + state, "evil.example:" + port) == 404
    assert get(base + "favicon.ico") == 404
    assert run.process.poll() is None
    with Browser(lab.path("browser-strangers"), lab.environment()) as browser:
        browser.open(url)
        log_in(browser, ADDRESS)
        assert run.end().status == 0


def test_device(lab):
    run = SignIn(lab, "device")
    code = run.said(r"\n    (\S+)\n").group(1)
    with Browser(lab.path("browser-device"), lab.environment()) as browser:
        browser.open(openid.ISSUER + "/device")
        browser.type("input[name=user_code]", code)
        browser.click("button[type=submit]")
        processes.wait_until(lambda: "confirm" in browser.text.lower()
                             or "continue" in browser.text.lower(), "the confirmation")
        browser.click("button[type=submit]")
        log_in(browser, ADDRESS)
        result = run.end()
    assert result.status == 0, result.output + result.errors[-2000:]


def test_registration(lab):
    """Without a client id, the service hands one out (RFC 7591)."""
    path = lab.environment()["XDG_CONFIG_HOME"] + "/mailbox-setup/lab.conf"
    processes.write(path, ORGANISATION.replace("client_id=lab-client",
                                               "register=%s/reg" % openid.ISSUER))
    try:
        result, _, url = in_browser(lab, ADDRESS)
    finally:
        processes.write(path, ORGANISATION)
    assert result.status == 0, result.output + result.errors[-2000:]
    assert "client_id=lab-client" not in url, url


def prepare_desktop(desktop):
    """The organisation's file, and a browser that only writes down what it should open."""
    config, data = desktop.env["XDG_CONFIG_HOME"], desktop.env["XDG_DATA_HOME"]
    processes.write(config + "/mailbox-setup/lab.conf", ORGANISATION)
    opened = os.path.join(desktop.home, "opened")
    script = processes.write(os.path.join(desktop.home, "browser"),
                             "#!/bin/sh\nprintf '%%s\\n' \"$1\" > %s\n" % opened, 0o755)
    processes.write(data + "/applications/lab-browser.desktop",
                    "[Desktop Entry]\nType=Application\nName=Lab\nExec=%s %%u\n"
                    "MimeType=x-scheme-handler/https;\n" % script)
    processes.write(config + "/mimeapps.list",
                    "[Default Applications]\nx-scheme-handler/https=lab-browser.desktop\n")
    return opened


def token(desktop):
    """What `mailbox-check token` says to a program that asks for a token."""
    return subprocess.run([laboratory.program("mailbox-check"), "token", ADDRESS], env=desktop.env,
                          capture_output=True, text=True, timeout=60, check=False)


def revoke(desktop):
    """Takes the stored refresh token back at the provider."""
    stored = subprocess.run(["secret-tool", "lookup", "protocol", "oauth", "user", ADDRESS],
                            env=desktop.env, capture_output=True, text=True, check=False).stdout
    result = subprocess.run(
        ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-d",
         "client_id=lab-client&token=" + stored, openid.ISSUER + "/token/revocation"],
        capture_output=True, text=True, check=False)
    assert stored and result.stdout == "200", result.stdout + result.stderr


def test_window(lab):
    """From the address to a stored account, without a password ever being asked."""
    with Desktop(keyring=True) as desktop:
        opened = prepare_desktop(desktop)
        with Window(desktop, laboratory.program("mailbox-setup")) as window:
            window.fill("Mail address", ADDRESS)
            window.click("Continue")
            window.wait(name="Sign In Through the Browser")
            assert window.find(name="Password") is None, "a password is asked for"
            window.click("Sign In Through the Browser")
            processes.wait_until(lambda: os.path.exists(opened), "the browser opens")
            with open(opened, encoding="utf-8") as file:
                url = file.read().strip()
            with Browser(lab.path("browser-window"), lab.environment()) as browser:
                browser.open(url)
                log_in(browser, ADDRESS)
                window.sees("The mailbox is ready")
        first, second = token(desktop), token(desktop)
        assert first.returncode == 0 and second.returncode == 0, first.stderr + second.stderr
        assert first.stdout.strip() and first.stdout != second.stdout, "no fresh token"
        revoke(desktop)
        gone = token(desktop)
        assert gone.returncode == 1 and not gone.stdout, gone.stdout
        assert "again" in gone.stderr, gone.stderr


def main():
    tap = Tap()
    with OauthLab() as lab:
        processes.write(lab.environment()["XDG_CONFIG_HOME"] + "/mailbox-setup/lab.conf",
                        ORGANISATION)
        for test in (test_browser, test_wrong_account, test_refused, test_strangers, test_device,
                     test_registration, test_window):
            tap.check(test.__name__[5:].replace("_", " "), test, lab)
    tap.end()


if __name__ == "__main__":
    main()
