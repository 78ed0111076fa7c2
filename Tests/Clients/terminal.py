"""Programs in a terminal: one of Python's own (pty), or one that tmux draws and whose screen can be read."""

import os
import pty
import re
import shutil
import signal
import subprocess
import threading
import unittest

from lockstep import LockstepTest
from sandbox import BUILT
from waiting import eventually


def in_terminal(words, environment, keys=b"", seconds=20):
    """Runs a program as the leader of a session on a terminal of its own, types once it has written `ready`.

    Gives its wait status, process id and what stood on the terminal; one that does not end in time is killed.
    """
    words = [str(word) for word in words]
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # which Python ignores
            os.execvpe(words[0], words, environment)
        finally:
            os._exit(99)
    seen, late = b"", threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
    late.start()
    try:
        while more := os.read(terminal, 4096):
            seen += more
            if keys and b"ready" in seen:
                os.write(terminal, keys)
                keys = b""
    except OSError:
        pass  # the other side is closed
    os.close(terminal)
    status = os.waitpid(pid, 0)[1]
    late.cancel()
    return status, pid, seen.decode(errors="backslashreplace")


@unittest.skipUnless(shutil.which("tmux"), "tmux is not there")
class TmuxTest(LockstepTest):
    """Each class of tests has a tmux server on a socket of its own, and a token `one`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lockstep(cls(), "create", "one", "--scope", "linodes:ro", "--expiry", "9d")
        cls.surroundings = cls.settings | {
            "HOME": str(cls.folder), "PATH": f"{BUILT}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "PS1": "$ ",
            "TERM": "xterm-256color", "TMUX_TMPDIR": str(cls.folder), "PROMPT_COMMAND": "", "F": str(cls.folder),
        }  # fmt: skip
        cls.surroundings["HISTFILE"] = ""
        # A server without a session would be about to end when the next test wants one.
        cls.tmux(cls(), "start-server", ";", "set-option", "-g", "exit-empty", "off")

    @classmethod
    def tearDownClass(cls):
        subprocess.run(["tmux", "-L", "lockstep", "kill-server"], env=cls.surroundings, capture_output=True, timeout=20)
        super().tearDownClass()

    def tmux(self, *words):
        words = ["tmux", "-L", "lockstep", "-f", "/dev/null", *words]
        done = subprocess.run(words, env=self.surroundings, capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def window(self, *command):
        """A new window of 80 by 24 with this program; every key goes there from now on."""
        self.pane = self.tmux("new-session", "-dP", "-F", "#{pane_id}", "-x", "80", "-y", "24", *command).strip()
        self.addCleanup(subprocess.run, ["tmux", "-L", "lockstep", "kill-session", "-t", self.pane],
                        env=self.surroundings, capture_output=True)  # fmt: skip

    def shell(self):
        self.window("bash", "--norc", "--noprofile", "-i")
        self.see(r"^\$ $")

    def keys(self, *keys):
        self.tmux("send-keys", "-t", self.pane, *keys)

    def line(self, text):
        self.tmux("send-keys", "-t", self.pane, "-l", text)
        self.keys("Enter")

    def fresh(self, text):
        """A line on an empty screen: what is seen from then on was not there before."""
        self.line("clear")
        self.see(r"\A\$ $")
        self.line(text)

    def screen(self, *flags):
        return self.tmux("capture-pane", "-p", *flags, "-t", self.pane)

    def see(self, pattern):
        """Waits until the screen has it."""
        try:
            return eventually(lambda: self.searched(pattern), pattern)
        except AssertionError as problem:
            raise AssertionError(f"{problem}\n{self.screen()}") from None

    def searched(self, pattern):
        text = "\n".join(line.rstrip() + (" " if line.rstrip() == "$" else "") for line in self.screen().splitlines())
        return re.search(pattern, text, re.MULTILINE)

    def state(self, pid):
        """The letter of a process's state, and its group, session, terminal and foreground group."""
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return fields[0], fields[2:6]
