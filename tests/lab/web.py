# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Web servers for http and https; each name gets a certificate of its own when it is asked for."""

import email.utils
import http.server
import ssl
import threading
import time


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    # Head and body leave together, as every real server sends a small page.
    wbufsize = 1 << 16

    def _serve(self):
        self.server.site.handle(self)

    do_GET = do_POST = do_HEAD = _serve

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        """The site keeps its own list of what was asked."""

    def date_time_string(self, timestamp=None):
        return email.utils.formatdate((timestamp or time.time()) + self.server.site.clock,
                                      usegmt=True)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address, port, site, context=None):
        self.site = site
        self._context = context
        super().__init__((address, port), _Handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 60},
                         daemon=True).start()

    def finish_request(self, request, client_address):
        if self._context:
            try:
                request.settimeout(20)
                request = self._context.wrap_socket(request, server_side=True)
            except (OSError, ssl.SSLError):
                return
        super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        """A client that hangs up is nothing to tell."""


class Web:
    """All web sites of one address: http on 80, https on 443.

    pages: {(host, path): (status, headers, body)} or a function of the request handler; the host
    "*" stands for every host, the path "*" for every path.
    """

    def __init__(self, authority, address):
        self.authority = authority
        self.pages = {}
        self.asked = []
        self.bodies = []
        self.clock = 0
        self._context = self._make_context("localhost")
        self._context.sni_callback = self._choose
        _Server(address, 80, self)
        _Server(address, 443, self, self._context)

    def _make_context(self, host):
        certificate = self.authority.issue("web-" + host, [host])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        return context

    def _choose(self, connection, host, _context):
        if host:
            connection.context = self._make_context(host)

    def page(self, host, path, body, status=200, kind="text/xml", **headers):
        """Puts a page up."""
        if isinstance(body, str):
            body = body.encode("utf-8")
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[(host, path)] = (status, {"Content-Type": kind, **names}, body)

    def handle(self, request):
        """Answers one request."""
        host = request.headers.get("Host", "").split(":")[0].lower()
        path = request.path.split("?")[0]
        scheme = "https" if isinstance(request.connection, ssl.SSLSocket) else "http"
        self.asked.append("%s://%s%s" % (scheme, host, request.path))
        length = min(int(request.headers.get("Content-Length") or 0), 65536)
        if length:
            self.bodies.append(request.rfile.read(length))
        for key in ((host, path), (host, "*"), ("*", path), ("*", "*")):
            if key in self.pages:
                page = self.pages[key]
                break
        else:
            page = (404, {"Content-Type": "text/plain"}, b"not found\n")
        if callable(page):
            page(request)
            return
        status, headers, body = page
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(body)
