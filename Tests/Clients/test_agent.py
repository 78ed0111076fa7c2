"""Clients of the agent that speak in other ways than `lockstep` does, and people who take their time."""

import json
import os
import select
import socket
import sqlite3
import subprocess

from agent import ASKING, FAILURE, TOKEN, AgentTest, hand_out
from sandbox import BUILT

# One byte an answer: several of these wait at once.
ASKS = '#!/bin/sh\necho "$1" >{folder}/asked\n[ "$(dd bs=1 count=1 <{folder}/answer 2>/dev/null)" = y ]\n'


class Clients(AgentTest):
    def setUp(self):
        self.start()
        self.frame = hand_out(str(self.vault), "one")

    def test_one_that_says_no_more_after_its_requests_gets_all_answers(self):
        for count in (1, 31, 32, 33, 100):
            with self.subTest(count):
                client = self.speaker()
                with self.stopped():
                    client.last(self.frame * count)
                self.assertEqual(client.answers(), [(TOKEN, self.string)] * count)

    def test_one_that_sends_byte_by_byte_is_served_and_so_are_others(self):
        slow, other = self.speaker(), self.speaker()
        for byte in self.frame:
            slow.socket.sendall(bytes([byte]))
            other.socket.sendall(self.frame)
            self.assertEqual(other.answer(), (TOKEN, self.string))
        self.assertEqual(slow.answer(), (TOKEN, self.string))

    def test_between_hand_outs_others_can_empty_the_log(self):
        client = self.speaker()
        connection = sqlite3.connect(self.vault, timeout=0)
        self.addCleanup(connection.close)
        emptied = 0
        for _ in range(200):
            client.socket.sendall(self.frame)
            self.assertEqual(client.answer(), (TOKEN, self.string))
            # The agent looks for the next request for a moment before it takes it that there is none.
            emptied += any(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0 for _ in range(50))
        self.assertGreater(emptied, 100)


class Stopping(AgentTest):
    def test_once_stop_says_that_it_is_gone_its_socket_is(self):
        for _ in range(20):
            self.lockstep("agent", "start")
            self.lockstep("agent", "stop")
            self.assertFalse(os.path.exists(self.socket))

    def test_one_that_ends_while_it_is_asked_is_started_anew(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.socket)
            listener.listen()
            surroundings = self.settings | {"HOME": str(self.folder)}
            command = subprocess.Popen([BUILT / "lockstep", "agent", "start"], env=surroundings, stderr=subprocess.PIPE)
            connection = listener.accept()[0]
        connection.close()
        said = command.communicate(timeout=20)[1]
        self.assertEqual(command.returncode, 0, said)
        self.assertEqual(self.alone("get", "one").strip(), self.string)
        self.lockstep("agent", "stop")


class Asked(AgentTest):
    """A person is asked for `narrow`, by a program that waits until the test answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        test = cls()
        test.lockstep("create", "narrow", "--scope", "linodes:ro", "--expiry", "9d")
        cls.narrow = test.lockstep("get", "narrow").strip()
        test.lockstep("grant", "narrow", "--confirm")
        for name in ("asked", "answer"):
            os.mkfifo(cls.folder / name)
        (cls.folder / "ask").write_text(ASKS.format(folder=cls.folder))
        (cls.folder / "ask").chmod(0o755)
        test.lockstep("agent", "askpass", cls.folder / "ask")

    def setUp(self):
        self.asked, self.answer = (open(os.open(self.folder / name, os.O_RDWR), "r+b", buffering=0)
                                   for name in ("asked", "answer"))  # fmt: skip
        self.addCleanup(self.asked.close)
        self.addCleanup(self.answer.close)
        self.start()
        self.frame = hand_out(str(self.vault), "narrow")

    def client(self):
        """One whose request a person is being asked about."""
        client = self.speaker()
        client.socket.sendall(self.frame)
        self.question()
        return client

    def question(self):
        self.assertTrue(select.select([self.asked], [], [], 20)[0], "nobody was asked")
        self.assertIn(b"Hand out 'narrow'?", self.asked.readline())

    def others_are_served(self):
        self.assertEqual(self.alone("get", "one").strip(), self.string)
        self.assertTrue(json.loads(self.alone("status", "--json"))["agent"])

    def test_one_that_hangs_up_meanwhile_holds_nobody_up(self):
        patient = self.client()
        for number in range(5):
            client = self.client()
            if number % 2:
                self.assertEqual(client.answer()[0], ASKING)
            client.socket.close()
            self.others_are_served()
        self.answer.write(b"y" * 6)
        self.assertEqual([patient.answer(), patient.answer()], [(ASKING, ""), (TOKEN, self.narrow)])
        self.others_are_served()
        for answer, kind in ((b"y", TOKEN), (b"n", FAILURE)):
            client = self.client()
            self.answer.write(answer)
            self.assertEqual([client.answer()[0], client.answer()[0]], [ASKING, kind])

    def test_one_that_says_no_more_gets_the_answer_of_the_person(self):
        # While others are connected the agent looks once more who says something before it answers.
        client, _ = self.speaker(), self.speaker()
        with self.stopped():
            client.last(self.frame)
        self.question()
        self.others_are_served()
        self.answer.write(b"y")
        self.assertEqual(client.answers(), [(ASKING, ""), (TOKEN, self.narrow)])

    def test_answers_keep_the_order_of_their_requests(self):
        client, one = self.speaker(), hand_out(str(self.vault), "one")
        with self.stopped():
            client.last(self.frame + one * 40 + self.frame + one)
        self.question()
        self.others_are_served()
        self.answer.write(b"y")
        self.question()
        self.answer.write(b"n")
        kinds = [ASKING, TOKEN, *[TOKEN] * 40, ASKING, FAILURE, TOKEN]
        strings = ["", self.narrow, *[self.string] * 40, "", "", self.string]
        self.assertEqual(client.answers(), list(zip(kinds, strings)))
