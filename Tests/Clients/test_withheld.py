"""What unlocks the vault does not reach the programs that Lockstep starts: no variable, and no descriptor under any number."""

import os
import pathlib
import shutil
import subprocess
import unittest

from clipping import processes
from lockstep import LockstepTest
from sandbox import BUILT
from waiting import eventually

PASSPHRASE = "a passphrase that nobody else is told\n"
# Every readable descriptor of a command, from its beginning.
LOOK = "for n in /proc/self/fd/*; do [ -f $n ] || [ -p $n ] && timeout 1 cat $n; done 2>/dev/null; :"
HARMLESS = {"LOCKSTEP_SETTLE": "0s"}
SECRET = {"LOCKSTEP_PASSPHRASE_FILE": "/nowhere", "LOCKSTEP_RECOVERY_FILE": "/nowhere", "LOCKSTEP_PASSPHRASE": "p",
          "LOCKSTEP_": "p"}  # fmt: skip


class Withheld(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings["LOCKSTEP_SOCKET"] = str(cls.folder / "run" / "agent.sock")
        cls.lockstep(cls(), "create", "one", "--scope", "linodes:ro", "--expiry", "9d")
        cls.second = cls.folder / "second" / "vault.db"
        cls.passphrase = cls.folder / "passphrase"
        cls.passphrase.touch(0o600)
        cls.passphrase.write_text(PASSPHRASE)
        cls.open = {"LOCKSTEP_VAULT": str(cls.second), "LOCKSTEP_LINODE_URL": cls.url, "XDG_STATE_HOME": str(cls.folder / "state2"),
                    "LOCKSTEP_SOCKET": str(cls.folder / "run2" / "agent.sock")}  # fmt: skip
        for words in (("init", "--recovery-file", cls.folder / "paper"), ("login", "--token-stdin"), ("create", "one", "--scope", "linodes:ro", "--expiry", "9d")):
            done = cls().run_program(BUILT / "lockstep", *words, "--passphrase-file", cls.passphrase, env=cls.open, input=cls.token)
            assert done[0] == 0, done

    def names(self, variables):
        return {name for name in variables if name.startswith("LOCKSTEP_")}

    def test_run_passes_on_no_variable_that_unlocks_with_and_without_a_mask(self):
        for more in ((), ("--mask",)):
            said = self.lockstep("run", "one", *more, "--", "env", "-0", settings=HARMLESS | SECRET)
            seen = dict(entry.partition("=")[::2] for entry in said.split("\0")[:-1])
            wanted = (self.names(self.settings) | HARMLESS.keys()) - {"LOCKSTEP_KEY_FILE"}
            self.assertEqual(self.names(seen), wanted)

    def test_a_command_cannot_open_the_vault_with_what_it_was_given(self):
        words = ("get", "one", "--no-input")
        self.assertEqual(self.lockstep("run", "one", "--", BUILT / "lockstep", *words, expect=3), "")

    def secret_descriptors(self):
        """Ways to give the passphrase by a descriptor: the words of lockstep, and the shell's redirections."""
        file, pipe = f"<{self.passphrase}", f"< <(cat {self.passphrase})"
        yield "--passphrase-fd 3", f"3{file}"
        yield "--passphrase-fd 3", f"3{pipe}"
        yield "--passphrase-fd 3", f"3{file} 4<&3 5{file}"
        yield "--passphrase-fd 0", f"0{file}"
        yield "--passphrase-fd 0", f"0{pipe}"
        yield "--passphrase-file /dev/fd/7", f"7{file}"
        yield "--passphrase-file /dev/stdin", f"0{file}"
        yield f"--passphrase-file <(cat {self.passphrase})", ""
        yield f"--passphrase-file {self.passphrase}", f"6{file}"

    def check_descriptors(self):
        for words, redirections in self.secret_descriptors():
            with self.subTest(words, redirections=redirections):
                line = f"{BUILT}/lockstep run one {words} -- bash -c '{LOOK}; echo over' {redirections}"
                done = subprocess.run(["bash", "-c", line], env=os.environ | self.open, capture_output=True, text=True,
                                      stdin=subprocess.DEVNULL, timeout=30)  # fmt: skip
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "over\n", ""))

    def test_a_command_finds_the_passphrase_in_no_descriptor(self):
        self.check_descriptors()

    def test_nor_where_an_agent_made_reading_it_needless(self):
        given = ("--passphrase-file", self.passphrase)
        self.assertEqual(self.run_program(BUILT / "lockstep", "agent", "start", *given, env=self.open)[0], 0)
        self.addCleanup(self.run_program, BUILT / "lockstep", "agent", "stop", env=self.open)
        self.check_descriptors()

    def test_other_descriptors_and_an_open_stdin_reach_the_command(self):
        line = f"echo mine | {BUILT}/lockstep run one --passphrase-fd 3 -- bash -c 'cat; cat <&4' 3<{self.passphrase} 4<<<'four'"
        self.assertEqual(self.run_program("bash", "-c", line, env=self.open), (0, "mine\nfour\n", ""))

    def test_neither_the_agent_nor_what_it_asks_a_person_with_has_a_variable_that_unlocks(self):
        seen, program = self.folder / "seen", self.folder / "askpass"
        program.write_text(f"#!/bin/sh\nenv >{seen}\n")
        program.chmod(0o755)
        self.lockstep("create", "asked", "--scope", "linodes:ro", "--expiry", "9d")
        self.lockstep("grant", "asked", "--confirm")
        self.lockstep("agent", "askpass", program)
        self.lockstep("agent", "start", settings=SECRET)
        self.addCleanup(self.lockstep, "agent", "stop")
        pid = int(self.lockstep("status", "--json").partition('"agentPid":')[2].partition(",")[0].rstrip("}\n"))
        try:
            variables = pathlib.Path(f"/proc/{pid}/environ").read_text().split("\0")
        except PermissionError:
            variables = []  # an ordinary user does not see it either
        self.assertEqual([text for text in variables if "KEY_FILE" in text or "PASSPHRASE" in text], [])
        self.run_program(BUILT / "lockstep", "get", "asked", "--no-input", env=self.settings)
        self.assertEqual([text for text in seen.read_text().splitlines() if "KEY_FILE" in text or "PASSPHRASE" in text], [])

    @unittest.skipUnless(shutil.which("sh"), "no shell")
    def test_the_clipboards_programs_have_none(self):
        place = self.folder / "clipboard"
        place.mkdir()
        (place / "xclip").write_text(f"#!/bin/sh\nenv >>{place}/seen\ncat >/dev/null\n")
        (place / "xclip").chmod(0o755)
        more = SECRET | {"DISPLAY": ":0", "PATH": f"{place}:/usr/bin:/bin"}
        self.lockstep("get", "one", "--clip", "--clear-after", "1s", settings=more)
        seen = (place / "seen").read_text().splitlines()
        self.assertIn("DISPLAY=:0", seen)
        self.assertEqual([text for text in seen if "KEY_FILE" in text or "PASSPHRASE" in text], [])
        eventually(lambda: not [1 for _, words, _ in processes() if str(self.folder).encode() in words and b"--clip" in words], "its end")
