"""A vault that a login unlocks: PAM runs what the packages bring for it (pam_exec), with the password that was typed."""

import os
import pathlib
import shutil
import subprocess
import unittest

from rooted import needs_root
from sandbox import BUILT, SandboxTest
from unprivileged import BECOME, give

HERE = pathlib.Path(__file__).resolve().parent
PASSWORD = "tides and ledgers, 1907"


@needs_root("it logs a user in")
@unittest.skipUnless(shutil.which("pamtester") and shutil.which("unshare"), "no pamtester here")
class Login(SandboxTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home, cls.prefix = cls.folder / "home", cls.folder / "installed"
        cls.home.mkdir()
        (cls.home / "passphrase").write_text(PASSWORD)
        (cls.home / "passphrase").chmod(0o600)
        give(cls.folder, cls.home, cls.home / "passphrase")
        subprocess.run([HERE.parents[1] / "Scripts" / "install", "--prefix", cls.prefix], check=True, capture_output=True,
                       env=os.environ | {"LOCKSTEP_BUILT": str(BUILT)})  # fmt: skip
        code, _, err = cls.own(cls(), "init", "--passphrase-file", cls.home / "passphrase", "--recovery-file", cls.home / "recovery")
        assert code == 0, err

    def own(self, *words):
        """Runs lockstep as the user."""
        return self.run_program(*BECOME, self.prefix / "bin" / "lockstep", *words, env={"HOME": str(self.home)})

    def login(self, typed, password=PASSWORD):
        """Whether a login with what was typed was let in, and how the vault stands then."""
        self.addCleanup(self.own, "agent", "stop")
        code, out, err = self.run_program(HERE / "login.sh", self.home, self.prefix, password, typed)
        self.assertIn("pamtester:", out + err)
        return code == 0, self.own("status")[1].split()[1]

    def test_the_password_of_the_login_unlocks_the_vault(self):
        self.assertEqual(self.login(PASSWORD), (True, "unlocked"))
        # Once more, as a second session.
        self.assertEqual(self.login(PASSWORD), (True, "unlocked"))

    def test_a_wrong_password_lets_nobody_in_and_unlocks_nothing(self):
        self.assertEqual(self.login("tides and ledgers, 1908"), (False, "locked"))

    def test_a_vault_with_another_passphrase_stays_locked_and_keeps_nobody_out(self):
        self.assertEqual(self.login("another one", password="another one"), (True, "locked"))


if __name__ == "__main__":
    unittest.main()
