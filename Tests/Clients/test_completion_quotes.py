"""Labels that a shell would run, or end a word at, in bash's completion: any program that may create a token can choose them."""

import subprocess

from agent import AgentTest
from sandbox import BUILT

LABELS = ["run$(touch came)", "tick`touch came`", "single';touch came;'", 'double";touch came;"', "half;touch came", "past!!", "back\\x"]

# What the script offers for a word as it was typed, and what the shell makes of that behind the opening quotation mark.
OFFERED = r"""
PATH=$1:$PATH
source <(lockstep completion bash)
COMP_LINE="lockstep get $2" COMP_POINT=$((13 + ${#2})) COMP_WORDS=(lockstep get "$2") COMP_CWORD=2
_lockstep
for word in "${COMPREPLY[@]}"; do eval "printf '%s\n' $3$word$3"; done
"""


class Quotes(AgentTest):
    def test_what_is_offered_is_the_label_to_the_shell_and_runs_nothing(self):
        for label in LABELS:
            self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "9d")
        self.start()
        for label in LABELS:
            for quote, begun in [("", label[:3]), ("'", "'" + label[:3]), ('"', '"' + label[:3]), ("", f'"{label[:2]}"{label[2]}')]:
                with self.subTest(begun, label=label):
                    code, out, err = self.run_program("bash", "-c", OFFERED, "bash", BUILT, begun, quote, cwd=self.folder,
                                                      env=self.settings | {"LOCKSTEP_KEY_FILE": ""})  # fmt: skip
                    self.assertFalse((self.folder / "came").exists())
                    self.assertIn((code, out, err), [(0, f"{label}\n", ""), (0, "", "")])
                    # Without quotation marks everything can be written.
                    self.assertTrue(out or quote)
