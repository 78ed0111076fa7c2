"""The demonstration that the README names goes through, shows no token string, and leaves nothing behind; its picture is what one sees."""

import html
import pathlib
import re
import shutil
import tempfile
import unittest

from sandbox import BUILT, SandboxTest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO, RECORD, PICTURE = ROOT / "Scripts" / "demo", ROOT / "Scripts" / "record", ROOT / "Docs" / "session.svg"


def words(picture):
    """What stands in a recorded session, without what each run has of its own: numbers, times, and the shell's path."""
    text = html.unescape(re.sub(r"<[^>]*>", "", picture.read_text()))
    text = re.sub(r"/usr\S*sh\b", "SHELL", re.sub(r"just now|\b\d+ seconds? ago", "NOW", text))
    return re.sub(r"[0-9a-f]*\d[0-9a-f]*", "N", text).split()


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

    def test_the_picture_of_a_session_is_what_a_session_looks_like(self):
        with tempfile.TemporaryDirectory() as place:
            picture = pathlib.Path(place) / "session.svg"
            code, _, err = self.run_program(RECORD, picture, env={"LOCKSTEP_BUILT": str(BUILT), "TMPDIR": place})
            self.assertEqual(code, 0, err)
            # Where this fails, and what is said is meant: Scripts/record
            self.assertEqual(words(picture), words(PICTURE))
