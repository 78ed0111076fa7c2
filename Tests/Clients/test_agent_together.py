"""Several that start, unlock and stop the agent at once, and agents of which one cannot be reached."""

import json
import os
import pathlib
import signal
import subprocess

from agent import AgentTest, OtherAgent, pid_behind
from sandbox import BUILT
from waiting import eventually


def agents(socket):
    """The processes of agents that were started for a socket; each has one more, which forks the workers."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            state = (entry / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if words[0].endswith(b"lockstep-agent") and socket.encode() in words and state[0] != "Z":
            found.append((int(entry.name), int(state[1])))
    pids = {pid for pid, _ in found}
    return [pid for pid, parent in found if parent not in pids]


class Together(AgentTest):
    def at_once(self, count, *words):
        """Runs lockstep so many times at the same time; each has to end well."""
        running = [
            subprocess.Popen([BUILT / "lockstep", *words], env=self.settings | {"HOME": str(self.folder)},
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            for _ in range(count)
        ]  # fmt: skip
        said = [each.communicate(timeout=60)[1].decode() for each in running]
        for each, text in zip(running, said):
            self.assertEqual(each.returncode, 0, text)
        return said

    def test_of_several_starts_all_end_well_and_one_agent_is_left(self):
        for words in (("agent", "start"), ("unlock",)):
            for _ in range(4):
                with self.subTest(words):
                    self.at_once(8, *words)
                    eventually(lambda: agents(self.socket) == [pid_behind(self.socket)], "one agent alone")
                    self.assertEqual(self.alone("get", "one").strip(), self.string)
                    self.at_once(4, "agent", "stop")
                    eventually(lambda: not agents(self.socket), "no agent")

    def test_a_socket_that_a_killed_agent_left_is_taken_over_by_one_of_them(self):
        for _ in range(4):
            self.at_once(1, "agent", "start")
            os.kill(pid_behind(self.socket), signal.SIGKILL)
            self.at_once(8, "agent", "start")
            eventually(lambda: agents(self.socket) == [pid_behind(self.socket)], "one agent alone")
            self.assertEqual(self.alone("get", "one").strip(), self.string)
            self.at_once(1, "agent", "stop")

    def test_one_of_another_version_is_replaced_by_one_of_them(self):
        other = OtherAgent(self.socket, 2)
        self.addCleanup(other.end)
        self.at_once(5, "agent", "start")
        eventually(lambda: agents(self.socket) == [pid_behind(self.socket)], "one agent alone")
        self.assertEqual(self.alone("get", "one").strip(), self.string)
        self.at_once(1, "agent", "stop")


class Reached(AgentTest):
    """An agent for this vault, at a place of its own, and one for another vault at the usual place."""

    def setUp(self):
        self.start()
        (self.folder / "session").mkdir(mode=0o700, exist_ok=True)
        self.other = str(self.folder / "other" / "vault.db")
        self.usual = self.settings | {"XDG_RUNTIME_DIR": str(self.folder / "session"), "LOCKSTEP_KEY_FILE": ""}
        del self.usual["LOCKSTEP_SOCKET"]
        if not os.path.exists(self.other):
            self.said(0, "init", "--key-file", self.folder / "key2", "--recovery-file", self.folder / "paper2", "--vault", self.other)
        self.said(0, "unlock", "--key-file", self.folder / "key2", "--vault", self.other)
        self.addCleanup(self.said, 0, "agent", "stop", "--vault", self.other)

    def said(self, expect, *words):
        code, out, err = self.run_program(BUILT / "lockstep", *words, env=self.usual)
        self.assertEqual(code, expect, err)
        return out if "--json" in words else err

    def state(self, vault):
        return json.loads(self.said(0, "status", "--json", "--vault", vault))["vault"]

    def test_all_that_can_be_reached_are_locked_and_named_though_the_first_cannot_be(self):
        pid = pid_behind(self.socket)
        for words in (("lock",), ("agent", "stop")):
            with self.subTest(words):
                self.said(0, "unlock", "--key-file", self.folder / "key2", "--vault", self.other)
                with self.stopped():
                    said = self.said(10, *words)
                    self.assertIn(f"kill -CONT {pid}", said)
                    self.assertIn(f"{self.other}", said)
                    self.assertEqual(self.state(self.other), "locked")
                    self.assertEqual(self.state(str(self.vault)), "unlocked")
                # What it was told meanwhile it does.
                eventually(lambda: self.state(str(self.vault)) == "locked", "the keys gone")
                self.lockstep("unlock")

    def test_what_was_locked_and_stopped_is_named_by_its_process(self):
        own, other = pid_behind(self.socket), pid_behind(str(self.folder / "session" / "lockstep" / "agent.sock"))
        said = self.said(0, "lock")
        self.assertIn(f"Locked: the agent (process {own}) has wiped its keys.", said)
        self.assertIn(f"Locked: the agent (process {other}) of '{self.other}' has wiped its keys.", said)
        self.assertIn(f"The agent (process {other}) of '{self.other}' was already locked.", self.said(0, "lock"))
        self.lockstep("unlock")
        told = json.loads(self.said(0, "agent", "stop", "--json"))
        self.assertEqual([(each["became"], each["pid"]) for each in told["agents"]], [("stopped", own), ("stopped", other)])
        self.assertEqual((told["vault"], told["agent"]), ("locked", False))

    def test_where_none_is_found_it_is_not_said_that_none_runs(self):
        self.said(0, "agent", "stop")
        said = self.said(0, "lock")
        self.assertIn("No agent was found: nothing is listening at", said)
        self.assertNotIn("No agent is running", said)
