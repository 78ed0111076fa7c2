"""The agent, when other files are put at the vault's path while it has it open."""

import contextlib
import os
import sqlite3

from agent import AgentTest


class Place(AgentTest):
    def setUp(self):
        self.start()

    def get(self, expect=0):
        """The string that the agent gives, or what it says."""
        return self.alone("get", "one", expect=expect).strip()

    def away(self):
        return self.vault.with_name("away.db")

    def test_what_is_revoked_in_another_file_at_the_path_is_not_handed_out(self):
        self.lockstep("create", "two", "--scope", "linodes:ro", "--expiry", "9d")
        self.assertNotEqual(self.alone("get", "two"), "")
        copy = self.vault.with_name("copy.db")
        with contextlib.closing(sqlite3.connect(self.vault)) as old, contextlib.closing(sqlite3.connect(copy)) as new:
            old.backup(new)
        copy.chmod(0o600)
        os.replace(copy, self.vault)
        for name in ("-wal", "-shm"):
            self.vault.with_name(self.vault.name + name).unlink(missing_ok=True)
        self.lockstep("revoke", "two", "--yes")
        self.alone("get", "two", expect=4)
        self.assertEqual(self.get(), self.string)

    def test_one_that_is_moved_away_is_not_used_and_is_again_when_it_is_back(self):
        self.assertEqual(self.get(), self.string)
        os.rename(self.vault, self.away())
        for _ in range(2):
            self.assertEqual(self.get(expect=4), "")
        os.rename(self.away(), self.vault)
        self.assertEqual(self.get(), self.string)

    def test_one_that_others_may_read_is_not_used_until_they_may_not(self):
        self.assertEqual(self.get(), self.string)
        self.vault.chmod(0o640)
        self.assertEqual(self.get(expect=9), "")
        self.vault.chmod(0o600)
        self.assertEqual(self.get(), self.string)
