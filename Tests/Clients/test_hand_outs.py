"""Small things of hand-outs: line ends, the caller's variables, several files of variables, and whose key signed a receipt."""

import json

from lockstep import LockstepTest
from sandbox import BUILT

HARMLESS = {
    "LINODE_REGION": "eu-west", "LINODE_TYPE": "g6-nanode-1", "LINODE_INSTANCE_TYPE": "g6", "LINODE_IMAGE": "linode/debian12",
    "LINODE_OBJ_ACCESS_KEY": "a", "LINODE_OBJ_SECRET_KEY": "s", "LINODE_API_VERSION": "v4beta", "LINODE_CLI_REGION": "eu",
    "LINODE_CLI_OBJ_ACCESS_KEY": "a", "LINODE_CLI_OBJ_SECRET_KEY": "s", "LINODE_CLI_API_VERSION": "v4beta",
}  # fmt: skip
LEADING = {"LINODE_CONFIG": "/c", "LINODE_CLI_CONFIG": "/c", "LINODE_PROFILE": "p", "LINODE_CA": "/ca", "LINODE_CLI_CA": "/ca",
           "LINODE_DEBUG": "1", "LINODE_REGIONS": "x", "LINODE_SOMETHING": "x"}  # fmt: skip


class HandOuts(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_one()

    def run_(self, *words, **settings):
        """What the command's environment has, and stderr."""
        code, out, err = self.run_program(BUILT / "lockstep", "run", *words, "--", "env", "-0", env=self.settings | settings)
        self.assertEqual(code, 0, err)
        return dict(entry.partition("=")[::2] for entry in out.split("\0")[:-1]), err

    def test_get_leaves_the_line_end_out(self):
        self.assertEqual(self.lockstep("get", "one", "--no-newline"), self.string)
        self.assertEqual(self.lockstep("get", "one"), self.string + "\n")

    def test_variables_that_lead_nowhere_stay_and_the_others_are_named(self):
        for words in ("one",), ("--env", "T=one"):
            seen, err = self.run_(*words, **HARMLESS, **LEADING, LINODE_TOKEN="caller", LINODE_URL="http://caller.invalid")
            self.assertEqual({name: seen.get(name) for name in HARMLESS}, HARMLESS)
            self.assertFalse([name for name in LEADING if name in seen])
            self.assertNotIn("caller", "".join(seen.values()))
            self.assertTrue(all(name in err for name in LEADING), err)
            # What is replaced is not lost.
            self.assertEqual("LINODE_URL" in err, words != ("one",), err)
        self.assertEqual(self.run_("one", **HARMLESS)[1], "")
        self.assertEqual(self.run_("one", "--quiet", **LEADING)[1], "")

    def test_a_variable_that_is_asked_for_stays(self):
        seen, err = self.run_("one", "--keep-env", "LINODE_CONFIG", "--keep-env", "LINODE_TOKEN", **LEADING, LINODE_TOKEN="caller")
        self.assertEqual((seen["LINODE_CONFIG"], seen["LINODE_TOKEN"]), ("/c", self.string))
        self.assertNotRegex(err, r"LINODE_CONFIG\b")
        self.assertNotIn("LINODE_CLI_CONFIG", seen)

    def test_what_opens_the_vault_never_reaches_a_command(self):
        for name in "LOCKSTEP_KEY_FILE", "LOCKSTEP_PASSPHRASE_FILE", "LOCKSTEP_ANYTHING", "A=B", "":
            self.lockstep("run", "one", f"--keep-env={name}", "--", "env", expect=2)

    def test_later_files_come_before_earlier_ones(self):
        first, second = self.folder / "first", self.folder / "second"
        first.write_text("\ufeffA=1\nexport B='two\nlines'\nT=lockstep://none\nC=first\n")
        second.write_text('A=2\nT="lockstep://one"\n')
        seen, _ = self.run_("--env-file", first, "--env-file", second)
        self.assertEqual([seen[name] for name in "ABCT"], ["2", "two\nlines", "first", self.string])
        # In the other order the token is one that there is not; in one file a name stands once.
        self.lockstep("run", "--env-file", second, "--env-file", first, "--", "env", expect=4)
        second.write_text("A=1\nA=2\nT=lockstep://one\n")
        self.lockstep("run", "--env-file", second, "--", "env", expect=2)

    def test_a_receipt_of_another_key_is_refused(self):
        self.lockstep("create", "gone", "--scope", "linodes:ro", "--expiry", "9d")
        self.lockstep("revoke", "gone", "--yes")
        receipt = self.folder / "receipt"
        receipt.write_text(self.lockstep("audit", "receipt", "gone"))
        key = self.lockstep("audit", "key").strip()
        self.lockstep("audit", "verify", receipt, "--key", key)
        self.lockstep("audit", "verify", receipt, "--key", key.upper())
        other = ("0" if key[0] != "0" else "1") + key[1:]
        code, out, err = self.run_program(BUILT / "lockstep", "audit", "verify", receipt, "--key", other, "--json", env=self.settings)
        self.assertEqual((code, out, json.loads(err)["error"]["code"]), (9, "", "wrong-receipt"))
        for wrong in key[:-1], key[:-2], key + "00", "x" * 64:
            self.lockstep("audit", "verify", receipt, "--key", wrong, expect=2)
        self.lockstep("audit", "--key", key, expect=2)
