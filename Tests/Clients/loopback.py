"""Servers on this machine that stand for those of other tools."""

import base64
import http.server
import threading


class Server(http.server.ThreadingHTTPServer):
    """Serves from when it is made until it is closed; with a TLS context by https."""

    def __init__(self, handler, context=None):
        super().__init__(("127.0.0.1", 0), handler)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.place = f"127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    """Says nothing on stderr."""

    def log_message(self, *_):
        pass

    def basic(self):
        """The name and the password of Basic authentication; two empty texts without."""
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        name, _, password = base64.b64decode(given).decode().partition(":") if kind == "Basic" else ("", "", "")
        return name, password
