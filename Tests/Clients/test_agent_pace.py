"""Several workers of one agent at one provider: together they have no more in flight, and ask no faster, than one would."""

import concurrent.futures
import json
import os
import re
import signal

from agent import AgentTest, pid_behind
from processes import children, living_children
from sandbox import BUILT
from terminal import in_terminal
from toll import Toll
from waiting import eventually

# As Sources/HTTP/Pace.swift has it.
IN_FLIGHT = 16
EACH = 20


class Pace(AgentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.toll = Toll(cls.host)
        cls.settings["LOCKSTEP_LINODE_URL"] = cls.toll.url
        cls.lockstep(cls(), "login", "toll", "--token-stdin", input=cls.token)

    @classmethod
    def tearDownClass(cls):
        cls.toll.close()
        super().tearDownClass()

    def setUp(self):
        self.toll.most, self.toll.refused, self.toll.limit, self.toll.held = 0, 0, 1_000_000, set()

    def make(self, *labels):
        """Tokens; returns the path of each."""
        wanted = ["--scope", "linodes:ro", "--expiry", "9d", "--account", "toll"]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda label: self.lockstep("create", label, *wanted), labels))
        listed = json.loads(self.lockstep("list", "--json"))["tokens"]
        paths = {token["label"]: f"/v4/profile/tokens/{token['id']}" for token in listed}
        return [paths[label] for label in labels]

    def revoke(self, crowd, **more):
        return self.alone("revoke", "--matching", f"{crowd}*", "--yes", "--json", **more)

    def test_two_workers_that_revoke_beside_each_other_keep_to_the_bound_and_the_limit_of_one(self):
        self.make(*(f"{crowd}{number}" for crowd in "ab" for number in range(EACH)))
        self.start()
        self.toll.narrow(IN_FLIGHT + 4)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda crowd: json.loads(self.revoke(crowd)), "ab"))
        self.assertEqual([answer["revoked"] for answer in answers], [EACH, EACH])
        self.assertEqual(self.toll.refused, 0)
        self.assertLessEqual(self.toll.most, IN_FLIGHT)

    def test_whoever_waits_for_the_next_minute_sees_how_long(self):
        self.start()
        settings = self.settings | {"LOCKSTEP_KEY_FILE": "", "TERM": "xterm", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        self.addCleanup(setattr, self.toll, "window", self.toll.window)
        self.toll.window = 9
        self.toll.narrow(1)
        for is_held in False, True:
            status, _, seen = in_terminal([BUILT / "lockstep", "list", "--remote", "--account", "toll"], settings)
            self.assertEqual(status, 0, seen)
            self.assertEqual(bool(re.search(r"Asking the provider again in [2-9] s", seen)), is_held, seen)
        self.assertEqual(self.toll.refused, 0)

    def test_what_a_worker_had_in_flight_that_was_killed_is_free_for_the_others(self):
        one, two = [self.make(*(f"{crowd}{number}" for number in range(EACH))) for crowd in "cd"]
        self.start()
        forker = children(pid_behind(self.socket))[0]
        self.toll.most, self.toll.seen, self.toll.held = 0, [], {*one, *two}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            crowd = pool.submit(self.revoke, "c", expect=8)
            eventually(lambda: self.toll.now == IN_FLIGHT, "a crowd in flight")
            (first,) = living_children(forker)
            other = pool.submit(self.revoke, "d")
            others = lambda: [pid for pid in living_children(forker) if pid != first]
            eventually(lambda: any(map(children, others())), "a second worker with a provider")
            # Others do not wait for a turn.
            for _ in range(5):
                self.alone("list")
            self.assertEqual((self.toll.now, set(self.toll.seen) & set(two)), (IN_FLIGHT, set()))
            # What is counted from here on has requests in it whose asker is dead, until that is noticed.
            self.assertEqual(self.toll.most, IN_FLIGHT)
            os.kill(first, signal.SIGKILL)
            eventually(lambda: len(set(self.toll.seen) & set(two)) == IN_FLIGHT, "the other's turn")
            self.alone("list")
            self.assertEqual(len(set(self.toll.seen) & set(two)), IN_FLIGHT)
            self.toll.opened.set()
            self.assertEqual(json.loads(other.result())["revoked"], EACH)
            crowd.result()
        self.lockstep("sync", "--no-input", settings={"LOCKSTEP_KEY_FILE": "", "LOCKSTEP_LINODE_URL": ""})
