"""The process beside a watched command: its memory has nothing of a token, the former ones or the present one, nor of a key."""

import contextlib
import os
import subprocess
import sys
import threading

from rooted import needs_root
from sandbox import BUILT
from unprivileged import BECOME, UnprivilegedTest, give
from waiting import eventually

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import memory

SERVER = 'echo "got $LINODE_TOKEN" >>"$1"; exec sleep 1000'


@contextlib.contextmanager
def ended(process):
    """Ends a process, also where the test has failed."""
    try:
        yield
    finally:
        process.terminate()
        late = threading.Timer(20, process.kill)
        late.start()
        process.wait()
        late.cancel()


class WatchMemory(UnprivilegedTest):
    def said(self, *words):
        code, out, err = self.as_user(BUILT / "lockstep", *words)
        self.assertEqual(code, 0, err)
        return out.strip()

    def check(self, settings, *words):
        log, private = self.folder / "log", self.folder / "private"
        private.mkdir(mode=0o700, exist_ok=True)
        log.write_text("")
        give(private, log)
        file = private / "token"
        program = [*BECOME, BUILT / "lockstep", "watch", "one", "--refresh-file", file, *words, "--", "sh", "-c", SERVER, "sh", log]
        strings = []
        with subprocess.Popen(program, env=settings, stderr=subprocess.DEVNULL) as watched, ended(watched):
            for _ in range(3):
                strings.append(self.said("get", "one"))
                eventually(lambda: file.exists() and file.read_text() == strings[-1], "the token")
                eventually(lambda: words or log.read_text().endswith(f"got {strings[-1]}\n"), "the command")
                self.said("revoke", "one", "--yes")
                self.said("create", "one", "--scope", "linodes:ro", "--expiry", "9d")
            strings.append(self.said("get", "one"))
            eventually(lambda: file.read_text() == strings[-1], "the last token")
            needles = {f"half {half} of {number}": string[32 * half:32 * half + 32].encode()
                       for number, string in enumerate(strings) for half in (0, 1)}  # fmt: skip
            needles["key"] = (self.folder / "key").read_bytes()
            self.assertTrue(memory(watched.pid, {"": os.fsencode(file)}), "the scan finds nothing")
            self.assertEqual(memory(watched.pid, needles), set())
        self.assertFalse(file.exists())

    @needs_root("it reads the memory of another process")
    def test_beside_an_agent(self):
        with self.agent():
            self.check(self.settings | {"LOCKSTEP_KEY_FILE": ""})
            self.check(self.settings | {"LOCKSTEP_KEY_FILE": ""}, "--signal", "WINCH")

    @needs_root("it reads the memory of another process")
    def test_with_a_key_file(self):
        self.check(self.settings)
