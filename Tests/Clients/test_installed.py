"""The programs as they are installed: nobody may read them, so that no other program of the user ever sees their memory."""

import json
import os
import pathlib
import stat
import subprocess
import sys
import unittest

from lockstep import LockstepTest
from sandbox import BUILT
from unprivileged import BECOME, IS_ROOT, USER, can_become
from waiting import eventually

INSTALL = pathlib.Path(__file__).resolve().parents[2] / "Scripts" / "install"
PROGRAMS = ("lockstep", "lockstep-agent", "lockstep-provider")
# By root they are installed as a package does it, else as in a home.
MODE = 0o711 if IS_ROOT else 0o111
# One that the user reaches.
PYTHON = os.path.realpath("/usr/bin/python3" if IS_ROOT else sys.executable)
# What is traced from its first instruction on, by who starts it.
TRACE = """import ctypes, os, sys
libc = ctypes.CDLL(None)
if not (pid := os.fork()):
    libc.ptrace(0, 0, 0, 0)
    os.execv(sys.argv[1], sys.argv[1:])
while os.WIFSTOPPED(status := os.waitpid(pid, 0)[1]):
    libc.ptrace(7, pid, 0, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"""
TRACED = "Another process is tracing this one and could read every secret."


@unittest.skipUnless(can_become(), "another user has to reach the programs")
class Installed(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings["LOCKSTEP_SOCKET"] = str(cls.folder / "run" / "agent.sock")
        (cls.folder / "run").mkdir(mode=0o700)
        for folder, mode in {"closed": MODE, "open": 0o755}.items():
            cls.install(cls.folder / folder)
            for name in PROGRAMS:
                assert stat.S_IMODE((cls.folder / folder / "bin" / name).stat().st_mode) == MODE
                (cls.folder / folder / "bin" / name).chmod(mode)
        if IS_ROOT:
            for path in (cls.folder, *cls.folder.rglob("*")):
                if path.parent.name != "bin":
                    os.chown(path, USER, USER, follow_symlinks=False)

    @classmethod
    def install(cls, folder):
        code, _, err = cls.run_program(cls(), INSTALL, "--prefix", folder, env={"LOCKSTEP_BUILT": str(BUILT)})
        assert code == 0, err
        folder.chmod(0o755)

    def as_user(self, *words, **more):
        return self.run_program(*BECOME, *words, env=self.settings, **more)

    def run_closed(self, *words):
        code, out, err = self.as_user(self.folder / "closed" / "bin" / "lockstep", *words)
        self.assertEqual(code, 0, err)
        return out

    def test_all_of_it_works(self):
        self.run_closed("create", "one", "--scope", "linodes:ro", "--expiry", "9d")
        string = self.run_closed("get", "one")
        self.run_closed("agent", "start")
        self.addCleanup(self.run_closed, "agent", "stop")
        self.run_closed("grant", "one", "--exe", PYTHON)
        ask = f"import subprocess; print(subprocess.run(['{self.folder}/closed/bin/lockstep', 'get', 'one'], capture_output=True, text=True).stdout, end='')"
        self.assertEqual(self.as_user(PYTHON, "-c", ask), (0, string, ""))
        entry = json.loads(self.run_closed("audit", "--json"))["entries"][-1]
        self.assertEqual(entry["caller"]["executable"], PYTHON)
        self.run_closed("grant", "one", "--clear")
        self.assertEqual(self.run_closed("run", "one", "--", "printenv", "LINODE_TOKEN"), string)
        self.run_closed("sync")
        self.run_closed("revoke", "one", "--yes")

    def is_opened(self, folder, name):
        """Whether the user can open a program's memory before its first instruction."""
        # What the loader reports is read by nobody: it waits before the program begins.
        words = [*BECOME, "sh", "-c", 'LD_DEBUG=all exec "$@"', "sh", self.folder / folder / "bin" / name, "--help"]
        with subprocess.Popen(list(map(str, words)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            comm = pathlib.Path(f"/proc/{process.pid}/comm")
            eventually(lambda: comm.read_text().strip() == name[:15], "the program")
            code, _, _ = self.as_user("dd", f"if=/proc/{process.pid}/mem", "of=/dev/null", "count=0")
            process.kill()
        return code == 0

    def test_nobody_opens_their_memory_between_their_start_and_their_first_instruction(self):
        for name in PROGRAMS:
            with self.subTest(name):
                self.assertFalse(self.is_opened("closed", name))
                if not self.is_opened("open", name):
                    self.skipTest("here not even a program that may be read is opened")

    def test_what_was_installed_goes_again_and_nothing_else(self):
        prefix = self.folder / "again"
        (prefix / "share").mkdir(parents=True)
        (prefix / "share" / "other").touch()
        self.install(prefix)
        self.assertTrue((prefix / "bin" / "git-credential-lockstep").is_symlink())
        self.assertIn(f"ExecStart={prefix}/bin/lockstep-agent ", next(prefix.rglob("user/lockstep-agent.service")).read_text())
        (prefix / "bin" / "other").touch()
        # As a version that had one more, and put it into a folder of its own.
        (prefix / "share" / "former").mkdir()
        (prefix / "share" / "former" / "page").touch()
        with (prefix / "lib" / "lockstep" / "installed").open("a") as installed:
            installed.write("share/former/\nshare/former/page\n")
        self.install(prefix)
        self.assertFalse((prefix / "share" / "former" / "page").exists())
        self.assertEqual(self.run_program(INSTALL, "--prefix", prefix, "--uninstall")[0], 0)
        left = sorted(str(path.relative_to(prefix)) for path in prefix.rglob("*"))
        self.assertEqual(left, ["bin", "bin/other", "share", "share/other"])

    def test_one_that_is_traced_does_not_go_on(self):
        for folder in ("closed", "open"):
            for name in PROGRAMS:
                with self.subTest(f"{folder}/{name}"):
                    code, out, err = self.as_user(PYTHON, "-c", TRACE, self.folder / folder / "bin" / name, "--help")
                    self.assertEqual((code, out), (1, ""), err)
                    self.assertIn(TRACED, err)


@unittest.skipUnless(IS_ROOT, "needs root: it installs as a package does, and becomes another user")
class Packaged(Installed):
    needs_root = True


if __name__ == "__main__":
    unittest.main()
