"""The configuration file: what it sets, what comes before it, and what goes on without it."""

import json
import os

from agent import AgentTest
from sandbox import BUILT


class Configuration(AgentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.folder / ".config" / "lockstep" / "config"
        cls.file.parent.mkdir(mode=0o700, parents=True)

    def write(self, text, mode=0o600):
        self.file.write_text(text)
        self.file.chmod(mode)
        self.addCleanup(self.file.unlink)

    def shown(self, *words, **settings):
        answer = json.loads(self.lockstep("config", "--json", *words, settings=settings))
        return {one["name"]: (one["value"], one["from"]) for one in answer["settings"]}

    def test_flag_over_environment_over_file(self):
        self.assertEqual(self.shown()["settle"], ("5s", "usual"))
        self.write("settle = 3s\n")
        self.assertEqual(self.shown()["settle"], ("3s", "file"))
        self.assertEqual(self.shown(LOCKSTEP_SETTLE="2s")["settle"], ("2s", "environment"))
        self.assertEqual(self.shown("--settle", "1s", LOCKSTEP_SETTLE="2s")["settle"], ("1s", "flag"))
        self.assertEqual(self.shown()["vault"], (str(self.vault), "environment"))

    def test_the_agent_locks_when_the_file_says(self):
        self.write("idle = 2h\nmax = 3h\n")
        self.start()
        times = lambda: [json.loads(self.lockstep("status", "--json"))[name] for name in ("idle", "max")]
        self.assertEqual(times(), [7200, 10800])
        self.lockstep("unlock", "--idle", "1h")
        self.assertEqual(times(), [3600, 10800])
        # Only what was asked for on the command line is a conflict.
        self.alone("agent", "start")
        self.alone("agent", "start", "--idle", "5h", expect=10)

    def test_create_uses_the_account_of_the_file(self):
        self.lockstep("login", "second", "--token-stdin", input=self.token)
        self.addCleanup(self.lockstep, "logout", "second")
        self.lockstep("create", "two", "--scope", "linodes:ro", "--expiry", "9d", expect=2)
        self.write("account = second\n")
        self.lockstep("create", "two", "--scope", "linodes:ro", "--expiry", "9d")
        self.assertEqual(json.loads(self.lockstep("show", "two", "--json"))["account"], "second")
        # It names what to create with, and hides nothing.
        self.assertEqual({one["label"] for one in json.loads(self.lockstep("list", "--json"))["tokens"]}, {"one", "two"})
        self.lockstep("revoke", "two", "--yes")

    def test_a_token_deserves_a_look_as_early_as_the_file_says(self):
        look = lambda: (
            json.loads(self.lockstep("list", "--json"))["tokens"][0]["flags"],
            json.loads(self.lockstep("status", "--json"))["expiring"], self.lockstep("status"),
        )  # fmt: skip
        for agent in False, True:
            if agent:
                self.start()
            flags, count, words = look()
            self.assertEqual((flags, count), (["expires-soon"], 1))
            self.assertIn("within 14 days", words)
            self.file.write_text("warn-days = 3\n")
            self.file.chmod(0o600)
            self.assertEqual(look()[:2], ([], 0))
            self.file.write_text("warn-days = 30\n")
            flags, count, words = look()
            self.assertEqual((flags, count), (["expires-soon"], 1))
            self.assertIn("within 30 days", words)
            self.file.unlink()

    def test_a_file_that_is_not_as_it_should_be_stops_all_but_locking(self):
        self.start()
        self.write("# mine\nidel = 1h\n")
        for words in ("list",), ("get", "one"), ("unlock",), ("agent", "start"), ("config",):
            code, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings)
            self.assertEqual((code, out), (2, ""), err)
            self.assertIn(f"Line 2 of '{self.file}'", err)
            self.assertIn("idle", err)
        self.lockstep("completion", "bash")
        self.lockstep("lock")
        self.file.write_text("")
        self.lockstep("list", "--no-input", settings={"LOCKSTEP_KEY_FILE": ""}, expect=3)

    def test_an_agent_that_never_locks_is_for_a_flag_to_name(self):
        self.write("")
        for agent in False, True:
            self.file.write_text("max = 0s\n")
            if agent:
                self.start()
            self.file.write_text("max = 0s\nidle = 0s\n")
            for words in ("list",), ("unlock",), ("agent", "start"), ("config",):
                code, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings)
                self.assertEqual((code, out), (2, ""), err)
                self.assertIn(f"Line 2 of '{self.file}'", err)
        self.file.write_text("max = 0s\n")
        self.lockstep("unlock", "--idle", "0s")
        self.assertEqual(json.loads(self.lockstep("status", "--json"))["idle"], 0)

    def test_a_file_that_others_may_write_is_refused(self):
        self.write("idle = 1h\n", 0o620)
        _, _, err = self.run_program(BUILT / "lockstep", "list", env=self.settings)
        self.assertIn("written by others", err)
        if os.geteuid() == 0:
            self.file.chmod(0o600)
            os.chown(self.file, 65534, -1)
            _, _, err = self.run_program(BUILT / "lockstep", "list", env=self.settings)
            self.assertIn("belongs to another user", err)
