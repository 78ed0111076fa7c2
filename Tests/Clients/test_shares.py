"""Shares: made, kept, and any k of n of them opening the vault; what is typed wrong is told at once."""

import itertools
import json
import os
import re
import stat
import subprocess
import sys

from agent import AgentTest, pid_behind
from format2 import shares as plain
from format2.refusal import Refused
from format2.slots import SHARES
from reader import verified
from rooted import needs_root
from sandbox import BUILT
from terminal import TmuxTest, in_terminal

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import memory  # noqa: E402

NOTHING = {"LOCKSTEP_KEY_FILE": ""}


class Shares(AgentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls.folder / "shares"
        cls.lockstep(cls(), "slot", "add", "shares", "--threshold", "3", "--count", "5", "--share-folder", cls.kept)
        cls.files = [cls.kept / f"share-{number}-of-5.txt" for number in range(1, 6)]
        cls.texts = [file.read_text().splitlines()[-1] for file in cls.files]

    def given(self, files):
        return [word for file in files for word in ("--share-file", file)]

    def by(self, files, *words, **more):
        return self.lockstep(*words, "--no-input", *self.given(files), settings=NOTHING, **more)

    def refused(self, files, *said):
        """What is said where these do not open it."""
        words = [BUILT / "lockstep", "get", "one", "--no-input", *self.given(files)]
        code, out, err = self.run_program(*words, env=self.settings | NOTHING)
        self.assertEqual((code, out), (3, ""), err)
        for text in said:
            self.assertIn(text, " ".join(err.split()))

    def test_each_is_in_a_private_file_of_its_own_that_says_what_it_is(self):
        self.assertEqual(stat.S_IMODE(self.kept.stat().st_mode), 0o700)
        self.assertEqual(sorted(self.kept.iterdir()), self.files)
        for number, file in enumerate(self.files, 1):
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
            set_id, threshold, found, _ = plain.parsed(file.read_text())
            self.assertEqual((threshold, found), (3, number))
            self.assertIn(f"Share {number} of 5, set {set_id.hex()}", file.read_text())
            self.assertIn("Any 3 of them", file.read_text())
        self.assertEqual(len({plain.parsed(text)[0] for text in self.texts}), 1)

    def test_any_three_open_it_and_no_two_do(self):
        for files in itertools.combinations(self.files, 3):
            self.assertEqual(self.by(files, "get", "one").strip(), self.string)
        self.assertEqual(self.by(self.files, "get", "one").strip(), self.string)
        for files in itertools.combinations(self.files, 2):
            self.refused(files, "It takes 3 shares of the set", "2 shares were given")

    def test_the_second_reader_opens_it_from_the_page(self):
        for texts in itertools.combinations(self.texts, 3):
            with verified(self.vault, (SHARES, ",".join(texts))) as vault:
                self.assertTrue(vault.slots_whole)
        two = [plain.parsed(text)[2:] for text in self.texts[:2]]
        set_id = plain.parsed(self.texts[0])[0]
        # Two, and a third that was made up.
        made_up = plain.printed(set_id, 3, 9, bytes(32))
        forged = ",".join([plain.printed(set_id, 3, *share) for share in two] + [made_up])
        with self.assertRaises(Refused), verified(self.vault, (SHARES, forged)):
            self.fail()

    def test_slot_test_says_which_slot_they_open_and_list_shows_the_set(self):
        set_id = plain.parsed(self.texts[0])[0].hex()
        words = [BUILT / "lockstep", "slot", "test", "--no-input", *self.given(self.files[:3])]
        code, _, said = self.run_program(*words, env=self.settings | NOTHING)
        self.assertEqual(code, 0)
        self.assertIn(f"shares: 3 of 5, set {set_id}", " ".join(said.split()))
        slots = json.loads(self.lockstep("slot", "list", "--json"))["slots"]
        found = [slot["shares"] for slot in slots if slot["kind"] == "shares"]
        self.assertEqual(found, [{"set": set_id, "threshold": 3, "count": 5}])

    def test_what_is_wrong_with_one_is_said_by_the_file_and_the_name(self):
        set_id = plain.parsed(self.texts[0])[0].hex()
        wrong = self.folder / "wrong"
        for text, *said in (
            (self.texts[2][:-1] + ("1" if self.texts[2][-1] == "0" else "0"), "has a typing error"),
            (self.texts[2][:-9], "has a typing error"),
            ("correct horse", "is not a share: a share begins with LSSH-"),
            (self.texts[1], "is share 2, which was given already"),
            (plain.printed(bytes(6), 3, 3, bytes(32)), "is of the set 000000000000", f"its shares are of the set {set_id}"),
            (plain.printed(bytes.fromhex(set_id), 2, 3, bytes(32)), "the one before it"),
        ):
            with self.subTest(text):
                wrong.write_text(text + "\n")
                wrong.chmod(0o600)
                self.refused([*self.files[:2], wrong], f"The share file '{wrong}'", *said)

    def test_forged_ones_open_nothing(self):
        set_id = plain.parsed(self.texts[0])[0]
        forged = self.folder / "forged"
        forged.write_text(plain.printed(set_id, 3, 9, bytes(32)))
        forged.chmod(0o600)
        self.refused([*self.files[:2], forged])

    def test_typed_in_any_form_one_after_the_other(self):
        forms = [self.texts[3].upper(), self.texts[0].replace("-", " "), self.texts[4].replace("-", "")]
        answers = [forms[0], "LSSH-1234", forms[0], *forms[1:]]
        said = self.typing(["get", "one", "--reveal"], answers)
        self.assertIn(self.string, said)
        for text in ("That has a typing error", "That is share 4, which was given already", "Share 2 of 3", "Share 3 of 3"):
            self.assertIn(text, said)
        for text in self.texts:
            self.assertNotIn(text, said)

    def typing(self, words, answers):
        """What stands on a terminal where each prompt that hides what is typed is answered in turn."""
        script = (
            "import os, pty, sys\n"
            "words, answers = eval(sys.stdin.read())\n"
            "pid, terminal = pty.fork()\n"
            "if pid == 0: os.execv(words[0], words)\n"
            "seen = b''\n"
            "try:\n"
            "    while more := os.read(terminal, 4096):\n"
            "        seen += more\n"
            "        if answers and seen.rstrip(b' ').endswith(b':') and more.strip():\n"
            "            os.write(terminal, answers.pop(0).encode() + b'\\n')\n"
            "except OSError: pass\n"
            "os.waitpid(pid, 0)\n"
            "sys.stdout.write(seen.decode(errors='replace'))\n"
        )
        surroundings = self.settings | NOTHING | {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "xterm"}
        done = subprocess.run(
            ["python3", "-c", script], input=repr(([str(BUILT / "lockstep"), *words], answers)),
            env=surroundings, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_nothing_is_shown_where_nobody_can_be_asked_and_no_folder_is_overwritten(self):
        before = self.lockstep("slot", "list", "--json")
        words = ["slot", "add", "shares", "--threshold", "2", "--count", "3"]
        for more, code in ((["--no-input"], 3), (["--share-folder", self.kept], 10), (["--share-folder", "/proc/x"], 11)):
            code_found, out, err = self.run_program(BUILT / "lockstep", *words, *more, env=self.settings)
            self.assertEqual((code_found, out), (code, ""), err)
            self.assertNotIn("LSSH", err)
        for threshold, count in (("1", "3"), ("3", "2"), ("2", "17"), ("0", "0")):
            self.lockstep("slot", "add", "shares", "--threshold", threshold, "--count", count, expect=2)
        self.lockstep("slot", "add", "shares", expect=2)
        self.assertEqual(self.lockstep("slot", "list", "--json"), before)
        self.assertEqual(sorted(self.kept.iterdir()), self.files)

    def test_killed_anywhere_there_is_no_slot_or_all_shares_of_it(self):
        kills = 0
        for delay in range(0, 400, 20):
            folder = self.folder / f"killed-{delay}"
            before = {slot["id"] for slot in json.loads(self.lockstep("slot", "list", "--json"))["slots"]}
            words = ["slot", "add", "shares", "--threshold", "2", "--count", "3", "--share-folder", folder]
            process = subprocess.Popen([str(word) for word in [BUILT / "lockstep", *words]], env=self.settings,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            try:
                process.wait(delay / 1000)
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
            process.wait()
            slots = json.loads(self.lockstep("slot", "list", "--json"))["slots"]
            for slot in slots:
                if slot["id"] not in before:
                    files = sorted(folder.iterdir())
                    self.assertEqual(len(files), 3)
                    self.assertEqual(self.by(files[1:], "get", "one").strip(), self.string)
                    self.lockstep("slot", "remove", slot["id"], "--yes")
        self.assertGreater(kills, 0)

    @needs_root("it reads the memory of another process")
    def test_the_agent_that_they_unlocked_keeps_none_of_them(self):
        self.by(self.files[:3], "unlock")
        self.addCleanup(self.lockstep, "agent", "stop")
        values = [plain.parsed(text)[3] for text in self.texts[:3]]
        key = plain.key_of(self.texts)
        needles = {"key": key} | {f"share {number}": value for number, value in enumerate(values)}
        needles |= {f"text {number}": text[24:60].encode() for number, text in enumerate(self.texts[:3])}
        self.assertTrue(memory(pid_behind(self.socket), {"": str(self.vault).encode()}))
        self.assertEqual(memory(pid_behind(self.socket), needles), set())


class OnTerminal(TmuxTest):
    def test_they_are_shown_one_by_one_and_cleared(self):
        self.shell()
        self.line("lockstep slot add shares --threshold 2 --count 3")
        found = []
        for number in (1, 2, 3):
            self.see(f"Share {number} of 3, set")
            self.see("Press Enter once it is written down")
            screen = "".join(self.screen("-S", "-").splitlines())
            found += re.findall(r"LSSH(?:-[0-9a-f]{8}){11}", screen)
            self.assertEqual(len(found), number, screen)
            self.keys("Enter")
        self.see("Are all 3 shares written down")
        self.assertNotIn("LSSH-", self.screen("-S", "-"))
        self.line("y")
        self.see("Added a way to unlock the vault")
        files = [self.folder / f"typed-{number}" for number in (0, 2)]
        for file, text in zip(files, (found[0], found[2]), strict=True):
            file.write_text(text)
            file.chmod(0o600)
        words = [word for file in files for word in ("--share-file", file)]
        self.assertTrue(self.lockstep("get", "one", *words, "--no-input", settings=NOTHING))

    def test_an_interrupt_clears_the_screen_and_adds_nothing(self):
        before = self.lockstep("slot", "list", "--json")
        self.shell()
        self.line("lockstep slot add shares --threshold 2 --count 2")
        self.see("Press Enter once it is written down")
        self.keys("C-c")
        self.see("Interrupted|Ctrl-C")
        self.assertNotIn("LSSH-", self.screen("-S", "-"))
        self.assertEqual(self.lockstep("slot", "list", "--json"), before)

    def test_who_has_not_written_them_down_gets_no_slot(self):
        before = self.lockstep("slot", "list", "--json")
        status, _, said = in_terminal(
            [BUILT / "lockstep", "slot", "add", "shares", "--threshold", "2", "--count", "2"],
            self.surroundings | {"TERM": "xterm"}, seconds=1,
        )  # fmt: skip
        self.assertNotEqual(status, 0, said)
        self.assertEqual(self.lockstep("slot", "list", "--json"), before)
