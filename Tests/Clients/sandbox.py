"""A sandbox as a process, and what the tests need around it."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

BUILT = pathlib.Path(os.environ["LOCKSTEP_BUILT"])
CLIENTS = pathlib.Path(sys.executable).parent


class SandboxTest(unittest.TestCase):
    """Each class of tests has its own sandbox and its own folder."""

    options = []

    @classmethod
    def setUpClass(cls):
        cls.held = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.held.name)
        port, token = cls.folder / "port", cls.folder / "token"
        cls.process = subprocess.Popen(
            [BUILT / "lockstep-sandbox", "--port-file", port, "--token-file", token, *cls.options],
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while not port.exists():
            assert cls.process.poll() is None and time.monotonic() < deadline, "the sandbox did not start"
            time.sleep(0.02)
        cls.host = "127.0.0.1:" + port.read_text().strip()
        cls.url = "http://" + cls.host
        cls.token = token.read_text().strip()

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.wait()
        cls.held.cleanup()

    def ask(self, method, path, body=None, token=None, headers=None):
        """One request, and its status, headers and parsed body."""
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Authorization", "Bearer " + (token or self.token))
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, json.loads(error.read() or b"null")

    def run_program(self, *words, **more):
        """A program in a clean environment: its exit code, stdout and stderr."""
        surroundings = {"HOME": str(self.folder), "PATH": f"{CLIENTS}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [str(word) for word in words],
            env=surroundings | more.pop("env", {}),
            capture_output=True,
            text=True,
            timeout=300,
            **more,
        )
        return done.returncode, done.stdout, done.stderr
