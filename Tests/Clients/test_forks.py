"""Processes that have the vault open beside each other: their locks are their own, and no commit is lost."""

import os
import sqlite3
import subprocess
import sys
import unittest

from lockstep import LockstepTest
from sandbox import BUILT

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from both import alone
from forks import interleavings


class ThreeProcesses(LockstepTest):
    def commit_beside(self, how):
        """What comes of a worker's commit, after the process beside it has closed the vault and a third one has, too."""
        words = [BUILT / "Forking", how, self.folder / "key"]
        pipe = subprocess.PIPE
        with subprocess.Popen(words, env=self.settings, stdin=pipe, stdout=pipe, text=True) as process:
            self.assertEqual(process.stdout.readline(), "closed\n")
            third = sqlite3.connect(self.vault)
            third.execute("SELECT count(*) FROM changes").fetchone()
            third.close()
            said = process.communicate("gone\n", timeout=20)[0]
        self.assertEqual(process.returncode, 0)
        return said

    def test_what_a_worker_commits_is_there_after_another_process_has_closed_the_vault(self):
        self.assertEqual(self.commit_beside("early"), "committed\n")
        self.assertIn("of the worker", self.lockstep("audit", "--json"))

    def test_forked_beside_an_open_connection_its_log_is_deleted_under_it(self):
        # That it is told at all is the look at the vault's files before each transaction: SQLite says that it has committed.
        self.assertIn("gone, part: Lifecycle.LedgerError.Part.log", self.commit_beside("late"))


class Many(unittest.TestCase):
    """An agent, its workers, command lines, python's sqlite3 and forked committers, in random order (Scripts/faults has more)."""

    def test_nothing_that_was_said_to_be_committed_is_lost_in_thirty_interleavings(self):
        self.assertEqual(alone(interleavings, (1000, 30))[2], [])
