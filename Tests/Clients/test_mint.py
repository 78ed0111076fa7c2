"""`run --mint`: a token for one run, which is gone afterwards, whoever ends how."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

from agent import AgentTest
from processes import children, state
from sandbox import BUILT

MINT = ["run", "--mint", "--scope", "linodes:ro"]


class Mint(AgentTest):
    def setUp(self):
        self.settings = type(self).settings | {"LOCKSTEP_SETTLE": "1s"}
        # A command that says that it runs, and with what, and ends when it is told to.
        self.said, self.over = self.folder / "said", self.folder / "over"
        self.script = self.folder / "waits"
        self.script.write_text(
            "#!/bin/sh\ntrap 'echo $(cat \"$1\") TERM >\"$1\"; exit 9' TERM\n"
            'echo "$LINODE_TOKEN" >"$1.new"; mv "$1.new" "$1"\n'
            'while [ ! -e "$2" ]; do sleep 0.02; done\n')
        self.script.chmod(0o700)
        self.addCleanup(self.expect_nothing_left)

    def living(self):
        """The labels of living tokens at the provider, but the provisioning one."""
        tokens = self.ask("GET", "/_sandbox/tokens")[2]
        return sorted(token["label"] for token in tokens if token["alive"] and token["token"] != self.token)

    def tokens(self, *words):
        return json.loads(self.lockstep("list", "--json", *words))["tokens"]

    def until(self, what):
        deadline = time.monotonic() + 60
        while not (found := what()):
            self.assertLess(time.monotonic(), deadline, "it did not come to pass")
            time.sleep(0.01)
        return found

    def begin(self, *words, **settings):
        """Starts a run that lasts, and waits until its command has its token."""
        for path in (self.said, self.over):
            path.unlink(missing_ok=True)
        surroundings = {"HOME": str(self.folder), "PATH": os.environ["PATH"]} | self.settings | settings
        command = [BUILT / "lockstep", *MINT, *words, "--", self.script, self.said, self.over]
        run = subprocess.Popen([str(word) for word in command], env=surroundings, stdin=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)  # fmt: skip
        self.addCleanup(run.stderr.close)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        self.until(lambda: self.said.exists() or run.poll() is not None)
        self.assertIsNone(run.poll(), run.returncode and run.stderr.read())
        return run

    def end(self, run):
        self.over.touch()
        _, said = run.communicate(timeout=60)
        return run.returncode, said

    def expect_nothing_left(self):
        self.lockstep("sync")
        self.assertEqual(self.living(), ["one"])
        self.assertEqual([token["label"] for token in self.tokens()], ["one"])
        for gone in self.tokens("--all"):
            if gone["state"] == "gone":
                self.assertIn("signature", self.lockstep("audit", "receipt", gone["label"], "--json"))

    def test_the_command_has_it_alone_and_nothing_is_left_but_the_tombstone(self):
        run = self.begin("--expiry", "20m")
        (leased,) = [token for token in self.tokens() if token["label"] != "one"]
        self.assertRegex(leased["label"], r"^run/waits@[\w.+-]+/[a-z2-9]{8}$")
        self.assertEqual((leased["ephemeral"], leased["state"], leased["flags"]), (True, "active", []))
        self.assertIn("for one run", self.lockstep("list"))
        self.assertIn(leased["label"], self.living())
        string = self.said.read_text().strip()
        self.assertEqual(self.ask("GET", "/v4/profile", token=string)[0], 200)
        for words in (["get", leased["label"]], ["run", leased["label"], "--", "true"]):
            code, out, said = self.run_program(BUILT / "lockstep", *words, env=self.settings)
            self.assertEqual((code, out), (5, ""), said)
            self.assertIn("for one run", said)
        # Neither a sync nor what is to be looked at takes it for something left behind.
        self.lockstep("sync")
        self.assertIn(leased["label"], self.living())
        self.assertEqual(json.loads(self.lockstep("status", "--json"))["pending"], 0)
        self.assertEqual(self.lockstep("list", "--expiring", "1d", "--json").count("run/"), 0)
        code, said = self.end(run)
        self.assertEqual(code, 0, said)
        self.assertEqual(self.living(), ["one"])
        self.assertEqual(self.ask("GET", "/v4/profile", token=string)[0], 401)
        (gone,) = [token for token in self.tokens("--all") if token["label"] == leased["label"]]
        self.assertEqual(gone["state"], "gone")
        told = self.lockstep("audit", "--label", leased["label"], "--json")
        self.assertIn('"run --mint"', told)
        self.assertNotIn(string, told + said)

    def test_the_exit_code_is_the_commands_own_and_ends_with_its_signal(self):
        self.lockstep(*MINT, "--", "sh", "-c", "exit 7", expect=7)
        self.lockstep(*MINT, "--", "sh", "-c", "kill -KILL $$", expect=-signal.SIGKILL)
        script = self.folder / "text"
        script.write_text("no program")
        self.lockstep(*MINT, "--", script, expect=126)

    def test_signals_reach_the_command_and_then_it_is_revoked(self):
        run = self.begin()
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=60)
        self.assertEqual(run.returncode, 9)
        self.assertIn("TERM", self.said.read_text())
        self.assertEqual(self.living(), ["one"])

    def test_a_killed_wrapper_ends_the_command_and_one_sync_revokes(self):
        run = self.begin()
        run.kill()
        run.wait()
        self.until(lambda: "TERM" in self.said.read_text())
        self.assertEqual(len(self.living()), 2)
        self.assertEqual(json.loads(self.lockstep("status", "--json"))["pending"], 1)
        self.lockstep("sync")
        self.assertEqual(self.living(), ["one"])

    def test_through_an_agent_which_revokes_what_a_killed_wrapper_left(self):
        self.start_quickly()
        run = self.begin(LOCKSTEP_KEY_FILE="")
        self.assertEqual(self.end(run)[0], 0)
        self.assertEqual(self.living(), ["one"])
        run = self.begin(LOCKSTEP_KEY_FILE="")
        run.kill()
        run.wait()
        self.until(lambda: self.living() == ["one"])

    def start_quickly(self):
        """An agent that looks at the journal every second."""
        words = [BUILT / "lockstep-agent", "--socket", self.socket, "--vault", self.vault, "--every", "1", "--state",
                 self.folder / "state" / "lockstep"]  # fmt: skip
        surroundings = {"HOME": str(self.folder), "PATH": os.environ["PATH"]} | self.settings
        agent = subprocess.Popen([str(word) for word in words], env=surroundings)
        self.addCleanup(agent.wait)
        self.addCleanup(agent.kill)
        self.until(lambda: pathlib.Path(self.socket).exists())
        self.lockstep("unlock")
        return agent

    def test_an_agent_that_is_locked_or_gone_at_the_end_leaves_it_to_the_next_one(self):
        agent = self.start_quickly()
        run = self.begin(LOCKSTEP_KEY_FILE="")
        self.lockstep("lock")
        code, said = self.end(run)
        self.assertEqual(code, 0)
        self.assertIn("is not revoked yet", said)
        self.assertEqual(len(self.living()), 2)
        self.lockstep("unlock")
        self.until(lambda: self.living() == ["one"])
        run = self.begin(LOCKSTEP_KEY_FILE="")
        agent.kill()
        agent.wait()
        code, said = self.end(run)
        self.assertEqual(code, 0)
        self.assertIn("lockstep sync", said)

    def test_a_provider_that_is_away_at_the_end_keeps_the_commands_code(self):
        run = self.begin()
        self.ask("POST", "/_sandbox/faults", {"fault": "status", "status": 503})
        code, said = self.end(run)
        self.ask("DELETE", "/_sandbox/faults")
        self.assertEqual(code, 0)
        self.assertIn("lockstep: warning:", said)
        self.assertIn("is not revoked yet", said.replace("\n", " "))
        self.assertEqual(len(self.living()), 2)

    def test_a_copy_of_the_vault_leaves_it_alone(self):
        run = self.begin()
        copy = self.folder / "copy"
        copy.mkdir(mode=0o700)
        shutil.copy(self.vault, copy / "vault.db")
        elsewhere = {"LOCKSTEP_VAULT": str(copy / "vault.db"), "XDG_STATE_HOME": str(copy)}
        self.lockstep("sync", settings=elsewhere)
        self.assertEqual(len(self.living()), 2)
        self.assertEqual(self.end(run)[0], 0)

    def test_what_does_not_go_together_is_refused_before_anything_is_made(self):
        for words, code in (
            ([*MINT, "one", "--", "true"], 2),
            (["run", "one", "--scope", "linodes:ro", "--", "true"], 2),
            (["run", "--mint", "--", "true"], 2),
            ([*MINT, "--expiry", "never", "--", "true"], 2),
            ([*MINT, "--label", "one", "--", "true"], 10),
            ([*MINT, "--", "no-such-command"], 127),
            ([*MINT, "--env", "X=absent", "--", "true"], 4),
        ):
            with self.subTest(words):
                self.lockstep(*words, expect=code)
                self.assertEqual(self.living(), ["one"])

    def test_other_tokens_names_and_masks_go_with_it(self):
        shown = self.lockstep(
            *MINT, "--label", "job", "--env", "OTHER=one", "--env", "MINE=job", "--", "sh", "-c",
            'echo "$OTHER"; [ "$MINE" = "$LINODE_TOKEN" ] && echo same')  # fmt: skip
        self.assertEqual(shown.split(), [self.string, "same"])
        masked = self.lockstep(*MINT, "--mask", "--", "sh", "-c", 'echo "<$LINODE_TOKEN>"; echo "$LINODE_TOKEN" >&2')
        self.assertRegex(masked, r"^<\*+>\s*$")

    def test_the_wrapper_is_one_process_and_a_watcher_beside_the_command(self):
        run = self.begin()
        (watcher,) = children(run.pid)
        (command,) = children(watcher)
        self.assertNotIn(state(command), ("Z", "X", None))
        self.assertEqual(self.end(run)[0], 0)
