"""libcurl refuses one call after the other: whatever it is, nothing is sent, and the failure says so."""

import pathlib
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import unittest

import loopback
from sandbox import BUILT

HELPER, REFUSAL, FAILURE, TAG = 10, 3, 6, 7


class Handler(loopback.Handler):
    def do_PUT(self):
        self.server.seen.append(self.path)
        self.send_response(500)
        self.send_header("Content-Length", "0")
        self.end_headers()


MESSAGES = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "ProviderLink" / "Messages.swift"
VERSION = struct.pack(">H", int(re.search(r"let version: UInt16 = (\d+)", MESSAGES.read_text())[1]))


def text(words):
    return struct.pack(">I", len(words)) + words


@unittest.skipUnless(shutil.which("cc"), "no C compiler")
class Refusing(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.library = pathlib.Path(held.name) / "refusing.so"
        source = pathlib.Path(__file__).with_name("refusing.c")
        subprocess.run(["cc", "-shared", "-fPIC", source, "-o", self.library, "-ldl"], check=True)
        self.server = loopback.Server(Handler)
        self.server.seen = []
        self.addCleanup(self.server.close)

    def rename(self, kind, number):
        """Asks lockstep-provider to rename a token; the failure's code, and whether a request came."""
        self.server.seen.clear()
        ours, theirs = socket.socketpair()
        ours.settimeout(60)
        environment = {"LD_PRELOAD": str(self.library), "FAIL": kind, "NTH": str(number)}
        program = subprocess.Popen([BUILT / "lockstep-provider"], stdin=theirs, stdout=theirs, env=environment)
        theirs.close()
        url = f"http://localhost:{self.server.server_port}".encode()
        secret = b"a credential's string".replace(b" ", b"-")
        request = b"\x04" + struct.pack(">Q", TAG) + b"\x05" + struct.pack(">q", 1) + text(b"label")
        with ours, ours.makefile("rb") as answers:
            for body, hidden in (b"\x01" + VERSION + text(url), b""), (request, secret):
                ours.sendall(struct.pack(">II", len(body), len(hidden)) + body + hidden)
                open_count, hidden_count = struct.unpack(">II", answers.read(8))
                answer = answers.read(open_count + hidden_count)
                if answer[0] == REFUSAL:
                    break
        program.wait(timeout=60)
        if answer[0] != REFUSAL:
            self.assertEqual((answer[0], answer[8]), (FAILURE, TAG))
        # Behind the tag stands the provider's time, where it said one.
        code = 1 if answer[0] == REFUSAL else 10 + 8 * answer[9]
        return answer[code], bool(self.server.seen)

    def test_every_setting_header_and_handle_that_is_refused_ends_the_request(self):
        for kind, least in ("setopt", 25), ("slist", 4), ("init", 1), ("add", 1):
            number = 0
            while (found := self.rename(kind, number + 1)) == (HELPER, False):
                number += 1
            self.assertGreaterEqual(number, least, kind)
            self.assertTrue(found[1], f"{kind} {number + 1}: {found}")
