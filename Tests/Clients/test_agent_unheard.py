"""An agent that is hard to reach: it was stopped, its file beside the vault was changed, or it has no descriptor left."""

import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess

from agent import AgentTest, pid_behind
from sandbox import BUILT
from waiting import eventually


class Unheard(AgentTest):
    def setUp(self):
        self.start()
        self.beside = pathlib.Path(f"{self.vault}-agent")

    def said(self, *words, expect):
        """What lockstep says on stderr; only the agent can open the vault."""
        settings = self.settings | {"LOCKSTEP_KEY_FILE": ""}
        code, _, err = self.run_program(BUILT / "lockstep", *words, "--no-input", env=settings)
        self.assertEqual(code, expect, err)
        return err

    def state(self):
        return json.loads(self.alone("status", "--json"))["vault"]

    def test_one_whose_file_was_emptied_or_changed_is_locked_and_stopped_all_the_same(self):
        pid = pid_behind(self.socket)
        for content in ("", "\n", "no number\n/nowhere\n", f"{pid}\n/nowhere\n", f"{pid}\n\n", "\0" * 5000):
            for verb in (("lock",), ("agent", "stop")):
                with self.subTest(content=content[:20], verb=verb):
                    self.lockstep("unlock")
                    self.assertEqual(self.state(), "unlocked")
                    self.beside.write_text(content)
                    self.assertEqual(self.alone("get", "one").strip(), self.string)
                    self.assertNotIn("process 0", self.said(*verb, expect=0))
                    self.assertEqual(self.state(), "locked")

    def test_one_that_cannot_be_reached_and_whose_file_was_emptied_is_told_as_such(self):
        self.beside.write_text("")
        moved = self.socket + ".away"
        with self.stopped():
            os.rename(self.socket, moved)
            said = self.said("lock", expect=10)
        self.assertNotIn("process 0", said)
        self.assertNotIn("''", said)
        self.assertIn("was changed", said)

    def test_one_whose_file_was_deleted_writes_it_again(self):
        for verb in ("lock",), ("agent", "stop"):
            with self.subTest(verb=verb):
                self.lockstep("unlock")
                self.beside.unlink()
                eventually(lambda: self.alone("get", "one") and self.beside.exists(), "the file")
                # Found by that file alone.
                elsewhere = self.settings | {"XDG_RUNTIME_DIR": str(self.folder / "state")}
                del elsewhere["LOCKSTEP_SOCKET"]
                code, _, err = self.run_program(BUILT / "lockstep", *verb, env=elsewhere)
                self.assertEqual((code, self.state()), (0, "locked"), err)

    def test_one_that_is_locked_is_found_at_the_usual_place_of_another_session(self):
        usual = pathlib.Path(f"/tmp/lockstep-{os.geteuid()}")
        if usual.exists() or pathlib.Path(f"/run/user/{os.geteuid()}").exists():
            self.skipTest("this user has an agent, or a session")
        self.lockstep("agent", "stop")
        self.addCleanup(self.start)
        self.addCleanup(shutil.rmtree, usual, ignore_errors=True)
        settings = {name: value for name, value in self.settings.items() if name != "LOCKSTEP_SOCKET"}
        (self.folder / "other").mkdir(mode=0o700, exist_ok=True)
        for verb, word in (("lock",), "was already locked"), (("agent", "stop"), "ended"):
            with self.subTest(verb=verb):
                code, _, err = self.run_program(BUILT / "lockstep", "agent", "start", env=settings | {"LOCKSTEP_KEY_FILE": ""})
                self.assertEqual(code, 0, err)
                elsewhere = settings | {"XDG_RUNTIME_DIR": str(self.folder / "other")}
                code, _, err = self.run_program(BUILT / "lockstep", *verb, env=elsewhere)
                self.assertEqual(code, 0, err)
                self.assertIn(word, err)

    def test_one_whose_socket_was_passed_to_it_is_told_as_stopped_by_its_own_process(self):
        self.lockstep("agent", "stop")
        path = self.folder / "run" / "passed.sock"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen(9)
            words = f"LISTEN_PID=$$ LISTEN_FDS=1 exec {BUILT}/lockstep-agent --socket /none --vault $LOCKSTEP_VAULT --state $XDG_STATE_HOME"
            agent = subprocess.Popen(
                ["sh", "-c", f"exec 3<&{listener.fileno()}; {words}/lockstep"], pass_fds=[listener.fileno()], env=os.environ | self.settings
            )
        try:
            eventually(lambda: pid_behind(str(path)) == agent.pid, "the agent's own word")
            settings = self.settings | {"LOCKSTEP_SOCKET": str(path)}
            code, _, err = self.run_program(BUILT / "lockstep", "unlock", env=settings)
            self.assertEqual(code, 0, err)
            os.kill(agent.pid, signal.SIGSTOP)
            code, _, err = self.run_program(BUILT / "lockstep", "get", "one", "--no-input", env=settings | {"LOCKSTEP_KEY_FILE": ""})
            self.assertEqual(code, 3, err)
            self.assertIn(f"kill -CONT {agent.pid}", err)
        finally:
            agent.kill()
            agent.wait()
            self.start()

    def test_one_that_was_stopped_is_told_at_once_and_how_to_go_on(self):
        pid = pid_behind(self.socket)
        with self.stopped():
            for verb, code in ((("get", "one"), 3), (("lock",), 10), (("agent", "stop"), 10), (("status",), 0)):
                with self.subTest(verb=verb):
                    self.assertIn(f"kill -CONT {pid}", self.said(*verb, expect=code))
            status = json.loads(self.alone("status", "--json"))
            self.assertEqual((status["vault"], status["agentCode"]), ("unlocked", "stopped-agent"))
        # What it was told meanwhile it does.
        eventually(lambda: self.state() == "locked", "a locked agent")

    def test_one_without_a_descriptor_left_says_that_and_nothing_else(self):
        pid = pid_behind(self.socket)
        hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)[1]
        for limit in range(13, 19):
            with self.subTest(limit=limit):
                self.lockstep("lock")
                resource.prlimit(pid, resource.RLIMIT_NOFILE, (limit, hard))
                code, _, err = self.run_program(BUILT / "lockstep", "unlock", env=self.settings)
                if code != 0:
                    self.assertIn("file descriptor", err)
                resource.prlimit(pid, resource.RLIMIT_NOFILE, (hard, hard))
                self.lockstep("unlock")
