"""The agent's memory: not to be read by its own user, in no core file, and without secrets where root reads it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import unittest

from rooted import needs_root
from sandbox import BUILT
from unprivileged import BECOME, UnprivilegedTest, give, user

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import Client, hand_out, memory

ATTACH = "import ctypes, sys; libc = ctypes.CDLL(None, use_errno=True); " \
    "sys.exit(0 if libc.ptrace(16, int(sys.argv[1]), 0, 0) == 0 else ctypes.get_errno())"  # fmt: skip
WAYS = {
    "/proc/PID/mem": ["dd", "if=/proc/PID/mem", "of=/dev/null", "count=0"],
    "/proc/PID/environ": ["cat", "/proc/PID/environ"],
    "/proc/PID/maps": ["cat", "/proc/PID/maps"],
    "ptrace(PTRACE_ATTACH)": ["/usr/bin/python3", "-c", ATTACH, "PID"],
    "strace": ["timeout", "-s", "INT", "0.5", "strace", "-p", "PID"],
    "gcore": ["gcore", "-o", "FOLDER/core", "PID"],
}
WARNING = "not all memory for secrets can be locked, so they may reach swap; raise ulimit -l"
NO_LOCKS = ["--memlock=0:0"]


class Memory(UnprivilegedTest):
    def cores(self):
        return [path.name for path in self.folder.rglob("core*")]

    def forget_cores(self):
        """Whether there were any."""
        return [(self.folder / name).unlink() for name in self.cores()] != []

    def tried(self, way, pid):
        """Whether the user can look into a process this way."""
        words = [word.replace("PID", str(pid)).replace("FOLDER", str(self.folder)) for word in WAYS[way]]
        code, _, said = self.as_user(*words)
        return self.forget_cores() or code == 0 or " attached" in said

    def test_its_own_user_cannot_look_into_it(self):
        with self.agent() as agent, subprocess.Popen([*BECOME, "sleep", "100"], env=self.settings) as other:
            for way, words in WAYS.items():
                with self.subTest(way):
                    if not shutil.which(words[0] if words[0] != "timeout" else way):
                        self.skipTest(f"{way} is not there")
                    self.assertFalse(self.tried(way, agent.pid))
                    if not self.tried(way, other.pid):
                        self.skipTest(f"{way} does not work here at all")
            other.kill()

    def test_a_crash_leaves_no_core_file_and_no_report_of_memory(self):
        limits = ["--core=unlimited:unlimited"]
        for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGQUIT):
            with self.subTest(number.name), self.agent(limits) as agent:
                self.assertEqual(self.as_user(BUILT / "lockstep", "get", "one")[0], 0)
                agent.send_signal(number)
                self.assertEqual(agent.wait(20), -number)
                self.assertEqual(self.cores(), [])
        said = self.as_user("sh", "-c", "cd; ulimit -c; kill -SEGV $$", limits=limits)
        self.assertEqual(said[0], -signal.SIGSEGV)
        if not self.forget_cores():
            self.skipTest("no program leaves a core file in its folder here (core_pattern)")

    def scan(self, pid, needles):
        """Which of them root finds in a process's memory."""
        self.assertTrue(memory(pid, {"": self.settings["LOCKSTEP_VAULT"].encode()}), "the scan finds nothing at all")
        return memory(pid, needles)

    @needs_root("it reads the memory of another process")
    def test_it_keeps_no_string_and_once_locked_no_key(self):
        with self.agent() as agent:
            key = (self.folder / "key").read_bytes()
            frame = hand_out(str(self.vault), "one")
            for _ in range(1000):
                with user():
                    client = Client(self.settings["LOCKSTEP_SOCKET"])
                self.assertEqual(client.ask(frame)[1].decode(), self.string)
                client.socket.close()
            needles = {"string": self.string.encode(), "half of it": self.string[:32].encode(), "key file": key}
            self.assertEqual(self.scan(agent.pid, needles), set())
            self.assertEqual(self.as_user(BUILT / "lockstep", "lock")[0], 0)
            self.assertEqual(self.scan(agent.pid, needles), set())

    @needs_root("it reads the memory of another process")
    def test_it_keeps_no_passphrase(self):
        phrase, other = self.folder / "phrase", self.folder / "other"
        phrase.write_text("crimson harbour lantern\n")
        other.mkdir()
        give(phrase, other)
        self.settings = self.settings | {"LOCKSTEP_VAULT": str(other / "vault.db"), "LOCKSTEP_KEY_FILE": ""}
        for words in (["init", "--recovery-file", other / "recovery"], ["agent", "start"]):
            said = self.as_user(BUILT / "lockstep", *words, "--passphrase-file", phrase)
            self.assertEqual(said[0], 0, said)
        self.addCleanup(self.as_user, BUILT / "lockstep", "agent", "stop")
        status = json.loads(self.as_user(BUILT / "lockstep", "status", "--json")[1])
        self.assertEqual(self.scan(status["agentPid"], {"passphrase": b"crimson harbour"}), set())
        self.as_user(BUILT / "lockstep", "lock")
        self.assertEqual(self.scan(status["agentPid"], {"passphrase": b"crimson harbour"}), set())

    def test_get_warns_once_where_memory_cannot_be_locked_and_works(self):
        said = self.as_user(BUILT / "lockstep", "get", "one", limits=NO_LOCKS)
        self.assertEqual(said, (0, self.string + "\n", f"lockstep: warning: {WARNING}\n"))

    def test_the_agent_warns_once_where_memory_cannot_be_locked_and_works(self):
        with self.agent(NO_LOCKS, says=f"lockstep-agent: warning: {WARNING}\n"):
            self.assertEqual(self.as_user(BUILT / "lockstep", "get", "one"), (0, self.string + "\n", ""))

    def test_agent_start_warns_once_where_memory_cannot_be_locked_and_works(self):
        code, out, err = self.as_user("timeout", "20", BUILT / "lockstep", "agent", "start", limits=NO_LOCKS)
        self.addCleanup(self.as_user, BUILT / "lockstep", "agent", "stop")
        self.assertEqual((code, out), (0, ""))
        # Each process once: this one for what it holds itself, and in the agent's place.
        for who in ("", "the agent: "):
            self.assertEqual(err.count(f"lockstep: warning: {who}{WARNING}"), 1, err)
        self.assertIn("unlocked", err)
        bare = ["env", "LOCKSTEP_KEY_FILE=", BUILT / "lockstep", "get", "one", "--no-input"]
        self.assertEqual(self.as_user(*bare), (0, self.string + "\n", ""))
