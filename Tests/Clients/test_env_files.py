"""Files of variables: what `lockstep run --env-file` takes means what python-dotenv makes of it."""

import io
import json

import dotenv
from lockstep import LockstepTest
from sandbox import BUILT

LINES = [
    "A=1", "A = 1 ", "export A=x", "A=", "A=  ", "A=''", "A=a b c", "A=a=b", "A=1 # c", "A=1\t# c # d",
    "A='x y' # c", 'A="x y"# c', "A='#'", 'A="it\'s"', "A='\"'", r'A="a\nb"', r"A='a\nb'", r"A=C:\dir", r'A="\d"', "A='a\nb'",
    'A="a\n\nb # no comment"\n', "A=$HOME", 'A="$HOME `id`"', "A=ä", "A=a'b", 'A=a"b"c', "  A=1", "A=1\r", "A='x'\r\nB=2\r",
    "\n\n# c\nA=1\n\nB=2",
]  # fmt: skip
# What one reader or another takes for something else.
REFUSED = ["A=a#b", "A=#b", "A=`b`", r'A="a\tb"', r"A='it\'s'", "A=${B}", "A=1\nA=2", "A-B=1", "A", 'A="x', "A='a' b", "A=a\u00a0"]


class EnvironmentFiles(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_one()

    def variables(self, text, expect=0):
        file = self.folder / "variables"
        file.write_text(text, newline="")
        seen = self.lockstep("run", "--env", "T=one", "--env-file", file, "--", "env", "-0", expect=expect)
        return dict(entry.partition("=")[::2] for entry in seen.split("\0")[:-1])

    def test_what_is_taken_is_what_python_dotenv_reads(self):
        for text in LINES:
            with self.subTest(text):
                wanted = dict(dotenv.dotenv_values(stream=io.StringIO(text, newline=None)))
                seen = self.variables(text)
                self.assertEqual({name: seen.get(name) for name in wanted}, wanted)

    def test_what_readers_take_for_different_things_is_refused(self):
        for text in REFUSED:
            with self.subTest(text):
                self.variables(text, expect=2)

    def test_a_reference_with_a_comment_behind_it_is_filled(self):
        text = 'A="lockstep://one" # the token\nB=lockstep://one # the token\nexport C=\'lockstep://one\'\r\n'
        seen = self.variables(text)
        self.assertEqual([seen[name] for name in "ABC"], [self.string] * 3)

    def test_the_answer_for_scripts_names_file_and_line(self):
        file = self.folder / "variables"
        file.write_text("A=1\nPATH=/evil\n")
        words = ("run", "--env", "T=one", "--env-file", file, "--json", "--", "true")
        code, _, err = self.run_program(BUILT / "lockstep", *words, env=self.settings)
        error = json.loads(err)["error"]
        self.assertEqual((code, error["code"]), (2, "usage"))
        self.assertIn(f"Line 2 of '{file}'", error["message"])
        self.assertIn("--allow-env PATH", error["hint"])
