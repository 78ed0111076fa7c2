"""Completion in real shells: verbs, flags, scopes and files; labels and accounts while an agent has the vault unlocked."""

import os
import socket
import subprocess
import time

from agent import AgentTest
from sandbox import BUILT
from shells import Shell, has

# What is typed, and what the words are once Tab was pressed.
LINES = [
    ("lockstep crea", ["create"]),
    ("lockstep create --sco", None),
    ("lockstep create x --full", ["create", "x", "--full-access"]),
    ("lockstep create x --scope vol", None),
    ("lockstep create x --scope volumes:ro,linodes:r", None),
    ("lockstep create x --scope vpc", ["create", "x", "--scope", "vpc:rw"]),
    ("lockstep create x --scope=vpc:", ["create", "x", "--scope=vpc:rw"]),
    ("lockstep create x --scope=linodes:ro,vp", ["create", "x", "--scope=linodes:ro,vpc:rw"]),
    ("lockstep audit --event deni", ["audit", "--event", "denied"]),
    ("lockstep agent ask", ["agent", "askpass"]),
    ("lockstep grant x --confirm=ter", ["grant", "x", "--confirm=terminal"]),
    ("lockstep get --vault=va", ["get", "--vault=vault"]),
    ("lockstep get --key-file ke", ["get", "--key-file", "key"]),
    ("lockstep run one -- printe", ["run", "one", "--", "printenv"]),
    ("lockstep list --tag pro", ["list", "--tag", "prod/eu"]),
    ("lockstep get on", ["get", "one"]),
    ("lockstep get tw", ["get", "two words"]),
    ("lockstep run --env X=on", ["run", "--env", "X=one"]),
    ("lockstep audit receipt ci/de", ["audit", "receipt", "ci/deploy:main"]),
    ("lockstep get ci/deploy:ma", ["get", "ci/deploy:main"]),
]

QUOTED = [
    ("lockstep get 'tw", ["get", "two words"]), ('lockstep get "tw', ["get", "two words"]),
    ("lockstep get two\\ w", ["get", "two words"]), ('lockstep get "ci/deploy:m', ["get", "ci/deploy:main"]),
    ("lockstep create 'a b' --scope vpc", ["create", "a b", "--scope", "vpc:rw"]),
    ("true; lockstep get on", ["get", "one"]),
]  # fmt: skip


class Completion(AgentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for label in "two words", "ci/deploy:main":
            cls.lockstep(cls(), "create", label, "--scope", "linodes:ro", "--expiry", "9d")
        cls.lockstep(cls(), "set", "one", "--tag", "prod/eu")
        # Nothing in it opens the vault: only the agent can.
        cls.surroundings = cls.settings | {
            "HOME": str(cls.folder), "PATH": f"{BUILT}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "LOCKSTEP_KEY_FILE": "",
        }  # fmt: skip

    def shell(self, name):
        if not has(name):
            self.skipTest(f"{name} is not there")
        shell = Shell(name, self.surroundings, self.folder)
        self.addCleanup(shell.end)
        return shell

    def check(self, name):
        self.start()
        shell = self.shell(name)
        for text, words in LINES + QUOTED:
            if words:
                with self.subTest(text):
                    # zsh takes a slash at the end back.
                    self.assertEqual([word.rstrip("/") for word in shell.completed(text)], words)
        shell.lists("lockstep create x --scope volumes:r", r"ro\b.*rw\b")
        self.lockstep("lock")
        self.assertEqual(shell.completed("lockstep get on"), ["get", "on"])
        self.assertNotRegex(shell.shown[0], "(?i)passphrase|lockstep:|error")

    def test_bash(self):
        self.check("bash")

    def test_zsh(self):
        self.check("zsh")

    def test_fish(self):
        if not has("fish"):
            self.skipTest("fish is not there")
        self.start()
        asked = "\n".join(f"complete -C '{text}'; echo !" for text, _ in LINES)
        script = f"command lockstep completion fish | source\n{asked}\nlockstep lock\ncomplete -C 'lockstep get on'; echo !"
        done = subprocess.run(["fish", "--no-config", "-c", script], env=self.surroundings, cwd=self.folder,
                              capture_output=True, text=True, timeout=60)  # fmt: skip
        answers = [[line.split("\t")[0].rstrip("/") for line in part.split("\n") if line] for part in done.stdout.split("!\n")]
        for (text, words), answer in zip(LINES, answers):
            with self.subTest(text):
                self.assertTrue([words[-1]] == answer if words else len(answer) > 1, f"{answer} {done.stderr}")
        self.assertEqual(answers[len(LINES)], [], done.stderr)


class Answers(AgentTest):
    """What the scripts call."""

    def offers(self, *words):
        begun = time.monotonic()
        code, out, err = self.run_program(BUILT / "lockstep", "complete", "--", *words, stdin=subprocess.DEVNULL,
                                          env=self.settings | {"LOCKSTEP_KEY_FILE": ""})  # fmt: skip
        self.assertEqual((code, err), (0, ""))
        self.assertLess(time.monotonic() - begun, 5)
        return [line.split("\t")[0] for line in out.splitlines()[1:]]

    def test_labels_come_from_an_unlocked_agent_alone(self):
        self.assertEqual(self.offers("get", ""), [])
        self.start()
        self.assertEqual(self.offers("get", ""), ["one"])
        self.assertEqual(len(self.offers("logout", "")), 1)
        self.assertEqual(self.offers("revoke", "one", ""), [])
        self.assertEqual(self.offers("get", "--vault", str(self.folder / "other.db"), ""), [])
        self.lockstep("lock")
        self.assertEqual(self.offers("get", ""), [])
        self.assertEqual(self.offers("logout", ""), [])

    def test_a_label_that_reads_as_a_flag_is_offered_behind_the_end_of_flags_alone(self):
        self.lockstep("create", "--scope", "linodes:ro", "--expiry", "9d", "--", "--yes")
        self.addCleanup(self.lockstep, "revoke", "--yes", "--", "--yes")
        self.start()
        self.assertEqual(self.offers("revoke", ""), ["one"])
        self.assertEqual(self.offers("revoke", "--", ""), ["--yes", "one"])

    def test_an_agent_that_is_stopped_keeps_nobody_waiting(self):
        self.start()
        with self.stopped():
            self.assertEqual(self.offers("get", ""), [])

    def test_what_listens_and_never_answers_keeps_nobody_waiting(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.socket)
            self.addCleanup(os.unlink, self.socket)
            listener.listen()
            self.assertEqual(self.offers("get", ""), [])

    def test_what_the_vault_opens_with_is_not_used(self):
        # A key file is named, and no agent runs: listing would open the vault.
        code, out, err = self.run_program(BUILT / "lockstep", "complete", "--", "get", "", env=self.settings)
        self.assertEqual((code, out, err), (0, "", ""))

    def test_where_nobody_can_be_answered_nothing_is_said(self):
        for words in ("lis",), ("create", "--sc"), ("get", "--vault=", ""):
            script = 'exec "$0" complete -- "$@" >&-'
            _, out, err = self.run_program("sh", "-c", script, BUILT / "lockstep", *words, env=self.settings)
            self.assertEqual((out, err), ("", ""))
