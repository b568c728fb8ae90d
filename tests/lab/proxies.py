# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A web proxy that knows CONNECT, and may refuse it."""

import socket
import threading


class Proxy:
    """Listens until the lab ends; `asked` holds what it was asked for."""

    def __init__(self, address, port, lab, refuse=False):
        self.asked = []
        self._lab = lab
        self._refuse = refuse
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((address, port))
        self._listener.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            request = b""
            while b"\r\n\r\n" not in request and len(request) < 8192:
                piece = connection.recv(4096)
                if not piece:
                    return
                request += piece
            self.asked.append(request.split(b"\r\n")[0].decode("latin-1"))
            words = self.asked[-1].split()
            if self._refuse or words[0] != "CONNECT":
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                return
            host, _, port = words[1].rpartition(":")
            with socket.create_connection((host.strip("[]"), int(port)), timeout=10) as target:
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=_pump, args=(target, connection), daemon=True)
                back.start()
                _pump(connection, target)
                back.join()


def _pump(source, sink):
    try:
        while True:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
    except OSError:
        pass
    try:
        sink.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
