"""Rules on an executable: who passes for the granted program, and who does not."""

import json
import os
import pathlib
import shutil
import struct
import sys
import unittest

from agent import AgentTest, framed, hand_out
from asking import CHALLENGE, FAILURE, PROOF, TOKEN, WORKING
from sandbox import BUILT
from speaking import REQUESTS
from unprivileged import BECOME, IS_ROOT, UnprivilegedTest

ASKING = pathlib.Path(__file__).with_name("asking.py")
# How a program that is granted nothing seems to be `sleep`, which is granted.
PRETENDING = {
    "becomes another": [CHALLENGE, CHALLENGE, FAILURE],
    "asks and becomes another": [CHALLENGE, CHALLENGE, FAILURE],
    "itself": [CHALLENGE, FAILURE],
    "hangs up": [CHALLENGE],
}
# The request to rename a token, and what a worker answers: that it is done, or why not.
RENAME, PERFORM, DONE, REFUSED = 33, 8, 2, 4
# How the granted program itself is not believed.
CARELESS = {
    "wrong number": [CHALLENGE, FAILURE],
    "more than the number": [CHALLENGE, FAILURE],
    "hangs up": [CHALLENGE],
}


class Callers(AgentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        python = cls.folder / "granted"
        shutil.copy(os.path.realpath(sys.executable), python)
        cls.python = str(python)
        cls.sleep = os.path.realpath(shutil.which("sleep"))

    def setUp(self):
        self.start()
        self.addCleanup(self.lockstep, "grant", "one", "--clear")

    def grant(self, program):
        self.lockstep("grant", "one", "--exe", program)

    def asked(self, way, program, granted, *frames):
        """The kinds of the answers, and the strings among them; to a hand-out where no frames are given."""
        frame, *rest = frames or [hand_out(str(self.vault), "one")]
        words = [program, ASKING, way, self.socket, frame.hex(), granted, *(frame.hex() for frame in rest)]
        surroundings = {"PYTHONHOME": sys.base_prefix, "PYTHONDONTWRITEBYTECODE": "1"}
        _, out, err = self.run_program(*words, env=surroundings)
        answers = [line.partition(" ") for line in out.splitlines()]
        self.assertTrue(answers, err)
        return [int(kind) for kind, _, _ in answers], [string for _, _, string in answers if string]

    def log(self):
        entries = json.loads(self.lockstep("audit", "--json"))["entries"]
        return entries[-1]

    def test_what_is_asked_behind_a_challenge_is_answered_behind_it(self):
        self.lockstep("create", "two", "--scope", "linodes:ro", "--expiry", "9d")
        two = self.lockstep("get", "two").strip()
        self.grant(os.path.realpath(sys.executable))
        client = self.speaker()
        client.socket.sendall(hand_out(str(self.vault), "one") + hand_out(str(self.vault), "two") * 2)
        body = client.exactly(struct.unpack(">II", client.exactly(8))[0])
        self.assertEqual(body[2], CHALLENGE)
        client.socket.sendall(framed(body[:2] + bytes([PROOF]) + body[3:]))
        self.assertEqual([client.answer() for _ in range(3)], [(TOKEN, self.string), (TOKEN, two), (TOKEN, two)])

    def test_who_is_the_program_gets_the_token_and_stands_in_the_log(self):
        self.grant(self.python)
        for way, count in {"itself": 1, "twice": 2}.items():
            with self.subTest(way):
                kinds, strings = self.asked(way, self.python, self.python)
                self.assertEqual((kinds, strings), ([CHALLENGE, TOKEN] * count, [self.string] * count))
                self.assertEqual(self.log()["event"], "handed-out")
                self.assertEqual(self.log()["caller"]["executable"], self.python)

    def test_who_has_the_connection_of_another_proves_itself(self):
        self.grant(self.python)
        kinds, strings = self.asked("passes it on", sys.executable, self.python)
        self.assertEqual((kinds, strings), ([CHALLENGE, CHALLENGE, TOKEN], [self.string]))
        self.assertEqual(self.log()["caller"]["executable"], self.python)

    def refused(self, way, program, granted, kinds):
        """Nothing is handed out, and the refusal is in the log."""
        before = self.lockstep("audit", "--json").count('"event":"denied"')
        self.assertEqual(self.asked(way, program, granted), (kinds, []))
        # One that hung up is refused when the agent sees that: before it answers the next.
        self.lockstep("status")
        self.assertEqual(self.lockstep("audit", "--json").count('"event":"denied"'), before + 1)

    def test_who_becomes_the_program_after_it_connected_or_asked_is_refused(self):
        self.grant(self.sleep)
        for way, kinds in PRETENDING.items():
            with self.subTest(way):
                self.refused(way, sys.executable, self.sleep, kinds)

    def test_an_answer_that_is_not_the_number_is_refused(self):
        self.grant(self.python)
        for way, kinds in CARELESS.items():
            with self.subTest(way):
                self.refused(way, self.python, self.python, kinds)

    def renaming(self, old, new):
        """The two frames of a request."""
        path = os.fsencode(self.vault)
        header = struct.pack(">HBI", REQUESTS, PERFORM, len(path)) + path + struct.pack(">BHBI", RENAME, 5, False, 0)
        return framed(header), framed(b"".join(struct.pack(">I", len(text)) + text.encode() for text in (old, new)))

    def labels(self):
        return [token["label"] for token in json.loads(self.lockstep("list", "--json"))["tokens"]]

    def test_a_change_is_made_for_the_program_that_a_rule_names_and_for_none_that_seems_to_be_it(self):
        self.lockstep("create", "ruled", "--scope", "linodes:ro", "--expiry", "9d")
        self.lockstep("grant", "ruled", "--manage", "--exe", self.sleep)
        for way, kinds in PRETENDING.items():
            with self.subTest(way):
                wanted = [CHALLENGE] if way == "hangs up" else kinds[:-1] + [WORKING, REFUSED]
                self.assertEqual(self.asked(way, sys.executable, self.sleep, *self.renaming("ruled", "stolen"))[0], wanted)
                self.assertIn("ruled", self.labels())
        self.lockstep("grant", "ruled", "--clear")
        self.lockstep("grant", "ruled", "--manage", "--exe", self.python)
        for way in ("wrong number", "more than the number"):
            with self.subTest(way):
                self.asked(way, self.python, self.python, *self.renaming("ruled", "stolen"))
                self.assertIn("ruled", self.labels())
        kinds, _ = self.asked("itself", self.python, self.python, *self.renaming("ruled", "renamed"))
        self.assertEqual(kinds, [CHALLENGE, WORKING, DONE])
        kinds, _ = self.asked("passes it on", sys.executable, self.python, *self.renaming("renamed", "again"))
        self.assertEqual(kinds, [CHALLENGE, CHALLENGE, WORKING, DONE])
        self.assertIn("again", self.labels())

    def test_without_a_rule_on_an_executable_nobody_is_challenged(self):
        self.lockstep("grant", "one", "--cgroup", "*")
        self.assertEqual(self.asked("itself", sys.executable, self.python)[0], [TOKEN])


@unittest.skipUnless(IS_ROOT, "needs root: it mounts /proc")
class Hidden(UnprivilegedTest):
    """`/proc` hides processes that cannot be dumped, as `lockstep`, from their own user (proc(5), hidepid)."""

    needs_root = True

    def hidden(self, line):
        words = ["unshare", "-m", "sh", "-c", 'mount -t proc -o hidepid=invisible proc /proc && exec "$@"', "sh"]
        surroundings = self.settings | {"PATH": f"{BUILT}:{os.environ['PATH']}"}
        return self.run_program(*words, *BECOME, "sh", "-c", line, env=surroundings)

    def test_a_rule_refuses_and_says_why_and_without_one_the_token_is_handed_out(self):
        if self.hidden("true")[0] != 0:
            self.skipTest("/proc cannot be mounted with hidepid here")
        ask = "lockstep agent start 2>/dev/null; {}; lockstep get one; code=$?; lockstep agent stop 2>/dev/null; exit $code"
        self.assertEqual(self.hidden(ask.format("true"))[:2], (0, self.string + "\n"))
        for rule in ("--exe $(realpath /bin/sh)", "--cgroup '*'"):
            with self.subTest(rule):
                code, out, err = self.hidden(ask.format(f"lockstep grant one --clear; lockstep grant one {rule} >/dev/null"))
                self.assertEqual((code, out), (5, ""), err)
                self.assertIn("/proc does not show the agent which program is asking", err)
                self.assertIn("hidepid", err)
        change = "lockstep grant one --clear; lockstep grant one --manage {} >/dev/null; lockstep agent start 2>/dev/null"
        for rule in ("--exe $(realpath /bin/sh)", "--cgroup '*'"):
            with self.subTest(rule, manages=True):
                line = f"{change.format(rule)}; lockstep rename one other; code=$?; lockstep agent stop 2>/dev/null; exit $code"
                code, out, err = self.hidden(line)
                self.assertEqual((code, out), (5, ""), err)
                self.assertIn("hidepid", err)


if __name__ == "__main__":
    unittest.main()
