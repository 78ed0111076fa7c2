"""Processes that have the vault open beside each other: their locks are their own, and no commit is lost."""

import sqlite3
import subprocess

from lockstep import LockstepTest
from sandbox import BUILT


class ThreeProcesses(LockstepTest):
    def commit_beside(self, how):
        """A worker's commit, after the process beside it has closed the vault and a third one has, too."""
        words = [BUILT / "Forking", how, self.folder / "key"]
        pipe = subprocess.PIPE
        with subprocess.Popen(words, env=self.settings, stdin=pipe, stdout=pipe, text=True) as process:
            self.assertEqual(process.stdout.readline(), "closed\n")
            third = sqlite3.connect(self.vault)
            third.execute("SELECT count(*) FROM audit").fetchone()
            third.close()
            said = process.communicate("gone\n", timeout=20)[0]
        self.assertEqual((process.returncode, said), (0, "committed\n"))

    def test_1_what_a_worker_commits_is_there_after_another_process_has_closed_the_vault(self):
        self.commit_beside("early")
        self.assertIn("of the worker", self.lockstep("audit", "--json"))

    def test_2_forked_beside_an_open_connection_it_would_lose_it(self):
        # The counter outside the vault has seen the commit: the vault is older than that now.
        self.commit_beside("late")
        self.assertIn("older-copy", self.refused(9, "audit", "--json"))

    def refused(self, code, *words):
        ended, _, said = self.run_program(BUILT / "lockstep", *words, env=self.settings)
        self.assertEqual(ended, code, said)
        return said
