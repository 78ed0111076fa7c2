"""A vault whose tokens are put on a clipboard, and what can be seen of that from outside."""

import json
import os
import pathlib
import signal
import subprocess

from lockstep import LockstepTest
from sandbox import BUILT


def processes():
    """The command line of every process, and its environment where that may be read."""
    for place in pathlib.Path("/proc").glob("[0-9]*"):
        texts = []
        for name in ("cmdline", "environ"):
            try:
                texts.append((place / name).read_bytes())
            except OSError:
                texts.append(b"")
        yield int(place.name), *texts


class ClipTest(LockstepTest):
    """A vault with the tokens `one` and `two`, and what puts them on the clipboard."""

    variables = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for label in ("one", "two"):
            cls.lockstep(cls(), "create", label, "--scope", "linodes:ro", "--expiry", "9d")
        cls.strings = {label: cls.lockstep(cls(), "get", label).strip().encode() for label in ("one", "two")}

    def tearDown(self):
        for pid in self.waiting():
            os.kill(pid, signal.SIGKILL)

    def waiting(self):
        """The processes that will clear the clipboard: only theirs is this vault on the command line."""
        return [pid for pid, words, _ in processes() if str(self.vault).encode() in words and b"--clip" in words]

    def surroundings(self, **more):
        return self.settings | {"HOME": str(self.folder), "PATH": os.environ["PATH"]} | self.variables | more

    def words(self, label, *more):
        return [BUILT / "lockstep", "get", label, "--clip", "--vault", self.vault, *more]

    def clip(self, label, *more, expect=0, **variables):
        """Copies, and gives what was said on stderr; stdout stays empty. Neither is held by what stays behind."""
        done = subprocess.run(self.words(label, *more), env=self.surroundings(**variables), capture_output=True, timeout=20,
                              stdin=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        self.assertEqual((done.returncode, done.stdout), (expect, b""), done.stderr)
        return done.stderr.decode()

    def xclip(self, name, text):
        """A clipboard in a file, and the variables that lead to it."""
        place = self.folder / name
        place.mkdir()
        (place / "xclip").write_text(f"#!/bin/bash\nheld={place}/held\n{text}")
        (place / "xclip").chmod(0o755)
        return {"DISPLAY": ":0", "PATH": f"{place}:{os.environ['PATH']}"}, place / "held"

    def handed_out(self, label):
        entries = json.loads(self.lockstep("audit", "--json", "--event", "handed-out", "--label", label))["entries"]
        return [entry["detail"] for entry in entries]
