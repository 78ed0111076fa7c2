"""What backup, restore and extraction leave in their memory, once they have their answer and nobody reads it: read as root."""

import os
import subprocess
import sys

from rooted import needs_root
from sandbox import BUILT
from test_memory_requests import full_pipe
from unprivileged import BECOME, UnprivilegedTest
from waiting import eventually

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import memory


class Copies(UnprivilegedTest):
    @needs_root("it reads the memory of other processes")
    def test_they_leave_no_string_no_key_and_no_half_of_one(self):
        backup, new, other = (self.folder / "run" / name for name in ("one.backup", "new.db", "other.db"))
        self.assertEqual(self.as_user(BUILT / "lockstep", "backup", backup)[0], 0)
        key = (self.folder / "key").read_bytes()
        needles = {"key file": key}
        for name, string in ("string", self.string), ("provisioning", self.token):
            needles |= {name: string.encode(), f"half of {name}": string[:32].encode(), f"end of {name}": string[32:].encode()}
        for words, shown in (
            (["backup", backup, "--verify"], b'"standing"'),
            (["doctor", "--extract", new], b'"extracted"'),
            (["restore", backup, "--yes", "--vault", other], b'"handsOut"'),
        ):
            with self.subTest(words[0]), full_pipe() as full:
                program = [*map(str, [*BECOME, BUILT / "lockstep", *words, "--json", "--no-input"])]
                with subprocess.Popen(program, env=self.settings, stdout=full, stderr=subprocess.DEVNULL) as process:
                    try:
                        eventually(lambda: memory(process.pid, {"": shown}), "the answer")
                        self.assertIsNone(process.poll())
                        self.assertEqual(memory(process.pid, needles), set())
                    finally:
                        process.kill()
