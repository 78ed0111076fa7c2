"""The agent's wire as a client speaks it: frames, and a connection that reads them whole."""

import socket
import struct

# Of hand-outs; and of the status, unlocking and requests.
VERSION, REQUESTS = 3, 5


def framed(body):
    return struct.pack(">II", len(body), 0) + body


class Speaker:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(path)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("hung up")
            data += more
        return data

    def answer(self):
        """An answer's body and secret."""
        opened, hidden = struct.unpack(">II", self.exactly(8))
        return self.exactly(opened), self.exactly(hidden)
