"""The provisioning token: it rotates itself with real programs, killed anywhere, with an agent and without; a dead one is replaced."""

import json
import os
import signal
import subprocess
import time
import unittest

from lockstep import LockstepTest
from sandbox import BUILT
from waiting import eventually

LOCKSTEP = str(BUILT / "lockstep")


class Account(LockstepTest):
    agents = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings["LOCKSTEP_SETTLE"] = "1s"
        # A life of its own: the one that the sandbox starts with never expires.
        cls.replace(cls(), "provisioning", "*")
        (cls.account,) = (account["account"] for account in json.loads(cls.lockstep(cls(), "status", "--json"))["accounts"])

    def replace(self, label, scopes, user=None, expect=0):
        """Logs in with a token that is made at the provider."""
        made = self.ask("POST", "/_sandbox/tokens", {"label": label, "scopes": scopes, "expiry": "2099-01-01T00:00:00"})[2]
        self.lockstep("login", *([user] if user else []), "--token-stdin", "--allow-weaker", input=made["token"], expect=expect)
        return made

    def agent(self):
        Account.agents += 1
        self.socket = self.folder / f"a{Account.agents}" / "s"
        self.socket.parent.mkdir(mode=0o700)
        self.settings["LOCKSTEP_SOCKET"] = str(self.socket)
        self.addCleanup(self.settings.pop, "LOCKSTEP_SOCKET")
        self.lockstep("unlock")
        self.addCleanup(self.run_program, LOCKSTEP, "agent", "stop", env=self.settings.copy())
        self.settings["LOCKSTEP_KEY_FILE"] = ""
        self.addCleanup(self.settings.__setitem__, "LOCKSTEP_KEY_FILE", str(self.folder / "key"))

    def provisioning(self):
        """The id of the account's token, and of those at the provider that are one."""
        (account,) = json.loads(self.lockstep("status", "--json"))["accounts"]
        alive = [token["id"] for token in self.ask("GET", "/_sandbox/tokens")[2] if token["alive"] and token["label"].startswith("prov")]
        return account["id"], alive

    def expect_one(self, comment):
        present, alive = self.provisioning()
        mine = [token for token in alive if token == present]
        self.assertEqual(len(mine), 1, f"{comment}: {present} of {alive}")
        self.assertEqual([token for token in alive if token > self.first and token != present], [], f"{comment}: orphans")
        self.assertEqual(json.loads(self.lockstep("status", "--json"))["pending"], 0, comment)
        self.lockstep("create", "proof", "--scope", "linodes:ro", "--expiry", "1d")
        self.lockstep("revoke", "proof", "--yes")

    def setUp(self):
        self.first, _ = self.provisioning()
        self.first = int(self.first)

    def test_it_rotates_itself_with_an_agent_and_without(self):
        for has_agent in (False, True):
            if has_agent:
                self.agent()
            before, _ = self.provisioning()
            answer = json.loads(self.lockstep("rotate", "--account", self.account, "--json"))
            after, alive = self.provisioning()
            self.assertEqual((answer["previous"], answer["account"]["id"]), ({"id": before, "revoked": True}, after))
            self.assertNotIn(before, alive)
            self.expect_one(f"agent {has_agent}")
        self.assertIn("provisioning token of", self.lockstep("list", "--all"))
        self.lockstep("audit", "--verify")
        self.lockstep("rotate", "--account", self.account, "--scope", "linodes:ro", expect=2)
        self.lockstep("rotate", "--account", "nobody", expect=4)

    def test_killed_at_every_point_one_sync_leaves_one_in_force(self):
        for point in range(1, 60):
            code, _, _ = self.run_program(
                LOCKSTEP, "rotate", "--account", self.account, env=self.settings | {"LOCKSTEP_FAILPOINT": str(point)}
            )
            if code == 0:
                break
            self.assertEqual(code, -signal.SIGKILL)
            self.lockstep("sync")
            self.expect_one(f"killed at {point}")
        self.assertGreater(point, 12)

    def test_killed_with_its_agent_one_sync_leaves_one_in_force(self):
        for delay in (0.02, 0.05, 0.1, 0.2):
            self.agent()
            pid = json.loads(self.lockstep("status", "--json"))["agentPid"]
            process = subprocess.Popen(
                [LOCKSTEP, "rotate", "--account", self.account], env=self.settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(delay)
            os.kill(pid, signal.SIGKILL)
            process.wait()
            self.doCleanups()
            self.lockstep("sync")
            self.expect_one(f"killed after {delay}")

    def test_creations_beside_it_do_not_fail(self):
        self.agent()
        creations = [
            subprocess.Popen(
                [LOCKSTEP, "create", f"beside-{number}", "--scope", "linodes:ro", "--expiry", "1d"],
                env=self.settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )
            for number in range(6)
        ]  # fmt: skip
        for _ in range(3):
            self.lockstep("rotate", "--account", self.account)
        for process in creations:
            _, err = process.communicate()
            self.assertEqual(process.returncode, 0, err)
        self.lockstep("revoke", "--matching", "beside-*", "--yes")
        self.expect_one("beside creations")

    def test_a_dead_one_is_replaced_by_a_login_and_what_was_stopped_goes_on(self):
        for has_agent in (False, True):
            if has_agent:
                self.agent()
            self.lockstep("create", "kept", "--scope", "linodes:ro", "--expiry", "9d")
            self.lockstep("create", "stopped", "--scope", "linodes:ro", "--expiry", "9d")
            string = self.lockstep("get", "kept")
            present, _ = self.provisioning()
            self.revoke_elsewhere(present)
            self.lockstep("revoke", "stopped", "--yes", expect=8)
            self.lockstep("rotate", "--account", self.account, expect=6)
            self.lockstep("sync", expect=8)
            unlocking = {"LOCKSTEP_KEY_FILE": str(self.folder / "key")}
            made = self.ask("POST", "/_sandbox/tokens", {"label": "prov", "scopes": "*", "expiry": "2099-01-01T00:00:00"})[2]
            code, _, err = self.run_program(
                BUILT / "lockstep", "login", self.account, "--token-stdin", input=made["token"], env=self.settings | unlocking
            )
            self.assertEqual(code, 0, err)
            self.assertIn(f"(id {present}) was not revoked. If it still works: lockstep revoke --id {present}", err)
            self.lockstep("sync")
            self.assertEqual(self.lockstep("get", "kept"), string)
            self.assertEqual([token["label"] for token in json.loads(self.lockstep("list", "--json"))["tokens"]], ["kept"])
            self.lockstep("revoke", "kept", "--yes")
            self.first = int(made["id"])
            self.expect_one(f"logged in, agent {has_agent}")

    def revoke_elsewhere(self, number):
        self.assertEqual(self.ask("DELETE", f"/v4/profile/tokens/{number}")[0], 200)

    def test_the_agent_tells_its_hook_and_gives_it_nothing_that_unlocks(self):
        hook, told = self.folder / "agents-hook", self.folder / "agents-told"
        hook.write_text(f'#!/bin/sh\n{{ echo "$LOCKSTEP_EVENT"; cat; env; ls -l /proc/$$/fd; }} >>{told}\n')
        hook.chmod(0o777)
        self.lockstep("agent", "hook", hook, expect=2)
        hook.chmod(0o755)
        self.lockstep("agent", "hook", hook)
        self.lockstep("create", "soon", "--scope", "linodes:ro", "--expiry", "2d")
        self.lockstep("create", "later", "--scope", "linodes:ro", "--expiry", "60d")
        self.lockstep("tick")
        self.assertFalse(told.exists(), "it is the agent's")
        self.agent()
        # Without what opens the vault nobody names another one.
        self.lockstep("agent", "hook", "--clear", "--no-input", expect=3)
        eventually(lambda: told.exists() and "PATH=" in told.read_text(), "told of what expires")
        event, line, *rest = told.read_text().splitlines()
        found = json.loads(line)
        self.assertEqual((event, found["label"], found["within"]), ("warn", "soon", "3d"))
        self.assertEqual([name for name in rest if name.startswith("LOCKSTEP_") and name != "LOCKSTEP_EVENT=warn"], [])
        self.assertFalse([entry for entry in rest if "vault.db" in entry or "memfd" in entry])
        self.assertNotIn(self.lockstep("get", "soon").strip(), told.read_text())
        self.doCleanups()
        self.lockstep("tick", "--hook", hook)
        self.assertEqual(told.read_text().count("warn\n{"), 1, "once at each threshold")
        self.lockstep("agent", "hook", "--clear")
        self.lockstep("revoke", "soon", "later", "--yes")


if __name__ == "__main__":
    unittest.main()
