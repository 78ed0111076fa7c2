"""What is said where a file or folder cannot be used: the right path, and a hint that helps."""

import contextlib
import os
import pathlib
import unittest

from lockstep import LockstepTest
from sandbox import BUILT


@unittest.skipIf(os.geteuid() == 0, "root may read and write everything")
class Sentences(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lockstep(cls(), "create", "one", "--scope", "linodes:ro", "--expiry", "9d")
        cls.string = cls.lockstep(cls(), "get", "one").strip()
        cls.state = cls.folder / "state" / "lockstep"
        (cls.counter,) = cls.state.glob("*/state")

    def said(self, *words, expect, settings=None):
        code, out, err = self.run_program(BUILT / "lockstep", *words, "--no-input", env=self.settings | (settings or {}))
        self.assertEqual(code, expect, err)
        return err

    @contextlib.contextmanager
    def mode(self, path, mode):
        before = path.stat().st_mode & 0o7777
        path.chmod(mode)
        try:
            yield
        finally:
            path.chmod(before)

    def test_a_counter_that_cannot_be_written_is_named_itself(self):
        with self.mode(self.counter, 0o400):
            self.assertIn(f"{self.counter} cannot be written", self.said("get", "one", expect=0))
        self.assertEqual(self.said("get", "one", expect=0), "")

    def test_a_folder_for_state_that_cannot_be_entered_is_named_with_a_hint_that_helps(self):
        for folder in (self.state, self.state.parent):
            with self.subTest(folder=folder), self.mode(folder, 0o000):
                said = self.said("get", "one", expect=9)
                self.assertNotIn("--accept-older", said)
                self.assertIn(str(folder), said)
                self.assertIn("chmod", said)
                self.assertIn("XDG_STATE_HOME", said)

    def test_a_vault_that_may_not_be_read_or_written_is_named_with_what_to_do(self):
        lock = self.vault.with_name("vault.db-lock")
        for name in (self.vault, lock, self.vault.with_name("vault.db-wal")):
            for mode in (0o000, 0o200):
                with self.subTest(name=name, mode=oct(mode)), self.mode(name, mode):
                    # The locks are for those who change something.
                    words = ("rename", "one", "two") if name == lock else ("get", "one")
                    said = self.said(*words, expect=11)
                    self.assertIn(str(name), said)
                    self.assertIn("chmod", said)
        with self.mode(self.vault, 0o400):
            self.assertEqual(self.said("get", "one", expect=0), "")
            self.assertIn(str(self.vault), self.said("rename", "one", "two", expect=11))
        self.assertEqual(self.said("get", "one", expect=0), "")

    def test_where_the_disk_is_full_it_is_said_that_nothing_was_handed_out(self):
        for limit in (0, 1024):
            for words in (("get", "one"), ("run", "one", "--", "true")):
                with self.subTest(limit=limit, words=words):
                    words = ("prlimit", f"--fsize={limit}", BUILT / "lockstep", *words)
                    code, out, err = self.run_program(*words, env=self.settings)
                    if code == 0:
                        continue
                    self.assertEqual((code, out), (11, ""), err)
                    self.assertIn("The disk is full", err)
                    self.assertIn("Nothing was handed out.", err)

    def test_what_is_no_vault_is_named(self):
        text = self.folder / "text"
        text.write_text("no vault\n" * 200)
        text.chmod(0o600)
        empty = self.folder / "empty"
        empty.touch(0o600)
        for path in (self.folder, pathlib.Path("/dev/null"), text, empty):
            for words in (("get", "one"), ("list",), ("status",), ("agent", "start"), ("unlock",)):
                with self.subTest(path=path, words=words):
                    self.assertIn(str(path), self.said(*words, expect=9, settings={"LOCKSTEP_VAULT": str(path)}))
