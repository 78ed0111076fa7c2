"""What is revoked leaves nothing of its cell in the vault's files: neither with an agent that has them open, nor without."""

import contextlib
import os
import sqlite3

from agent import AgentTest
from lockstep import LockstepTest
from reader import KEY_FILE, verified
from sandbox import BUILT


class Purging:
    def cells(self):
        """The bytes of every owned cell, by label; nothing where the vault is of version 1."""
        with verified(self.vault, (KEY_FILE, (self.folder / "key").read_bytes())) as vault:
            if vault.version == 1:
                self.skipTest("this Lockstep writes version 1")
            owned = {record["label"]: record["cell"][1] for record in vault.records.values() if "cell" in record}
        with contextlib.closing(sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True)) as database:
            rows = dict(database.execute("SELECT id, value FROM cells256"))
        return {label: rows[number] for label, number in owned.items()}

    def pieces_left(self, cell):
        """How many runs of sixteen bytes of it are in any file beside or in the vault."""
        content = b"\n".join(file.read_bytes() for file in sorted(self.vault.parent.iterdir()) if file.is_file())
        return sum(cell[place : place + 16] in content for place in range(0, len(cell) - 15, 8))

    def revoke_some(self):
        labels = [f"purged-{number}" for number in range(6)]
        for label in labels:
            self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "9d")
        before = self.cells()
        self.assertTrue(all(self.pieces_left(before[label]) == 31 for label in labels))
        for label in labels[1:5]:
            self.lockstep("revoke", label, "--yes")
        self.assertEqual([self.pieces_left(before[label]) for label in labels], [31, 0, 0, 0, 0, 31])
        again = [f"later-{number}" for number in range(5)]
        for label in again:
            self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "9d")
        after = self.cells()
        self.assertEqual(len(after), len(set(after.values())))
        self.lockstep("revoke", *again, labels[0], labels[5], "--yes")
        gone = [cell for found in (before, after) for label, cell in found.items() if label != "one"]
        self.assertEqual([self.pieces_left(cell) for cell in gone], [0] * len(gone))


class Purge(Purging, LockstepTest):
    def test_leaves_nothing(self):
        self.revoke_some()


class PurgeBesideReader(LockstepTest):
    def test_a_reader_that_keeps_the_log_is_named(self):
        """The reader is this process, in the middle of a transaction."""
        self.lockstep("create", "held", "--scope", "linodes:ro", "--expiry", "9d")
        with contextlib.closing(sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            named = rf"Another process is reading the vault, .*: \S.* \({os.getpid()}\)\."
            code, _, said = self.run_program(BUILT / "lockstep", "revoke", "held", "--yes", env=self.settings)
            self.assertEqual(code, 8, said)
            self.assertRegex(said, named)
            self.assertRegex(self.run_program(BUILT / "lockstep", "status", env=self.settings)[2], named)
        code, _, said = self.run_program(BUILT / "lockstep", "sync", env=self.settings)
        self.assertEqual(code, 0, said)


class PurgeBesideAgent(Purging, AgentTest):
    def test_leaves_nothing_while_an_agent_hands_out(self):
        self.start()
        for _ in range(3):
            self.lockstep("get", "one")
        self.revoke_some()
