"""Rules that ask: by the vault's program, on a terminal, and by what `run` executes; with an agent and without, as an ordinary user."""

import json
import os
import shutil

from sandbox import BUILT
from speaking import REQUESTS
from unprivileged import UnprivilegedTest, give

LOCKSTEP = BUILT / "lockstep"
DENIED = 5
# Writes what it is asked beside itself, and agrees where there is a file `yes`.
ASK = '#!/bin/sh\ncd "${0%/*}"; echo "$1" >>asked; [ -e yes ]\n'


class Agreeing(UnprivilegedTest):
    def setUp(self):
        self.addCleanup(self.user, "grant", "one", "--clear")
        self.ask = self.folder / "ask"
        self.ask.write_text(ASK)
        self.ask.chmod(0o700)
        give(self.ask)
        for name in ("asked", "yes"):
            (self.folder / name).unlink(missing_ok=True)

    def user(self, *words, expect=0):
        code, out, err = self.as_user(LOCKSTEP, *words)
        self.assertEqual(code, expect, out + err)
        return out

    def ways(self):
        """Without an agent, and with one."""
        yield "without an agent"
        with self.agent():
            yield "with an agent"

    def log(self):
        return json.loads(self.user("audit", "--json"))["entries"][-1]["detail"]

    def test_the_program_of_the_vault_asks_with_an_agent_and_without(self):
        self.user("agent", "askpass", self.ask)
        self.addCleanup(self.user, "agent", "askpass", "--clear")
        self.user("grant", "one", "--confirm")
        for way in self.ways():
            with self.subTest(way):
                (self.folder / "asked").unlink(missing_ok=True)
                (self.folder / "yes").unlink(missing_ok=True)
                self.user("get", "one", expect=DENIED)
                self.assertEqual(self.log(), f"get, refused by {self.ask}")
                self.assertIn("Hand out 'one'?", (self.folder / "asked").read_text())
                (self.folder / "yes").touch()
                self.assertEqual(self.user("get", "one").strip(), self.string)
                self.assertEqual(self.log(), f"get, confirmed by {self.ask}")

    def test_where_no_program_can_ask_it_is_refused(self):
        self.user("grant", "one", "--confirm")
        for way in self.ways():
            with self.subTest(way):
                self.user("get", "one", expect=DENIED)
                self.assertEqual(self.log(), "get")
        self.user("agent", "askpass", self.ask)
        self.addCleanup(self.user, "agent", "askpass", "--clear")
        self.ask.unlink()
        for way in self.ways():
            with self.subTest(way):
                self.user("get", "one", expect=DENIED)
                self.assertEqual(self.log(), f"get, not asked: {self.ask} could not be started")

    def test_a_terminal_is_asked_where_a_rule_says_so_and_the_vaults_program_is_not(self):
        self.user("agent", "askpass", self.ask)
        self.addCleanup(self.user, "agent", "askpass", "--clear")
        (self.folder / "yes").touch()
        self.user("grant", "one", "--confirm=terminal")
        self.assertIn("--confirm=terminal", self.user("grant", "one"))
        for way in self.ways():
            with self.subTest(way):
                # There is none.
                self.user("get", "one", "--no-input", expect=DENIED)
                self.assertEqual(self.log(), "get, no terminal to ask on")
                self.assertFalse((self.folder / "asked").exists())
                for answer, code in (("n", DENIED), ("y", 0)):
                    said = self.on_terminal(answer, "get", "one")
                    self.assertEqual(said[0], code, said)
                    self.assertEqual(self.log(), f"get, {'confirmed' if code == 0 else 'refused'} on the terminal")

    def on_terminal(self, answer, *words):
        """Runs lockstep on a terminal of its own, whose person answers so; its output goes to a file."""
        script = f"printf '{answer}\\n' | script -qec \"'{LOCKSTEP}' {' '.join(words)} >/dev/null\" /dev/null"
        return self.as_user("sh", "-c", script)

    def test_a_program_that_is_not_lockstep_is_not_believed_what_a_terminal_said(self):
        self.user("grant", "one", "--confirm=terminal")
        self.user("grant", "one", "--into", shutil.which("env"))
        # What lockstep sends, from another program: it said yes, and executes the file.
        label, verb, vault = b"one", b"run", str(self.vault).encode()
        into = os.path.realpath(shutil.which("env")).encode()

        def sized(value):
            return len(value).to_bytes(4, "big") + value

        words = (
            REQUESTS.to_bytes(2, "big") + b"\x09" + sized(vault) + sized(verb) + b"\0\0\0" + b"\0\1" + sized(label)
            + b"\1" + b"\1" + sized(into)
        )  # fmt: skip
        frame = len(words).to_bytes(4, "big") + bytes(4) + words
        program = (
            "import socket,struct,sys\n"
            "s=socket.socket(socket.AF_UNIX);s.connect(sys.argv[1]);s.sendall(bytes.fromhex(sys.argv[2]))\n"
            "def read():\n"
            "    h=s.recv(8,socket.MSG_WAITALL);a,b=struct.unpack('>II',h);return s.recv(a+b,socket.MSG_WAITALL)\n"
            "body=read()\n"
            "while body[2]==10:\n"
            "    proof=b'\\0\\3\\7'+body[3:];s.sendall(struct.pack('>II',len(proof),0)+proof);body=read()\n"
            "print(body[2])\n"
        )
        with self.agent():
            code, out, err = self.as_user("python3", "-c", program, self.settings["LOCKSTEP_SOCKET"], frame.hex())
            self.assertEqual((code, out.strip()), (0, "7"), err)
            self.assertEqual(self.log(), "run, confirmed on the terminal, as another program than lockstep says")
            entry = json.loads(self.user("audit", "--json"))["entries"][-1]
            self.assertEqual(entry["event"], "denied")

    def test_a_token_goes_into_one_file_alone_without_what_loads_code(self):
        env = os.path.realpath(shutil.which("env"))
        copy = self.folder / "other-env"
        shutil.copy(env, copy)
        copy.chmod(0o755)
        self.user("grant", "one", "--into", env)
        for way in self.ways():
            with self.subTest(way):
                self.settings["LD_BIND_NOW"] = "1"
                try:
                    out = self.user("run", "one", "--", env)
                    self.assertIn(f"LINODE_TOKEN={self.string}", out)
                    self.assertNotIn("LD_BIND_NOW", out)
                    self.assertIn(self.string, self.user("run", "one", "--", "env"))
                    masked = self.user("run", "--env", "X=one", "--mask", "--", env)
                    self.assertIn("X=", masked)
                    self.assertNotIn(self.string, masked)
                finally:
                    del self.settings["LD_BIND_NOW"]
                for words in (["get", "one"], ["run", "one", "--", copy], ["run", "one", "--", "sh", "-c", "env"]):
                    self.assertEqual(self.user(*words, expect=DENIED), "")
                    self.assertEqual(json.loads(self.user("audit", "--json"))["entries"][-1]["event"], "denied")
        # Without such a rule nothing is taken away.
        self.user("grant", "one", "--clear")
        self.settings["LD_BIND_NOW"] = "1"
        try:
            self.assertIn("LD_BIND_NOW", self.user("run", "one", "--", env))
        finally:
            del self.settings["LD_BIND_NOW"]

    def test_a_script_is_no_file_to_go_into(self):
        self.user("grant", "one", "--into", self.ask, expect=2)

    def test_a_file_that_is_replaced_meanwhile_is_another_one(self):
        env = self.folder / "granted-env"
        shutil.copy(shutil.which("env"), env)
        env.chmod(0o755)
        give(env)
        self.user("grant", "one", "--into", env)
        self.assertIn(self.string, self.user("run", "one", "--", env))
        link = self.folder / "linked-env"
        link.symlink_to(env)
        self.assertIn(self.string, self.user("run", "one", "--", link))
        os.rename(env, self.folder / "moved-env")
        self.user("run", "one", "--", self.folder / "moved-env", expect=DENIED)
