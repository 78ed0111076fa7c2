"""An agent whose programs are replaced on disk while it runs: an upgrade does it no harm."""

import json
import os
import shutil

from agent import AgentTest, pid_behind
from sandbox import BUILT
from waiting import eventually

PROGRAMS = ("lockstep", "lockstep-agent", "lockstep-provider")


class Upgrade(AgentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programs = cls.folder / "programs"
        cls.programs.mkdir()
        for name in PROGRAMS:
            shutil.copy(BUILT / name, cls.programs / name)

    def run_copy(self, *words, settings=None):
        return self.run_program(self.programs / "lockstep", *words, env=self.settings | (settings or {}))

    def replace(self, name, content):
        """As a package manager does it: another file is renamed over it."""
        other = self.programs / f"{name}.new"
        other.write_text(content)
        other.chmod(0o755)
        os.replace(other, self.programs / name)

    def status(self):
        return json.loads(self.lockstep("status", "--json"))

    def test_what_is_pending_is_finished_by_the_provider_that_was_there_at_its_start(self):
        self.lockstep("create", "two", "--scope", "linodes:ro", "--expiry", "9d")
        self.run_program(BUILT / "lockstep", "revoke", "two", "--yes", env=self.settings | {"LOCKSTEP_FAILPOINT": "3"})
        self.assertEqual(self.status()["pending"], 1)
        code, _, err = self.run_copy("agent", "start", settings={"LOCKSTEP_KEY_FILE": ""})
        self.assertEqual(code, 0, err)
        self.addCleanup(self.lockstep, "agent", "stop")
        pid = pid_behind(self.socket)
        for name in PROGRAMS:
            self.replace(name, f"#!/bin/sh\ntouch {self.folder}/started\nexit 1\n")
        self.lockstep("unlock")
        eventually(lambda: self.status()["pending"] == 0, "what was pending")
        self.assertEqual(self.alone("get", "one").strip(), self.string)
        self.assertEqual(pid_behind(self.socket), pid)
        self.assertFalse((self.folder / "started").exists())
