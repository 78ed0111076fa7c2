"""What is left in the memory of each command that changes the ways into a vault, once it is done: read as root while nobody takes what
it prints."""

import os
import subprocess
import sys

from rooted import needs_root
from sandbox import BUILT
from test_memory_requests import full_pipe
from unprivileged import BECOME, UnprivilegedTest, give
from waiting import eventually

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import memory


@needs_root("it reads the memory of other processes")
class SlotsMemory(UnprivilegedTest):
    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        path.chmod(0o600)
        give(path)
        return path

    def setUp(self):
        super().setUp()
        self.old = self.file("old", b"an umbrella walks past midnight")
        self.new = self.file("new", b"seven words nobody ever heard")
        self.settings = self.settings | {"XDG_DATA_HOME": str(self.folder / "data")}

    def secrets(self):
        """All that opens, or has opened, the vault: whole, and the half of each."""
        files = ["key", "recovery", "old", "new", "stick", "paper", "data/lockstep/private.key"]
        found = {name: (self.folder / name).read_bytes().strip() for name in files if (self.folder / name).exists()}
        for name in ("recovery", "paper"):
            if name in found:
                found[f"{name}, its bytes"] = bytes.fromhex(found[name].decode()[4:].replace("-", ""))[:32]
        halves = {f"half of {name}": value[: len(value) // 2] for name, value in found.items()}
        return found | halves | {"token": self.string.encode(), "provisioning": self.token.encode()}

    def left_by(self, *words):
        """What a command still holds that has done its work and prints that."""
        with full_pipe() as full:
            program = [*BECOME, BUILT / "lockstep", *words, "--json", "--no-input"]
            with subprocess.Popen(program, env=self.settings, stdout=full, stderr=subprocess.PIPE) as process:
                try:
                    eventually(lambda: memory(process.pid, {"": b'{"version":1,"slot'}) or process.poll() is not None, "the answer")
                    self.assertIsNone(process.poll(), process.stderr.read() if process.poll() is not None else "")
                    self.assertTrue(memory(process.pid, {"": os.fsencode(self.vault)}), "the scan finds nothing at all")
                    return memory(process.pid, self.secrets())
                finally:
                    process.kill()

    def test_nothing_that_opens_the_vault_is_left(self):
        cheap, key = ("--kdf", "interactive"), ("--key-file", self.folder / "key")
        for words in (
            ("slot", "add", "passphrase", *key, "--new-passphrase-file", self.old, *cheap),
            ("slot", "add", "key-file", self.folder / "stick", "--name", "stick", *key),
            ("slot", "add", "two-factor", self.folder / "stick", *key, "--new-passphrase-file", self.old, *cheap),
            ("slot", "add", "recovery", "--recovery-file", self.folder / "paper", *key),
            ("passwd", "--slot", "passphrase", "--passphrase-file", self.folder / "recovery",
             "--new-passphrase-file", self.new, *cheap),
            ("slot", "test", "--passphrase-file", self.new),
            ("slot", "test", "--passphrase-file", self.folder / "paper"),
            ("slot", "remove", "stick", "--yes", "--passphrase-file", self.new),
        ):  # fmt: skip
            with self.subTest(words[:3]):
                self.assertEqual(self.left_by(*words), set())
