"""Colours: on a terminal that has them, where nobody has said otherwise (no-color.org), and nowhere else."""

import re

from agent import AgentTest
from sandbox import BUILT
from terminal import in_terminal

SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


class Colours(AgentTest):
    def shown(self, *words, **more):
        names = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        status, _, seen = in_terminal([BUILT / "lockstep", *words], self.settings | names | more)
        return status >> 8, seen

    def test_what_deserves_a_look_is_set_off_on_a_terminal(self):
        for words, text in (
            (["list"], r"\x1b\[33m\S+ \(in \d+ days\)\x1b\[0m"), (["get", "none"], r"\x1b\[31mlockstep:\x1b\[0m \S"),
            (["list", "--key-file", self.open_key()], r"\x1b\[33mlockstep:\x1b\[0m warning"), (["status"], r"\x1b\[32munlocked\x1b\[0m"),
        ):  # fmt: skip
            if words == ["status"]:
                self.start()
            with self.subTest(words):
                self.assertRegex(self.shown(*words)[1], text)
                # An empty variable is none.
                self.assertRegex(self.shown(*words, NO_COLOR="")[1], text)

    def open_key(self):
        """The key file, as others can read it: what is warned of."""
        path = self.folder / "open"
        path.write_bytes((self.folder / "key").read_bytes())
        path.chmod(0o644)
        return str(path)

    def test_no_color_and_a_dumb_terminal_have_none_and_nothing_else_changes(self):
        for words in (["list"], ["get", "none"], ["list", "--help"]):
            with self.subTest(words):
                code, coloured = self.shown(*words)
                plain = SEQUENCE.sub("", coloured)
                for names in {"NO_COLOR": "1"}, {"NO_COLOR": "0"}, {"TERM": "dumb"}, {"TERM": ""}:
                    self.assertEqual(self.shown(*words, **names), (code, plain))

    def test_a_pipe_has_none(self):
        for words in (["list"], ["status"], ["get", "none"]):
            _, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings | {"TERM": "xterm-256color"})
            self.assertNotIn("\x1b", out + err)
