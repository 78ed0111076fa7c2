"""Clients of the agent that are in others' way if they can be: nobody waits for another, and none of it is kept for long."""

import json
import os
import pathlib
import re
import resource
import select
import signal
import socket
import struct
import time

from agent import FAILURE, TOKEN, AgentTest, hand_out, pid_behind
from clients import STATUS, VERSION, framed, text
from speaking import REQUESTS
from waiting import eventually

LABEL, LOCKED, PROCEED, STATUS_ANSWER = 9, 5, 2, 3


def unlock(count, is_key_file=False):
    return framed(struct.pack(">HBBHBB", REQUESTS, 4, is_key_file, count, False, False))


def find(vault, prefix):
    return framed(struct.pack(">HB", VERSION, 6) + text(vault) + text(prefix))


class Crowd(AgentTest):
    def setUp(self):
        self.start()
        self.pid = pid_behind(self.socket)
        self.frame = hand_out(str(self.vault), "one")

    def resident(self):
        return int(re.search(r"VmRSS:\s*(\d+)", pathlib.Path(f"/proc/{self.pid}/status").read_text())[1])

    def processor_time(self):
        """Clock ticks of the agent so far."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def others_are_served(self):
        client = self.speaker()
        client.socket.sendall(self.frame)
        self.assertEqual(client.answer(), (TOKEN, self.string))
        client.socket.close()

    def flood(self, frame):
        """Sends until the agent takes no more; returns the client and how much went."""
        client, sent, full = self.speaker(), 0, 0
        client.socket.setblocking(False)
        while full < 50:
            try:
                sent += client.socket.send(frame * 100)
            except BlockingIOError:
                full += 1
                self.others_are_served()
        client.socket.settimeout(30)
        return client, sent

    def test_one_that_sends_without_reading_waits_and_nobody_else_does(self):
        client, sent = self.flood(self.frame)
        self.assertLess(sent, 4 << 20)
        before, start = self.processor_time(), time.monotonic()
        time.sleep(0.5)
        self.assertLessEqual(self.processor_time() - before, (time.monotonic() - start) * 100 / 4)
        # What it asked for it gets, once it reads: every answer, and half a request behind them is no reason not to.
        client.socket.shutdown(socket.SHUT_WR)
        self.assertEqual(client.answers(), [(TOKEN, self.string)] * (sent // len(self.frame)))

    def test_many_that_send_without_reading_do_not_make_the_agent_grow(self):
        before = self.resident()
        for _ in range(20):
            self.flood(self.frame)
        self.assertLess(self.resident() - before, 8 << 10)

    def test_half_requests_are_not_kept_without_end(self):
        before, half = self.resident(), struct.pack(">II", 32 << 10, 0) + b"x" * ((32 << 10) - 1)
        for _ in range(900):
            self.speaker().socket.sendall(half)
        self.others_are_served()
        self.assertLess(self.resident() - before, 16 << 10)

    def test_one_that_announces_a_secret_and_sends_one_byte_costs_nothing_and_is_told_so(self):
        client = self.speaker()
        client.socket.sendall(unlock(100))
        self.assertEqual(client.answer()[0], PROCEED)
        client.socket.sendall(b"x")
        before = self.processor_time()
        self.assertEqual(client.answer()[0], FAILURE)
        self.assertLess(self.processor_time() - before, 50)
        self.others_are_served()

    def test_wrong_passphrases_are_tried_aside_and_the_right_key_opens_after_them(self):
        wrong = [self.speaker() for _ in range(8)]
        for client in wrong:
            client.socket.sendall(unlock(9))
        for client in wrong[:2]:
            self.assertEqual(client.answer()[0], PROCEED)
        self.others_are_served()
        for client in wrong[:2]:
            client.socket.sendall(b"not right")
        for client in wrong[2:]:
            self.assertEqual(client.answer()[0], PROCEED)
            client.socket.sendall(b"not right")
            self.others_are_served()
        for client in wrong:
            self.assertEqual(client.answer()[0], FAILURE)
        self.lockstep("unlock")
        self.others_are_served()

    def test_many_that_announce_a_secret_and_send_none_do_not_keep_a_right_one_out(self):
        for _ in range(200):
            self.speaker().socket.sendall(unlock(9))
        for said in (b"", b"half"):
            client = self.speaker()
            client.socket.sendall(unlock(9))
            self.assertEqual(client.answer()[0], PROCEED)
            client.socket.sendall(said)
        self.lockstep("lock")
        self.lockstep("unlock")
        self.others_are_served()

    def test_a_secret_that_is_sent_unasked_is_not_taken(self):
        client = self.speaker()
        client.socket.sendall(unlock(9) + b"not asked")
        self.assertEqual(client.answers(), [])

    def test_who_waits_for_a_worker_learns_that_the_agent_was_locked(self):
        client = self.speaker()
        client.socket.sendall(unlock(9))
        self.assertEqual(client.answer()[0], PROCEED)
        self.lockstep("lock")
        self.assertEqual(client.answer()[0], LOCKED)

    def test_a_token_is_found_by_its_beginning_and_others_are_served_meanwhile(self):
        clients = [self.speaker() for _ in range(40)]
        for client in clients:
            client.socket.sendall(find(str(self.vault), self.string[:16]) + self.frame)
        self.others_are_served()
        for client in clients:
            self.assertEqual([client.answer()[0], client.answer()], [LABEL, (TOKEN, self.string)])

    def test_a_verb_that_is_long_is_not_written_to_the_log(self):
        body = struct.pack(">HB", VERSION, 5) + text(str(self.vault)) + text("v" * 49) + b"\0"
        client = self.speaker()
        client.socket.sendall(framed(body + struct.pack(">H", 1) + text("one")))
        self.assertEqual(client.answers(), [])
        self.assertNotIn("v" * 49, self.lockstep("audit", "--json"))

    def test_without_the_process_that_forks_workers_the_agent_ends(self):
        children = pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        self.assertEqual(len(children), 1)
        os.kill(int(children[0]), 9)
        eventually(lambda: not os.path.exists(self.socket), "the agent's end")

    def test_when_that_process_is_stopped_nobody_waits_for_it_for_ever(self):
        forker = int(pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text())
        os.kill(forker, signal.SIGSTOP)
        client = self.speaker()
        client.socket.sendall(unlock(9))
        self.assertEqual(client.answer()[0], PROCEED)
        client.socket.sendall(b"not right")
        client.answers()
        eventually(lambda: not os.path.exists(self.socket), "the agent's end")

    def test_where_descriptors_run_out_somebody_silent_makes_room(self):
        resource.prlimit(self.pid, resource.RLIMIT_NOFILE, (32, 32))
        silent = [self.speaker() for _ in range(40)]
        self.others_are_served()
        left = select.select([one.socket for one in silent], [], [], 0)[0]
        self.assertTrue(left, "nobody was hung up on")
        self.assertEqual(left[0].recv(1), b"")


class Passphrases(AgentTest):
    """A vault that a passphrase opens: to try one takes the processor for a while."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        passphrase, test = cls.folder / "passphrase", cls()
        passphrase.write_text("correct horse battery staple")
        passphrase.chmod(0o600)
        (cls.folder / "second").mkdir(mode=0o700)
        cls.settings |= {"LOCKSTEP_VAULT": str(cls.folder / "second" / "vault.db"), "LOCKSTEP_KEY_FILE": ""}
        cls.settings |= {"LOCKSTEP_PASSPHRASE_FILE": str(passphrase)}
        test.lockstep("init", "--recovery-file", cls.folder / "paper")

    def test_while_a_wrong_one_is_tried_others_are_answered(self):
        self.start()
        wrong, other = self.speaker(), self.speaker()
        wrong.socket.sendall(unlock(5))
        self.assertEqual(wrong.answer()[0], PROCEED)
        with self.stopped():
            wrong.socket.sendall(b"wrong")
            other.socket.sendall(STATUS)
        self.assertEqual(other.answer()[0], STATUS_ANSWER)
        self.assertEqual(select.select([wrong.socket], [], [], 0)[0], [], "the passphrase was tried before")
        self.assertEqual(wrong.answer()[0], FAILURE)
        self.assertFalse(json.loads(self.lockstep("status", "--json"))["vault"] == "locked")
