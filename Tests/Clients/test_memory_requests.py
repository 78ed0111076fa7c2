"""What clients of an agent hold while it performs what they asked for, and what is left in the agent afterwards: read as root.

A request waits where the provider does not answer. A listing waits where nobody reads what is printed.
"""

import contextlib
import os
import subprocess
import sys
import unittest

from processes import children, living_children
from reader import KEY_FILE, verified
from rooted import needs_root
from sandbox import BUILT
from unprivileged import BECOME, UnprivilegedTest
from waiting import eventually

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import memory



def creation(label):
    return ["create", label, "--scope", "linodes:ro", "--expiry", "9d"]


# What the provider is asked last while the client waits: by then whoever performs `create` has the new string.
SILENT = {
    "create": (creation("new"), "PUT"),
    "rename": (["rename", "old", "renamed"], "PUT"),
    "revoke": (["revoke", "doomed", "--yes"], "DELETE"),
    "list --remote": (["list", "--remote"], "GET"),
    "sync": (["sync"], "GET"),
}
# What is printed, of which this much has to be there: of a string, what the provider shows to everybody.
PRINTED = {
    "list": (["list"], "prefix"),
    "list --json": (["list", "--json"], "prefix"),
    "show": (["show", "one", "--json"], "prefix"),
    "audit": (["audit", "--json"], b"handed-out"),
}


def keys(vault, key_file):
    """The keys of a vault, as the second reader finds them."""
    with verified(vault, (KEY_FILE, key_file)) as opened:
        epochs = opened.keyring.epochs.values()
        found = {f"root key {epoch.number}": epoch.root for epoch in epochs}
        return found | {f"{name} key": key for epoch in epochs for name, key in epoch.keys.items()}


@contextlib.contextmanager
def full_pipe():
    """The end of a pipe that takes nothing more."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    try:
        while True:
            os.write(write, bytes(4096))
    except BlockingIOError:
        os.set_blocking(write, True)
    yield write
    os.close(read)
    os.close(write)


@unittest.skipUnless(os.environ.get("LOCKSTEP_SLOW"), "it takes minutes: LOCKSTEP_SLOW=yes, as root")
@needs_root("it reads the memory of other processes")
class Requests(UnprivilegedTest):
    """The string of `one`, the provisioning token, and the keys are what nobody else may hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings["LOCKSTEP_SETTLE"] = "0s"
        for label in ("old", "doomed"):
            cls.as_user(cls(), BUILT / "lockstep", *creation(label))
        key_file = (cls.folder / "key").read_bytes()
        cls.keys = keys(cls.vault, key_file) | {"key file": key_file}

    def strings(self):
        """Of all tokens there ever were, and half of each."""
        strings = [token["token"] for token in self.ask("GET", "/_sandbox/tokens")[2]]
        self.assertIn(self.token, strings)
        parts = [part for string in strings for part in (string, string[:32], string[32:])]
        return {f"{part[:4]}… {len(part)}": part.encode() for part in parts}

    def found(self, pid, needles):
        self.assertTrue(memory(pid, {"": os.fsencode(self.vault)}), "the scan finds nothing at all")
        return memory(pid, needles)

    def client(self, words, **more):
        """A client as the user, which it ends itself."""
        words = [*BECOME, BUILT / "lockstep", *words, "--no-input"]
        process = subprocess.Popen(words, env=self.settings, stderr=subprocess.DEVNULL, **more)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def waiting(self, words, method):
        """A client that waits, since the provider says nothing."""
        fault = {"fault": "no-answer", "method": method, "times": 1}
        self.ask("POST", "/_sandbox/faults", fault)
        client = self.client(words, stdout=subprocess.DEVNULL)
        eventually(lambda: self.ask("GET", "/_sandbox/faults")[2][-1]["times"] == 0, "the request")
        self.assertIsNone(client.poll())
        return client

    def test_whoever_waits_for_the_agent_holds_no_string_and_no_key(self):
        with self.agent() as agent:
            for name, (words, method) in SILENT.items():
                with self.subTest(name):
                    client = self.waiting(words, method)
                    self.assertEqual(self.found(client.pid, self.strings() | self.keys), set())
                    # Everything of it ends with the keys; the journal knows.
                    self.assertEqual(self.as_user(BUILT / "lockstep", "lock")[0], 0)
                    client.communicate(timeout=20)
                    self.ask("DELETE", "/_sandbox/faults")
                    self.assertEqual(self.as_user(BUILT / "lockstep", "unlock")[0], 0)
                    self.as_user(BUILT / "lockstep", "sync")
            self.left_in(agent)

    def test_whoever_was_answered_holds_no_string_and_no_key(self):
        with self.agent() as agent:
            for name, (words, shown) in PRINTED.items():
                with self.subTest(name), full_pipe() as full:
                    client = self.client(words, stdout=full)
                    shown = self.string[:16].encode() if shown == "prefix" else shown
                    eventually(lambda: memory(client.pid, {"": shown}), "the answer")
                    self.assertIsNone(client.poll())
                    self.assertEqual(self.found(client.pid, self.strings() | self.keys), set())
            self.left_in(agent)

    def test_whoever_gave_the_vault_new_keys_holds_neither_these_nor_the_old_ones(self):
        with full_pipe() as full:
            client = self.client(["rekey", "--deep", "--json"], stdout=full)
            eventually(lambda: memory(client.pid, {"": b'"sharingSlots"'}), "the answer")
            self.assertIsNone(client.poll())
            key_file = self.keys["key file"]
            both = self.keys | keys(self.vault, key_file)
            self.assertGreater(len(both), len(self.keys))
            self.assertEqual(self.found(client.pid, self.strings() | both), set())
        type(self).keys = both

    def left_in(self, agent):
        """Whose workers are gone: it has keys, and no string of any token."""
        forker = children(agent.pid)[0]
        eventually(lambda: not living_children(forker), "the workers' end")
        for process in (agent.pid, forker):
            self.assertEqual(self.found(process, self.strings() | {"key file": self.keys["key file"]}), set())

    def test_the_scan_finds_what_it_looks_for(self):
        """Without an agent the client opens the vault itself, and holds all that it would hold of an agent's vault."""
        client = self.waiting(creation("alone"), "PUT")
        found = self.found(client.pid, self.strings() | self.keys)
        self.assertTrue(found & self.keys.keys(), found)
        with self.agent() as agent:
            self.assertEqual(self.found(agent.pid, {"": next(iter(self.keys.values()))}), {""})
        self.assertEqual(memory(self.process.pid, self.strings()), self.strings().keys())
