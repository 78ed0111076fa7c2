"""Whose the file is that `inject` writes, who may read it, and what is written in place."""

import grp
import json
import os
import pathlib
import pwd
import subprocess
import tempfile

from lockstep import LockstepTest
from rooted import needs_root
from sandbox import BUILT
from unprivileged import UnprivilegedTest, give

NOBODY = 65534


class Injected(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_one()
        cls.template = cls.folder / "template"
        cls.template.write_text("token=lockstep://one\n")
        cls.filled = f"token={cls.string}\n"

    def setUp(self):
        self.out = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "out"

    def inject(self, *words, expect=0):
        """Its stderr."""
        code, _, err = self.run_program(BUILT / "lockstep", "inject", "-i", self.template, "-o", self.out, *words,
                                        env=self.settings)  # fmt: skip
        self.assertEqual(code, expect, err)
        return err

    def is_now(self, mode, owner=None, group=None):
        status = self.out.stat()
        self.assertEqual(oct(status.st_mode & 0o7777), oct(mode))
        for seen, wanted in (status.st_uid, owner), (status.st_gid, group):
            self.assertEqual(seen, seen if wanted is None else wanted)
        self.assertEqual(self.out.read_text(), self.filled)
        self.assertEqual(os.listdir(self.out.parent), ["out"])

    def test_a_new_file_is_its_users_alone_whatever_the_mask(self):
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        self.assertEqual(self.inject(), "")
        self.is_now(0o600, os.geteuid())

    def test_a_file_keeps_its_mode_and_a_warning_says_who_may_read_it(self):
        for mode, warned in (0o640, False), (0o644, True):
            self.out.write_text("old and much longer than what comes of the template, which replaces it " * 2)
            self.out.chmod(mode)
            self.assertEqual("readable by everybody" in self.inject(), warned)
            self.is_now(mode)

    def test_the_mode_that_is_named_counts(self):
        self.inject("--mode", "640")
        self.is_now(0o640)
        self.assertEqual(self.inject("--mode", "0644"), "")
        self.is_now(0o644)
        self.out.chmod(0o6755)
        self.inject()
        self.is_now(0o755)
        for wrong in "640x", "1777", "8", "7", "-1", "0o600":
            self.assertIn("is not a valid mode", self.inject(f"--mode={wrong}", expect=2))

    def test_what_is_no_file_has_no_owner_and_no_mode(self):
        for words in ("--mode", "600"), ("--owner", "0"):
            code, out, err = self.run_program(BUILT / "lockstep", "inject", *words, env=self.settings, input="x")
            self.assertEqual((code, out), (2, ""), err)
            code, _, err = self.run_program(BUILT / "lockstep", "inject", "-i", self.template, "-o", "/dev/null", *words,
                                            env=self.settings)  # fmt: skip
            self.assertEqual(code, 2, err)
        self.assertIn("no user", self.inject("--owner", "nobody-of-this-name", expect=2))
        self.assertIn("is not a valid owner", self.inject("--owner", ":", expect=2))
        self.assertFalse(self.out.exists())

    @needs_root("it gives files away")
    def test_a_file_keeps_its_owner_and_group(self):
        self.out.write_text("old")
        os.chown(self.out, NOBODY, 1)
        self.out.chmod(0o440)
        self.inject()
        self.is_now(0o440, NOBODY, 1)
        user, group = pwd.getpwuid(NOBODY).pw_name, grp.getgrgid(0).gr_name
        self.inject("--owner", f"0:{group}", "--mode", "400")
        self.is_now(0o400, 0, 0)
        self.inject("--owner", user)
        self.is_now(0o400, NOBODY, 0)
        self.inject("--owner", ":1")
        self.is_now(0o400, NOBODY, 1)

    @needs_root("it is another user's file")
    def test_a_file_that_somebody_else_may_have_put_there_gets_nothing(self):
        self.out.write_text("planted")
        os.chown(self.out, NOBODY, NOBODY)
        self.out.parent.chmod(0o1777)
        before = self.lockstep("audit", "--event", "handed-out", "--json")
        self.assertIn("belongs to another user", self.inject(expect=2))
        self.assertEqual(self.out.read_text(), "planted")
        self.assertEqual(self.lockstep("audit", "--event", "handed-out", "--json"), before)
        self.inject("--owner", "0")
        self.is_now(0o644, 0)

    @needs_root("it mounts")
    def test_a_file_that_is_mounted_by_itself_is_written_in_place(self):
        self.out.write_text("longer than what comes: " + "x" * 500)
        self.out.chmod(0o640)
        source = self.out.with_name("source")
        source.write_text("longer than what comes: " + "x" * 500)
        command = 'mount --bind "$1" "$2" && shift 2 && "$@"'
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", command, "sh", source, self.out, BUILT / "lockstep", "inject", "-i", self.template,
             "-o", self.out, "--mode", "600"],
            env=self.settings | {"HOME": str(self.folder), "PATH": os.environ["PATH"]}, capture_output=True, text=True,
        )  # fmt: skip
        if "permission denied" in done.stderr or "Operation not permitted" in done.stderr:
            self.skipTest("mounting is not allowed here")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(source.read_text(), self.filled)
        self.assertEqual(source.stat().st_mode & 0o777, 0o600)
        # A hand-out that is refused empties nothing.
        self.template.write_text("lockstep://none")
        self.addCleanup(self.template.write_text, "token=lockstep://one\n")
        source.write_text("kept")
        subprocess.run(["unshare", "-m", "sh", "-c", command, "sh", source, self.out, BUILT / "lockstep", "inject", "-i",
                        self.template, "-o", self.out], env=self.settings | {"HOME": str(self.folder), "PATH": os.environ["PATH"]},
                       capture_output=True)  # fmt: skip
        self.assertEqual(source.read_text(), "kept")


class WithoutPrivileges(UnprivilegedTest):
    def test_a_file_in_a_folder_that_may_not_be_written_to_is_written_in_place(self):
        folder = self.folder / "closed"
        folder.mkdir()
        out, template = folder / "out", folder / "template"
        out.write_text("longer than what comes: " + "x" * 500)
        template.write_text("lockstep://one")
        out.chmod(0o640)
        give(folder, out, template)
        folder.chmod(0o500)
        self.addCleanup(folder.chmod, 0o700)
        code, _, err = self.as_user(BUILT / "lockstep", "inject", "-i", template, "-o", out, "--json")
        self.assertEqual(code, 0, err)
        self.assertEqual((out.read_text(), out.stat().st_mode & 0o777), (self.string, 0o640))
        code, _, err = self.as_user(BUILT / "lockstep", "inject", "-i", template, "-o", out, "--owner", "0", "--json")
        self.assertEqual((code, json.loads(err.splitlines()[-1])["error"]["code"]), (11, "unwritable"))
