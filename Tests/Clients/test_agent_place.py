"""The agent, when other files are put at the vault's path while it has it open."""

import contextlib
import os
import shutil
import sqlite3

from agent import AgentTest
from waiting import eventually


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

    def copied(self, name):
        """A copy of the vault's file, as it is at rest."""
        copy = self.vault.with_name(name)
        shutil.copyfile(self.vault, copy)
        copy.chmod(0o600)
        self.addCleanup(copy.unlink, missing_ok=True)
        return copy

    def write_over(self, copy):
        """What `cp COPY vault.db` does: the file stays the same one, its content does not."""
        shutil.copyfile(copy, self.vault)

    def test_an_older_copy_written_over_it_is_refused_and_the_newest_written_back_is_used(self):
        older = self.copied("older.db")
        self.lockstep("create", "three", "--scope", "linodes:ro", "--expiry", "9d")
        for _ in range(2):
            string = self.alone("get", "three")
            self.assertEqual(self.get(), self.string)
            eventually(lambda: os.stat(f"{self.vault}-wal").st_size == 0, "a log at rest")
            newest = self.copied("newest.db")
            self.write_over(older)
            for _ in range(3):
                self.alone("get", "three", expect=9)
                self.assertEqual(self.get(expect=9), "")
            self.write_over(newest)
            self.assertEqual(self.alone("get", "three"), string)
            self.assertEqual(self.get(), self.string)
            self.lockstep("doctor")
