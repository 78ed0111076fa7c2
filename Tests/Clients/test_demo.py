"""The demonstration that the README names: it goes through, shows no token string, and leaves nothing behind."""

import pathlib
import shutil
import tempfile
import unittest

from sandbox import BUILT, SandboxTest

DEMO = pathlib.Path(__file__).resolve().parents[2] / "Scripts" / "demo"


@unittest.skipUnless(shutil.which("curl"), "curl is not there")
class Demonstration(SandboxTest):
    def test_it_goes_from_init_to_a_revoked_token_that_is_refused(self):
        with tempfile.TemporaryDirectory() as place:
            home, temporary = pathlib.Path(place) / "home", pathlib.Path(place) / "tmp"
            home.mkdir()
            temporary.mkdir()
            # Whatever somebody has set for a vault of their own.
            own = {"LOCKSTEP_VAULT": "/nonexistent/vault.db", "LOCKSTEP_PASSPHRASE_FILE": "/nonexistent", "LINODE_TOKEN": "own"}
            names = {"HOME": str(home), "TMPDIR": str(temporary), "LOCKSTEP_BUILT": str(BUILT)}
            code, out, err = self.run_program(DEMO, env=own | names)
            self.assertEqual(code, 0, out + err)
            self.assertIn("the API knows me as sandbox\nHTTP 200", out)
            self.assertIn("HTTP 401", out.partition("$ lockstep revoke")[2])
            self.assertRegex(err, r"Revoked and purged 'ci/deploy'")
            self.assertNotRegex(out + err, r"\b[0-9a-f]{64}\b", "a token string")
            self.assertEqual([str(path) for folder in (home, temporary) for path in folder.iterdir()], [])
