"""A program that uses the library: after each call, its memory has nothing of any token but what the provider shows to everybody."""

import base64
import os
import subprocess
import sys

from sandbox import BUILT
from unprivileged import BECOME, UnprivilegedTest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import memory


def forms(string):
    """A string and its halves, as bytes, as UTF-16 and as base64."""
    for part in (string, string[:32], string[32:]):
        yield part.encode()
        yield part.encode("utf-16-le")
        # Without the ends, which depend on what stands beside it.
        yield from (base64.b64encode(bytes(shift) + part.encode())[4:-4] for shift in range(3))


class Library(UnprivilegedTest):
    def test_nothing_of_a_string_is_left_where_a_token_was_lent_created_and_revoked(self):
        with self.agent():
            words = [*BECOME, BUILT / "Lending", "one"]
            settings = {name: value for name, value in self.settings.items() if name != "LOCKSTEP_KEY_FILE"}
            with subprocess.Popen(words, env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as lending:
                self.assertEqual(lending.stdout.readline(), "done\n")
                strings = [token["token"] for token in self.ask("GET", "/_sandbox/tokens")[2]]
                # The provisioning token, the one that was lent, and the one that came and went.
                self.assertEqual(len(strings), 3)
                needles = {f"{number}: {form!r}": form for number, string in enumerate(strings) for form in forms(string)}
                for known in (os.fsencode(self.vault), b"lent-again"):
                    self.assertTrue(memory(lending.pid, {"": known}), f"the scan does not find {known}")
                self.assertEqual(memory(lending.pid, needles), set())
                lending.stdin.close()
