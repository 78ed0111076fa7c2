"""An agent of another version, left over from before an upgrade or a downgrade: told apart, gone on without, replaced."""

import contextlib
import json
import os

from agent import LOCK, STOP, AgentTest, OtherAgent
from sandbox import BUILT

VERSIONS = (1, 2, 65535)


class OtherVersions(AgentTest):
    @contextlib.contextmanager
    def other(self, version, *understood):
        with self.subTest(version=version):
            other = OtherAgent(self.socket, version, understood)
            try:
                yield other
            finally:
                other.end()

    def status(self):
        return json.loads(self.alone("status", "--json"))

    def test_get_goes_on_without_it(self):
        for version in VERSIONS:
            with self.other(version) as other:
                code, out, err = self.run_program(BUILT / "lockstep", "get", "one", env=self.settings)
                self.assertEqual((code, out.strip()), (0, self.string))
                self.assertIn("lockstep: warning: The running agent has a different version.", err)
                self.assertIn("lockstep agent start", err)
                self.alone("get", "one", expect=3)
                self.assertNotIn(STOP, other.kinds)

    def test_status_says_that_it_is_of_another_version(self):
        for version in VERSIONS:
            with self.other(version):
                status = self.status()
                self.assertEqual((status["agent"], status["agentCode"]), (False, "other-agent"))
                code, out, err = self.run_program(BUILT / "lockstep", "status", env=self.settings)
                self.assertEqual(code, 0)
                self.assertRegex(out, r"(?m)^agent +cannot be used$")
                self.assertIn("The running agent has a different version. Replace it: lockstep agent start\n", err)
        self.assertEqual((self.status()["agent"], self.status()["agentCode"]), (False, None))

    def test_starting_and_unlocking_replace_it(self):
        for words in (["agent", "start"], ["unlock"]):
            for version in VERSIONS:
                with self.other(version) as other:
                    self.lockstep(*words)
                    self.assertEqual(other.kinds[-1], STOP)
                    self.assertNotIn(self.status()["agentPid"], (None, os.getpid()))
                    self.assertEqual(self.alone("get", "one").strip(), self.string)
                    self.lockstep("agent", "stop")

    def test_one_that_cannot_be_locked_is_stopped(self):
        for verb in (["lock"], ["agent", "stop"]):
            for version in VERSIONS:
                with self.other(version) as other:
                    code, _, err = self.run_program(BUILT / "lockstep", *verb, env=self.settings)
                    self.assertEqual(code, 0, err)
                    self.assertIn("its keys", err)
                    self.assertEqual(other.kinds[-1], STOP)
                    self.assertFalse(self.status()["agent"])

    def test_one_that_can_be_locked_is_not_stopped(self):
        for version in VERSIONS:
            with self.other(version, LOCK) as other:
                self.lockstep("lock")
                self.assertEqual(other.kinds[-1], LOCK)
                self.lockstep("agent", "stop")
                self.assertEqual(other.kinds[-1], STOP)
                self.assertFalse(self.status()["agent"])
