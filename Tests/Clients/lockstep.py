"""A vault with a login, and the program `lockstep` around it."""

from sandbox import BUILT, SandboxTest


class LockstepTest(SandboxTest):
    """Each class of tests has its own vault, unlocked by a key file and logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vault = cls.folder / "vault" / "vault.db"
        cls.settings = {
            "LOCKSTEP_LINODE_URL": cls.url,
            "LOCKSTEP_VAULT": str(cls.vault),
            "LOCKSTEP_KEY_FILE": str(cls.folder / "key"),
            "XDG_STATE_HOME": str(cls.folder / "state"),
        }
        test = cls()
        made = "--key-file", cls.folder / "key", "--recovery-file", cls.folder / "recovery"
        test.run_program(BUILT / "lockstep", "init", *made, env=cls.settings)
        test.lockstep("login", "--token-stdin", input=cls.token)

    @classmethod
    def make_one(cls):
        """A token `one`, and its string."""
        cls.lockstep(cls(), "create", "one", "--scope", "linodes:ro", "--expiry", "9d")
        cls.string = cls.lockstep(cls(), "get", "one").strip()

    def lockstep(self, *words, expect=0, settings=None, **more):
        """Runs lockstep, expects its exit code and gives its stdout."""
        code, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings | (settings or {}), **more)
        self.assertEqual(code, expect, err)
        return out
