"""A vault whose agent has a socket of its own, and speakers of its wire: a client, and an agent of another version."""

import contextlib
import os
import signal
import socket
import struct
import sys
import threading

from lockstep import LockstepTest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import Client, framed, hand_out  # noqa: F401

OTHER_VERSION, DONE, TOKEN, FAILURE, ASKING = 0, 1, 4, 7, 8
STOP, LOCK = 2, 3


class AgentTest(LockstepTest):
    """A token `one`; the agent is not started."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.folder / "run").mkdir(mode=0o700)
        cls.socket = str(cls.folder / "run" / "agent.sock")
        cls.settings["LOCKSTEP_SOCKET"] = cls.socket
        cls.make_one()

    def start(self):
        self.lockstep("agent", "start")
        self.addCleanup(self.lockstep, "agent", "stop")

    def speaker(self):
        speaker = Speaker(self.socket)
        self.addCleanup(speaker.socket.close)
        return speaker

    def alone(self, *words, **more):
        """Runs lockstep without anything that opens the vault: only the agent can."""
        return self.lockstep(*words, "--no-input", settings={"LOCKSTEP_KEY_FILE": ""}, **more)


    @contextlib.contextmanager
    def stopped(self):
        """While the agent is stopped: all that is done meanwhile it finds at once."""
        pid = pid_behind(self.socket)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)


def pid_behind(path):
    """The process that listens there, in the kernel's words."""
    with Client(path).socket as connection:
        return struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]


class Speaker(Client):
    """A client that reads answers one by one."""

    def last(self, frames):
        """Sends this, and says that no more will come."""
        self.socket.sendall(frames)
        self.socket.shutdown(socket.SHUT_WR)

    def answer(self):
        """The kind of the next answer, and its secret."""
        shown, hidden = struct.unpack(">II", self.exactly(8))
        return self.exactly(shown)[2], self.exactly(hidden).decode()

    def answers(self):
        """All answers until the agent hangs up."""
        found = []
        while True:
            try:
                found.append(self.answer())
            except ConnectionError:
                return found


class OtherAgent:
    """Listens on the agent's socket, answers everything with `otherVersion` of its version, and ends when told to stop."""

    def __init__(self, path, version, understood=()):
        self.path, self.version, self.understood, self.kinds = path, version, understood, []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while STOP not in self.kinds:
            client = Client.__new__(Client)
            client.socket = self.listener.accept()[0]
            with client.socket:
                try:
                    while STOP not in self.kinds:
                        shown, _ = struct.unpack(">II", client.exactly(8))
                        self.kinds.append(client.exactly(shown)[2])
                        if self.kinds[-1] == STOP:
                            self.listener.close()
                            os.unlink(self.path)
                        answer = DONE if self.kinds[-1] in self.understood else OTHER_VERSION
                        client.socket.sendall(framed(struct.pack(">HB", self.version, answer)))
                except OSError:
                    pass

    def end(self):
        """Where nobody told it to stop."""
        if STOP not in self.kinds:
            speaker = Speaker(self.path)
            speaker.ask(framed(struct.pack(">HB", self.version, STOP)))
            speaker.socket.close()
        self.thread.join(20)
