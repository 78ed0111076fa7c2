"""The agent's wire as a client speaks it: frames, and a connection that reads them whole."""

import pathlib
import re
import socket
import struct

PROTOCOL = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "Wire" / "AgentProtocol.swift"
# Of hand-outs; and of the status, unlocking and requests: whoever raises one need not think of this.
VERSION, REQUESTS = (int(re.search(rf"let {name}: UInt16 = (\d+)", PROTOCOL.read_text())[1]) for name in ("version", "requestsVersion"))


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
