"""Interactive shells on a terminal of Python's own, in which `lockstep` is a function that shows its words."""

import os
import pty
import re
import select
import shutil
import signal
import time

# What the completion script asks goes to the program; all else is shown, a word in angle brackets.
SHOWING = r"""lockstep() { case $1 in complete) command lockstep "$@" ;; *) printf '<%s>' "$@"; echo '!' ;; esac; }"""
STARTS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source <(command lockstep completion bash)"),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit; compinit -u -D; source <(command lockstep completion zsh)"),
}


class Shell:
    """A shell with the completion script, as somebody has it who followed the help."""

    def __init__(self, name, environment, folder):
        words, script = STARTS[name]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(words[0], words, environment | {"TERM": "dumb", "PS1": "$ ", "HISTFILE": ""})
        self.seen = ""
        # Lines of one width, so that none is broken; no bell, and nothing asked before a list is shown.
        self.write("stty -echo cols 200 rows 50\n")
        self.write(f"{script}\n{SHOWING}\necho be'gun'\n")
        self.see("begun")

    def write(self, text):
        os.write(self.terminal, text.encode())

    def see(self, pattern, seconds=10):
        """Waits until the terminal has shown this since the last time."""
        deadline = time.monotonic() + seconds
        while not (found := re.search(pattern, self.seen, re.DOTALL)):
            if not select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError(f"no {pattern!r} in {self.seen!r}")
            self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        self.seen = self.seen[found.end() :]
        return found

    def completed(self, text):
        """The words of a line that is typed so, completed and entered."""
        self.write(f"{text}\t\n")
        self.shown = self.see(r".*?((<[^<>]*>)+)!")
        return re.findall(r"<([^>]*)>", self.shown[1])

    def lists(self, text, pattern):
        """Waits until this is shown for a line that can go on in several ways; it is entered as it is then."""
        self.write(f"{text}\t\t")
        self.see(pattern)
        self.write("\n")
        self.see("!")

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def has(name):
    return shutil.which(name) is not None
