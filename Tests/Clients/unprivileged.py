"""A vault of a user without privileges: this one, or one on whose behalf root runs programs."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import unittest

from lockstep import LockstepTest
from sandbox import BUILT
from waiting import eventually

IS_ROOT = os.geteuid() == 0
USER = 65534 if IS_ROOT else os.geteuid()
# Through a shell: a program that may not be read, started by setpriv itself, would stay dumpable.
SHELL = ["sh", "-c", 'exec "$@"', "sh"]
BECOME = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", "--", *SHELL] if IS_ROOT else []


def can_become():
    """Whether that user reaches the programs that were built."""
    if IS_ROOT and not shutil.which("setpriv"):
        return False
    return subprocess.run([*BECOME, BUILT / "lockstep", "--version"], capture_output=True).returncode == 0


@contextlib.contextmanager
def user():
    """This process as that user."""
    if not IS_ROOT:
        yield
        return
    os.setegid(USER)
    os.seteuid(USER)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def give(*paths):
    """Makes files the user's."""
    for path in paths if IS_ROOT else ():
        os.chown(path, USER, USER, follow_symlinks=False)


@unittest.skipUnless(can_become(), "an ordinary user does not reach the programs here")
class UnprivilegedTest(LockstepTest):
    """The vault, opened by a key file, and a token `one`; all of it is the user's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings["LOCKSTEP_SOCKET"] = str(cls.folder / "run" / "agent.sock")
        cls.credentials = str(cls.folder / "run" / "credentials.sock")
        cls.make_one()
        (cls.folder / "run").mkdir(mode=0o700)
        give(cls.folder, *cls.folder.rglob("*"))

    def as_user(self, *words, limits=(), **more):
        """Runs a program as the user: its exit code, stdout and stderr."""
        return self.run_program("prlimit", *limits, *BECOME, *words, env=self.settings, **more)

    @contextlib.contextmanager
    def agent(self, limits=(), says=""):
        """An agent of the user in the foreground, unlocked; at its end it has said this."""
        sockets = ["--socket", self.settings["LOCKSTEP_SOCKET"], "--credentials", self.credentials]
        words = [*sockets, "--vault", self.vault, "--state", self.folder / "state" / "lockstep"]
        program = [*BECOME, BUILT / "lockstep-agent", *words]
        # In the folder, so that a core file would be found.
        with subprocess.Popen(["prlimit", *limits, *map(str, program)], env=self.settings, stderr=subprocess.PIPE, text=True,
                              cwd=self.folder) as agent:  # fmt: skip
            try:
                eventually(lambda: '"agent":true' in self.as_user(BUILT / "lockstep", "status", "--json")[1], "the agent")
                self.assertEqual(self.as_user(BUILT / "lockstep", "unlock")[0], 0)
                yield agent
            finally:
                agent.terminate()
                agent.send_signal(signal.SIGCONT)  # one that was traced may have been left stopped
                late = threading.Timer(20, agent.kill)
                late.start()
                said = agent.communicate()[1]
                late.cancel()
            self.assertEqual(said, says)
