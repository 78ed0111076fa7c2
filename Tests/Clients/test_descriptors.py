"""Standard descriptors that the caller closed: nothing crashes, and no secret goes where another file got their number."""

import itertools
import json
import os
import pathlib
import subprocess

from lockstep import LockstepTest
from rooted import files_behind, needs_root
from sandbox import BUILT
from waiting import eventually

CLOSINGS = [set(some) for count in (1, 2, 3) for some in itertools.combinations(range(3), count)]


class Descriptors(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings["LOCKSTEP_SOCKET"] = str(cls.folder / "run" / "agent.sock")
        cls.make_one()

    def closed(self, closing, *words):
        """Runs a program with these descriptors closed."""
        line = 'exec "$0" "$@"' + "".join(f" {number}>&-" for number in sorted(closing))
        code, out, err = self.run_program("sh", "-c", line, *words, env=self.settings, input="")
        self.assertNotIn(self.string, err)
        return code, out, err

    def check_vault(self):
        """It is whole, and no file has the string."""
        self.lockstep("doctor")
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        self.assertEqual([path for path in files if self.string.encode() in path.read_bytes()], [])

    def handed_out(self):
        return self.lockstep("audit", "--json", "--event", "handed-out").count('"handed-out"')

    def check_get(self):
        for closing in CLOSINGS:
            with self.subTest(closing):
                before = self.handed_out()
                code, out, _ = self.closed(closing, BUILT / "lockstep", "get", "one")
                wanted = (1, "", 0) if 1 in closing else (0, self.string + "\n", 1)
                self.assertEqual((code, out, self.handed_out() - before), wanted)
        self.check_vault()

    def test_get_writes_the_string_to_an_open_stdout_only(self):
        self.check_get()

    def test_get_through_an_agent_that_was_started_with_closed_descriptors(self):
        for closing in CLOSINGS:
            with self.subTest(closing):
                self.assertEqual(self.closed(closing, BUILT / "lockstep", "agent", "start")[0], 0)
                self.assertEqual(self.lockstep("get", "one").strip(), self.string)
                self.lockstep("agent", "stop")
        self.lockstep("agent", "start")
        self.addCleanup(self.lockstep, "agent", "stop")
        self.check_get()

    @needs_root("it reads the descriptors of another process")
    def test_an_agent_that_was_started_with_closed_descriptors_has_something_there(self):
        for closing in CLOSINGS:
            with self.subTest(closing):
                self.assertEqual(self.closed(closing, BUILT / "lockstep", "agent", "start")[0], 0)
                pid = json.loads(self.lockstep("status", "--json"))["agentPid"]
                self.assertEqual(list(files_behind(pid, {0, 1}).values()), ["/dev/null"] * 2)
                self.lockstep("agent", "stop")

    def test_an_agent_in_the_foreground_puts_none_of_its_files_there(self):
        socket = pathlib.Path(self.settings["LOCKSTEP_SOCKET"])
        socket.parent.mkdir(mode=0o700, exist_ok=True)
        words = ["--socket", socket, "--vault", self.vault, "--state", self.folder / "state" / "lockstep"]
        for closing in CLOSINGS:
            with self.subTest(closing):
                line = 'exec "$0" "$@"' + "".join(f" {number}>&-" for number in sorted(closing))
                program = ["sh", "-c", line, str(BUILT / "lockstep-agent"), *map(str, words)]
                nothing = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
                with subprocess.Popen(program, env=self.settings, **nothing) as agent:
                    eventually(lambda: '"agent":true' in self.lockstep("status", "--json"), "the agent")
                    self.lockstep("unlock")
                    self.assertEqual(self.lockstep("get", "one").strip(), self.string)
                    taken = files_behind(agent.pid, closing) if os.geteuid() == 0 else {}
                    self.lockstep("agent", "stop")
                    self.assertEqual(agent.wait(20), 0)
                self.assertLessEqual(set(taken.values()), {"/dev/null"})
        self.check_vault()

    def test_run_gives_the_command_the_descriptors_that_it_would_have_directly(self):
        seen = self.folder / "seen"
        look = ["sh", "-c", f"ls /proc/$$/fd >{seen}; :"]
        for closing in CLOSINGS:
            with self.subTest(closing):
                self.closed(closing, *look)
                direct = seen.read_text()
                self.assertEqual(self.closed(closing, BUILT / "lockstep", "run", "one", "--", *look)[0], 0)
                self.assertEqual(seen.read_text(), direct)

    def test_a_token_is_made_and_revoked(self):
        for closing in CLOSINGS:
            with self.subTest(closing):
                words = ("--scope", "linodes:ro", "--expiry", "9d")
                code, _, err = self.closed(closing, BUILT / "lockstep", "create", "made", *words)
                self.assertEqual(code, 0, err)
                code, _, err = self.closed(closing, BUILT / "lockstep", "revoke", "made", "--yes")
                self.assertEqual(code, 0, err)
        self.check_vault()
