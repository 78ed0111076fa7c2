"""More requests than the agent has workers, and clients that keep one for as long as they can: everybody gets an answer.

A worker that is to be busy is stopped by this test, or waits for a client that does nothing.
"""

import array
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import termios

from agent import FAILURE, TOKEN, AgentTest, hand_out, pid_behind
from processes import children, living_children
from sandbox import BUILT
from speaking import REQUESTS, VERSION, Speaker, framed
from waiting import eventually

LOCKED, CHALLENGE, WORKING, PROOF, PERFORM = 5, 10, 12, 7, 8
# A piece of a worker's answer; the next byte says whether it is the last.
PIECE = 2
# Requests, and one for all entries of the log: of any label and event, since ever, the limit 0, nothing verified.
LIST, AUDIT, SYNC = 1, 5, 38
ALL_ENTRIES = framed(struct.pack(">IIBBI1sB", 0, 0, False, True, 1, b"0", False))
# As Sources/Agent/Workers.swift has them.
MOST, FOR_LOOKING, MOST_WAITING = 8, 2, 64


class Asking(Speaker):
    """A client of the agent with one request."""

    def kind(self):
        """The kind of the next answer, and what it carries."""
        body, _ = self.answer()
        return body[2], body[3:]

    def worker(self):
        """The process that works on the request, once the agent has said which."""
        kind, data = self.kind()
        while kind == CHALLENGE:
            self.socket.sendall(framed(struct.pack(">HB", VERSION, PROOF) + data))
            kind, data = self.kind()
        assert kind == WORKING, f"answered {kind}: {data}"
        return struct.unpack(">i", data)[0]

    def is_answered(self):
        return bool(select.select([self.socket], [], [], 0)[0])

    def unread(self):
        """How many bytes are there to be read."""
        count = array.array("i", [0])
        fcntl.ioctl(self.socket, termios.FIONREAD, count)
        return count[0]


class Workers(AgentTest):
    def setUp(self):
        self.start()
        self.forker = children(pid_behind(self.socket))[0]

    def asking(self, kind):
        client = Asking(self.socket)
        self.addCleanup(client.socket.close)
        path = os.fsencode(self.vault)
        header = struct.pack(">HBI", REQUESTS, PERFORM, len(path)) + path + struct.pack(">BHBI", kind, 5, False, 0)
        client.socket.sendall(framed(header))
        return client

    def stopped(self, kind, count):
        """Workers that do nothing, each with a client."""
        workers = [self.asking(kind).worker() for _ in range(count)]
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        return workers

    def others_are_served(self):
        client = self.speaker()
        client.socket.sendall(hand_out(str(self.vault), "one"))
        self.assertEqual(client.answer(), (TOKEN, self.string))
        client.socket.close()

    def working(self):
        return set(living_children(self.forker))

    def labels(self):
        return [token["label"] for token in json.loads(self.alone("list", "--json"))["tokens"]]
    def test_a_ninth_waits_for_a_worker_and_the_one_after_64_that_wait_is_told_that_there_are_too_many(self):
        workers = self.stopped(LIST, MOST)
        waiting = [self.asking(LIST) for _ in range(MOST_WAITING)]
        self.others_are_served()
        self.assertEqual([client.is_answered() for client in waiting], [False] * MOST_WAITING)
        self.assertEqual(self.asking(LIST).kind()[0], FAILURE)
        settings = self.settings | {"LOCKSTEP_KEY_FILE": ""}
        code, _, err = self.run_program(BUILT / "lockstep", "list", "--json", "--no-input", env=settings)
        self.assertEqual((code, json.loads(err)["error"]["code"]), (10, "busy"))
        self.others_are_served()
        self.assertEqual(self.working(), set(workers))
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        for client in waiting:
            self.assertGreater(client.worker(), 0)
            client.socket.close()
        self.assertEqual(self.labels(), ["one"])

    def test_a_list_is_answered_while_six_changes_run_and_a_seventh_waits(self):
        self.stopped(SYNC, MOST - FOR_LOOKING)
        seventh = self.asking(SYNC)
        kind, nonce = seventh.kind()
        self.assertEqual(kind, CHALLENGE)
        seventh.socket.sendall(framed(struct.pack(">HB", VERSION, PROOF) + nonce))
        for _ in range(3):
            self.assertEqual(self.labels(), ["one"])
        self.others_are_served()
        self.assertFalse(seventh.is_answered(), "a seventh change has a worker")
        self.lockstep("lock")
        self.assertEqual(seventh.kind()[0], LOCKED)
        self.assertEqual(self.working(), set())

    def test_an_answer_that_is_more_than_a_socket_holds_waits_for_a_client_that_reads_late(self):
        reader = self.speaker()
        for _ in range(10):
            reader.socket.sendall(hand_out(str(self.vault), "one") * 500)
            for _ in range(500):
                self.assertEqual(reader.answer(), (TOKEN, self.string))
        late = self.asking(AUDIT)
        worker = late.worker()
        late.socket.sendall(ALL_ENTRIES)
        # It sleeps in the kernel, since nobody takes more.
        eventually(lambda: late.unread() > 100_000, "the beginning")
        before = None
        while before != (before := late.unread()):
            self.assertEqual(self.labels(), ["one"])
        self.assertIn(worker, self.working())
        piece, rest = b"", 0
        while not piece or piece[3] == 0:
            piece, _ = late.answer()
            self.assertEqual(piece[2], PIECE)
            rest += len(piece)
        self.assertGreater(rest, before)
        eventually(lambda: worker not in self.working(), "the worker's end")

    def kill_workers(self):
        """Kills those that speak to the provider."""
        for worker in [worker for worker in self.working() if children(worker)]:
            os.kill(worker, signal.SIGKILL)
        return True

    def test_a_worker_that_is_killed_is_not_taken_for_an_agent_that_was_locked(self):
        fault = {"fault": "no-answer", "method": "GET", "path": "/v4/profile/tokens"}
        self.addCleanup(self.ask, "DELETE", "/_sandbox/faults")
        for words, code in (["list", "--remote"], 1), (["sync"], 8):
            self.ask("POST", "/_sandbox/faults", fault)
            command = subprocess.Popen([BUILT / "lockstep", *words, "--no-input"], env=self.settings | {"LOCKSTEP_KEY_FILE": ""},
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # fmt: skip
            # Those that have begun: they have started what speaks to the provider. Another one may be the agent's own.
            eventually(lambda: self.kill_workers() and command.poll() is not None, "its end")
            said = command.communicate(timeout=60)[1]
            self.assertEqual(command.returncode, code, said)
            self.assertIn("The agent's worker ended unexpectedly", said)
            self.assertNotIn("locked", said)
            self.ask("DELETE", "/_sandbox/faults")
        self.assertEqual(self.labels(), ["one"])

    def test_a_client_that_sends_no_request_or_half_of_one_is_hung_up_on(self):
        silent, half = self.asking(LIST), self.asking(LIST)
        workers = {silent.worker(), half.worker()}
        half.socket.sendall(struct.pack(">II", 100, 0) + b"x")
        self.assertEqual(self.labels(), ["one"])
        for client in (silent, half):
            with self.assertRaises(ConnectionError):
                client.answer()
        eventually(lambda: not workers & self.working(), "the workers' end")
