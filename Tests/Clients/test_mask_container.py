"""`lockstep run --mask` in a PID namespace of its own, as in a container: signals from outside name no sender there."""

import pathlib
import signal
import subprocess
import unittest

from lockstep import LockstepTest
from sandbox import BUILT
from waiting import eventually

# An ordinary user needs a user namespace, too; where neither is allowed there is nothing to test.
NAMESPACES = (["unshare", "--pid", "--fork", "--kill-child"], ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"])
# What ends a container: docker stop and kill, `--stop-signal` of web servers and of systemd, lxc-stop, a watchdog.
STOPS = {"TERM": 15, "INT": 2, "QUIT": 3, "HUP": 1, "USR1": 10, "WINCH": 28, "PWR": 30, "ABRT": 6, "37": 37}


def namespace():
    for words in NAMESPACES:
        if subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    raise unittest.SkipTest("no PID namespace can be made here")


class Container(LockstepTest):
    @classmethod
    def setUpClass(cls):
        cls.unshare = namespace()
        super().setUpClass()
        cls.lockstep(cls(), "create", "one", "--scope", "linodes:ro", "--expiry", "9d")

    def started(self, line):
        """A masked line of shell in the namespace, once it has said that it is ready, and the number of the mask out here."""
        words = [*self.unshare, BUILT / "lockstep", "run", "one", "--mask", "--", "bash", "-c", line]
        process = subprocess.Popen(words, env=self.settings | {"PATH": "/usr/bin:/bin", "HOME": str(self.folder)},
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)  # fmt: skip
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline(), b"ready\n")
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        return process, int(eventually(children.read_text, "the mask").split()[0])

    def kill(self, pid, number):
        subprocess.run(["kill", f"-{number}", str(pid)], check=True)

    def test_each_signal_from_outside_reaches_the_command_once(self):
        for name, number in STOPS.items():
            with self.subTest(name):
                line = f"n=0; trap 'echo {name}; n=1' {name}; echo ready; while [ $n = 0 ]; do sleep 0.01; done; exit 7"
                process, pid = self.started(line)
                self.kill(pid, number)
                self.assertEqual((process.communicate(timeout=20)[0].decode(), process.returncode), (f"{name}\n", 7))

    def test_what_stops_a_container_ends_a_command_that_does_not_trap_it(self):
        process, pid = self.started("echo ready; exec sleep 100")
        self.kill(pid, signal.SIGTERM.value)
        self.assertEqual((process.communicate(timeout=20)[0], process.returncode), (b"", 143))
