"""`lockstep watch` and `run --refresh-file` beside their command, and what they say, line by line."""

import contextlib
import os
import queue
import re
import signal
import subprocess
import threading

from agent import AgentTest
from processes import children, state
from sandbox import BUILT
from waiting import eventually

# Says its process and its token, then what signals it gets, until it is told to end.
SERVER = """
trap 'echo term; exit 9' TERM; trap 'echo hup' HUP; trap 'echo usr1' USR1
echo "start $$ $LINODE_TOKEN"; while :; do sleep 0.05; done
"""


def descendants(pid):
    found = children(pid)
    return found + [further for child in found for further in descendants(child)]


class Watched:
    """A `lockstep` with a command, both of whose outputs are read line by line."""

    def __init__(self, test, *words, settings=None, **more):
        surroundings = {"HOME": str(test.folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [str(word) for word in [BUILT / "lockstep", *words]],
            env=surroundings | test.settings | {"LOCKSTEP_KEY_FILE": ""} | (settings or {}),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more,
        )  # fmt: skip
        self.pid, self.lines, self.seen = self.process.pid, queue.Queue(), []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        test.addCleanup(self.end)

    def read(self):
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line.rstrip("\n"))

    def see(self, pattern):
        """The next line that has this; fails where it does not come."""
        while True:
            try:
                line = self.lines.get(timeout=30)
            except queue.Empty:
                raise AssertionError(f"{pattern} did not come; there were {self.seen}") from None
            self.seen.append(line)
            if found := re.search(pattern, line):
                return found

    def rest_so_far(self):
        """All lines that came by now."""
        while not self.lines.empty():
            self.seen.append(self.lines.get())
        return self.seen

    def rest(self):
        """All lines that came, once it has ended."""
        self.reader.join(30)
        return self.rest_so_far()

    def started(self):
        """The process of the next start of SERVER, and its token."""
        found = self.see(r"^start (\d+) (\w*)$")
        return int(found[1]), found[2]

    def send(self, number):
        self.process.send_signal(number)

    def wait(self):
        return self.process.wait(30)

    def end(self):
        if self.process.poll() is None:
            # A command that ignores what it is told to end by outlives a watch that is killed.
            left = descendants(self.pid)
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.wait()
        self.reader.join(30)


class WatchTest(AgentTest):
    """A token `one` for each test, and an unlocked agent."""

    def setUp(self):
        super().setUp()
        self.lockstep("unlock")
        self.addCleanup(self.lockstep, "agent", "stop")
        self.renew()

    def watch(self, *words, **more):
        return Watched(self, "watch", *words, **more)

    def renew(self, label="one", **more):
        """Another token under a label; returns it. Without an agent the key file opens the vault."""
        self.lockstep("revoke", label, "--yes", **more)
        self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "9d", **more)
        return self.lockstep("get", label, **more).strip()

    def string_of(self, label="one"):
        return self.lockstep("get", label).strip()

    def ended(self, pid):
        """Waits until a process is gone."""
        eventually(lambda: state(pid) in (None, "Z"), f"the end of {pid}")
