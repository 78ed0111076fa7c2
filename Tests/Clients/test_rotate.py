"""Rotation with real programs: consumers that fetch their token all the while, killed commands, and what people are told."""

import contextlib
import http.client
import json
import signal
import struct
import subprocess
import threading
import time
import unittest
import urllib.parse

from lockstep import LockstepTest
from sandbox import BUILT
from speaking import VERSION, Speaker, framed


def text(value):
    return struct.pack(">I", len(value.encode())) + value.encode()


class Consumer(threading.Thread):
    """Fetches the token of `ci` from the agent a hundred times a second, and calls the provider with each."""

    def __init__(self, test):
        super().__init__()
        self.test, self.over, self.refused, self.strings, self.calls = test, threading.Event(), [], set(), 0

    def run(self):
        request = framed(
            struct.pack(">HB", VERSION, 5) + text(str(self.test.vault)) + text("get") + b"\0\0\0" + struct.pack(">H", 1) + text("ci")
        )
        agent = Speaker(str(self.test.socket))
        provider = http.client.HTTPConnection(urllib.parse.urlparse(self.test.url).netloc, timeout=30)
        with agent.socket, contextlib.closing(provider):
            self.fetch(agent, request, provider)

    def fetch(self, agent, request, provider):
        next_time = time.monotonic()
        while not self.over.is_set():
            agent.socket.sendall(request)
            body, secret = agent.answer()
            if not secret:
                self.refused.append(f"agent: {body!r}")
                break
            provider.request("GET", "/v4/profile", headers={"Authorization": f"Bearer {secret.decode()}"})
            answer = provider.getresponse()
            answer.read()
            self.calls += 1
            self.strings.add(secret)
            if answer.status != 200:
                self.refused.append(f"provider: {answer.status}")
            next_time = max(next_time + 0.01, time.monotonic() - 0.1)
            self.over.wait(max(0, next_time - time.monotonic()))


class RotateTest(LockstepTest):
    agents = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings["LOCKSTEP_SETTLE"] = "1s"

    def begin(self, label="ci"):
        self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "90d")

    def agent(self):
        """An agent at a socket of its own, unlocked."""
        RotateTest.agents += 1
        self.socket = self.folder / f"a{RotateTest.agents}" / "s"
        self.socket.parent.mkdir(mode=0o700)
        self.settings["LOCKSTEP_SOCKET"] = str(self.socket)
        self.addCleanup(self.settings.pop, "LOCKSTEP_SOCKET")
        self.lockstep("unlock")
        self.addCleanup(self.lockstep, "agent", "stop")
        self.settings["LOCKSTEP_KEY_FILE"] = ""
        self.addCleanup(self.settings.__setitem__, "LOCKSTEP_KEY_FILE", str(self.folder / "key"))

    def listed(self, label):
        return [token for token in json.loads(self.lockstep("list", "--json"))["tokens"] if token["label"] == label]

    def test_no_consumer_is_refused_through_fifty_rotations(self):
        """A consumer that holds a token for as long as one call needs the old one to live that long: a second of overlap."""
        self.begin()
        self.lockstep("set", "--changes-per-hour", "1000")
        self.agent()
        consumers = [Consumer(self) for _ in range(2)]
        for consumer in consumers:
            consumer.start()
        try:
            for _ in range(50):
                self.lockstep("rotate", "ci", "--overlap", "1s")
                # The limit of older generations is eight: the overlaps end by themselves, with what sync is asked to do.
                if len(self.listed("ci")) > 5:
                    time.sleep(1)
                    self.lockstep("sync")
        finally:
            for consumer in consumers:
                consumer.over.set()
                consumer.join()
        for consumer in consumers:
            self.assertEqual(consumer.refused, [])
            self.assertGreater(len(consumer.strings), 40, "it has seen nearly every generation")
        self.assertEqual(json.loads(self.lockstep("show", "ci", "--json"))["generation"], 51)
        self.lockstep("revoke", "ci", "--yes")

    def test_a_killed_rotation_serves_all_the_while(self):
        self.begin("killed")
        for delay in (0.01, 0.02, 0.03, 0.05, 0.08):
            process = subprocess.Popen(
                [str(BUILT / "lockstep"), "rotate", "killed", "--overlap", "0s"],
                env=self.settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            before = self.lockstep("get", "killed").strip()
            self.assertEqual(self.ask("GET", "/v4/profile", token=before)[0], 200)
            self.lockstep("sync")
            self.assertEqual([token["state"] for token in self.listed("killed")], ["active"])

    def test_what_it_says_is_true(self):
        self.begin("told")
        answer = json.loads(self.lockstep("rotate", "told", "--json"))
        (one,) = answer["tokens"]
        self.assertEqual((one["rotated"], one["token"]["generation"], one["previous"]["revoked"]), (True, 2, False))
        states = {token["generation"]: (token["state"], token["until"] is not None) for token in self.listed("told")}
        self.assertEqual(states, {1: ("retiring", True), 2: ("active", False)})
        old, new = (self.lockstep("get", "told", "-g", str(number)).strip() for number in (1, 2))
        self.assertEqual(new, self.lockstep("get", "told").strip())
        self.lockstep("revoke", "told", "--generation", "1", "--yes")
        self.assertEqual([self.ask("GET", "/v4/profile", token=token)[0] for token in (old, new)], [401, 200])
        self.assertEqual(json.loads(self.lockstep("status", "--json"))["pending"], 0)
        self.lockstep("get", "told", "-g", "1", expect=4)
        self.lockstep("revoke", "told", "--yes")

    def test_many_by_filter_are_asked_about(self):
        for label in ("m-a", "m-b"):
            self.begin(label)
        self.lockstep("rotate", "--matching", "m-*", "--no-input", expect=3)
        answer = json.loads(self.lockstep("rotate", "--matching", "m-*", "--expiring", "100d", "--yes", "--json"))
        self.assertEqual((answer["rotated"], answer["failed"]), (2, 0))
        self.assertEqual(json.loads(self.lockstep("rotate", "--matching", "m-*", "--expiring", "9d", "--yes", "--json"))["tokens"], [])
        self.lockstep("revoke", "--matching", "m-*", "--yes")

    def test_a_tick_renews_what_is_due_and_nothing_else(self):
        """A hundredth of ten minutes: due within six seconds."""
        for label in ("due", "not-due"):
            self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "10m")
        self.lockstep("set", "due", "--lifetime", "10m", "--renew", "1%", "--overlap", "0s")
        self.lockstep("set", "not-due", "--lifetime", "10m")
        end = time.monotonic() + 60
        while not (rotated := json.loads(self.lockstep("tick", "--json"))["rotated"]["tokens"]):
            self.assertLess(time.monotonic(), end, "never due")
            time.sleep(0.5)
        self.assertEqual([token["label"] for token in rotated], ["due"])
        self.assertEqual([[token["generation"] for token in self.listed(label)] for label in ("due", "not-due")], [[2], [1]])
        self.lockstep("revoke", "due", "not-due", "--yes")

    def test_a_hook_is_told_and_is_given_no_secret(self):
        hook, told = self.folder / "hook", self.folder / "told"
        hook.write_text(f"#!/bin/sh\n{{ echo \"$LOCKSTEP_EVENT\"; cat; env; }} >>{told}\nexit 3\n")
        hook.chmod(0o755)
        self.lockstep("create", "hooked", "--scope", "linodes:ro", "--expiry", "10m")
        self.lockstep("set", "hooked", "--lifetime", "10m", "--renew", "1%", "--overlap", "0s")
        self.lockstep("tick", "--hook", self.folder / "none", expect=4)
        end = time.monotonic() + 60
        while not told.exists():
            self.assertLess(time.monotonic(), end, "never told")
            code, _, err = self.run_program(BUILT / "lockstep", "tick", "--hook", hook, env=self.settings)
            self.assertEqual(code, 0, err)
            time.sleep(0.5)
        self.assertIn("ended with 3", err)
        event, line, *variables = told.read_text().splitlines()
        self.assertEqual((event, json.loads(line)["event"], json.loads(line)["label"]), ("rotate", "rotate", "hooked"))
        self.assertEqual([name for name in variables if name.startswith("LOCKSTEP_") and name != "LOCKSTEP_EVENT=rotate"], [])
        self.assertNotIn(self.lockstep("get", "hooked").strip(), told.read_text())
        self.lockstep("revoke", "hooked", "--yes")

    def test_an_agent_does_so_by_itself(self):
        self.lockstep("create", "alone", "--scope", "linodes:ro", "--expiry", "10m")
        self.lockstep("set", "alone", "--lifetime", "10m", "--renew", "1%")
        time.sleep(6.5)
        # What is due when it is unlocked it does at once.
        self.agent()
        end = time.monotonic() + 60
        while [token["generation"] for token in self.listed("alone")] != [1, 2]:
            self.assertLess(time.monotonic(), end, "the agent renewed nothing")
            time.sleep(0.2)
        self.assertIn("alone", self.lockstep("audit", "--event", "rotated"))
        self.lockstep("revoke", "alone", "--yes")


if __name__ == "__main__":
    unittest.main()
