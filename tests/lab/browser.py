# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A real browser, driven through the WebDriver protocol (W3C), without a window."""

import json
import os
import shutil
import urllib.error
import urllib.request

import namespace
import processes

PORT = 9515
LIMIT = 30
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--no-first-run", "--disable-quic"]


class Browser:
    """One session; use it with `with`."""

    def __init__(self, folder, environment):
        namespace.need("chromedriver", "chromium")
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        self.driver = processes.Program(
            "chromedriver", ["chromedriver", "--port=%d" % PORT],
            os.path.join(folder, "driver.log"), dict(environment, HOME=folder))
        self.session = None

    def __enter__(self):
        self.driver.wait_for_port("127.0.0.1", PORT)
        # The lab's authority is in no browser's own store; what it shows is not under test.
        options = {"binary": shutil.which("chromium"),
                   "args": ARGUMENTS + ["--user-data-dir=" + self.folder + "/profile"]}
        capabilities = {"acceptInsecureCerts": True, "goog:chromeOptions": options}
        answer = self._call("POST", "/session",
                            {"capabilities": {"alwaysMatch": capabilities}})
        self.session = answer["sessionId"]
        return self

    def __exit__(self, *_):
        if self.session:
            self._call("DELETE", "/session/" + self.session)
        self.driver.stop()

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request("http://127.0.0.1:%d%s" % (PORT, path), data=data,
                                         method=method,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=LIMIT) as response:
            return json.load(response)["value"]

    def _in_session(self, method, path, body=None):
        return self._call(method, "/session/%s%s" % (self.session, path), body)

    def open(self, url):
        """Goes to a page and waits until it is loaded."""
        self._in_session("POST", "/url", {"url": url})

    @property
    def url(self):
        return self._in_session("GET", "/url")

    @property
    def text(self):
        return self._in_session("POST", "/execute/sync",
                                {"script": "return document.body.innerText", "args": []})

    def find(self, selector):
        """The id of the first element that fits, waiting for it."""
        def look():
            return self._in_session("POST", "/elements",
                                    {"using": "css selector", "value": selector})
        found = processes.wait_until(look, "%s in the browser" % selector, LIMIT)
        return found[0][ELEMENT]

    def type(self, selector, text):
        """Replaces what stands in a field."""
        self._on(selector, "clear", {})
        self._on(selector, "value", {"text": text})

    def click(self, selector):
        self._on(selector, "click", {})

    def _on(self, selector, action, body):
        """Does something to an element; one that went away with its page is looked for again."""
        def attempt():
            try:
                self._in_session("POST", "/element/%s/%s" % (self.find(selector), action), body)
                return True
            except urllib.error.HTTPError as error:
                if error.code != 404:
                    raise
                return False
        processes.wait_until(attempt, "%s %s" % (action, selector), LIMIT)
