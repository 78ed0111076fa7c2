"""Every verb through an unlocked agent and without one: the same output, exit code, tokens and log, but for caller, interface and time.

Two worlds, each with its own sandbox and vault, are told the same, one after the other. The one without an agent opens its vault with
a key file; the other one has nothing that opens it but its agent.
"""

import json
import os
import re
import unittest

from lockstep import LockstepTest
from sandbox import BUILT

LONG = "x" * 90
FAULT_502 = {"fault": "html-502", "times": 9}


class Alone(LockstepTest):
    """Performs everything itself."""

    def surroundings(self):
        return self.settings


class Served(LockstepTest):
    """Has an unlocked agent, in other surroundings: a proxy, a folder, a umask of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.folder / "run").mkdir(mode=0o700)
        cls.settings["LOCKSTEP_SOCKET"] = str(cls.folder / "run" / "agent.sock")
        elsewhere = {"https_proxy": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"}
        mask = os.umask(0)
        try:
            cls.lockstep(cls(), "agent", "start", settings=elsewhere, cwd="/")
        finally:
            os.umask(mask)
        cls.lockstep(cls(), "unlock")

    @classmethod
    def tearDownClass(cls):
        cls.lockstep(cls(), "agent", "stop")
        super().tearDownClass()

    def surroundings(self):
        return self.settings | {"LOCKSTEP_KEY_FILE": ""}


def fault(**what):
    return lambda world: world.ask("POST", "/_sandbox/faults", what)


def healed(world):
    return world.ask("DELETE", "/_sandbox/faults")


def elsewhere(label):
    return lambda world: world.ask("POST", "/_sandbox/tokens", {"label": label, "scopes": "linodes:read_only"})


def advanced(seconds):
    return lambda world: world.ask("POST", "/_sandbox/advance", {"seconds": seconds})


def gone(label):
    """Deletes a token at the provider, behind everybody's back."""

    def delete(world):
        _, _, tokens = world.ask("GET", "/_sandbox/tokens")
        for token in tokens:
            if token["label"] == label:
                world.ask("DELETE", f"/v4/profile/tokens/{token['id']}")

    return delete


SCOPES = ["linodes:ro", "linodes:rw", "*:ro", "linodes:admin", "linode:ro", "linodes", "account:ro,domains:rw", "events:rw"]
EXPIRIES = ["90d", "never", "1y", "2999-01-01", "2001-01-01", "soon", "0d", "6mo"]

# What is said, in this order; a callable is done to the sandbox meanwhile.
CASES = [
    ["list"], ["list", "--json"], ["show", "no"], ["status", "--json"], ["audit", "key"], ["sync"], ["sync", "--dry-run", "--json"],
    *(["create", f"s{place}", "--scope", scope, "--expiry", "90d"] for place, scope in enumerate(SCOPES)),
    *(["create", f"e{place}", "--scope", "linodes:ro", "--expiry", expiry] for place, expiry in enumerate(EXPIRIES)),
    ["create", "s0", "--scope", "linodes:ro", "--expiry", "90d"],
    ["create", "json", "--scope", "linodes:ro", "--expiry", "30d", "--json"],
    ["create", "all", "--full-access", "--expiry", "1d"], ["create", "both", "--full-access", "--scope", "linodes:ro", "--expiry", "1d"],
    ["create", "none", "--expiry", "1d"], ["create", "ever", "--scope", "linodes:ro"], ["create", LONG, "--scope", "linodes:ro", "--expiry", "1d"],
    ["create", "other", "--scope", "linodes:ro", "--expiry", "1d", "--account", "nobody"], ["create", "bad\tlabel", "--scope", "linodes:ro", "--expiry", "1d"],
    ["create", "größe", "--scope", "linodes:ro", "--expiry", "1d"], ["create", "bare"],
    ["list"], ["list", "--json"], ["list", "--expiring", "40d"], ["list", "--expiring", "x"], ["list", "--all", "--json"],
    ["list", "--account", "sandbox"], ["list", "--account", "nobody"], ["list", "--remote"], ["list", "--remote", "--json"],
    ["list", "--remote", "--expiring", "2d"], ["show", "s0"], ["show", "s0", "--json"], ["show", "größe"], ["show", ""],
    ["rename", "s0", "s0"], ["rename", "s0", "s1"], ["rename", "s0", "renamed"], ["rename", "no", "no2"], ["rename", "json", "js", "--json"],
    ["rename", "s1", LONG], ["show", "renamed", "--json"],
    ["get", "renamed"], ["get", "no"], ["get", "s0"], ["audit", "--readers", "renamed", "--json"], ["audit", "--readers", "no"],
    ["grant", "renamed"], ["grant", "renamed", "--json"], ["grant", "no"], ["bind", "renamed"], ["bind", "no"], ["bind", "renamed", "--json"],
    ["set"], ["set", "--json"], ["agent", "askpass"], ["doctor"], ["doctor", "--json"],
    elsewhere("foreign"), elsewhere("second"), ["sync"], ["sync", "--json"], ["list", "--remote", "--json"],
    ["adopt", "renamed", "--id", "999", "@"], ["adopt", "new", "--id", "999"], ["adopt", "new", "--prefix", "short"],
    ["adopt", "new", "--id", "1"], ["adopt", "new", "--id", "x"], ["adopt", "new", "--id", "{foreign}"], ["adopt", "js", "--id", "{foreign}"],
    ["adopt", "new", "--id", "{foreign}", "--account", "nobody"], ["list", "--json"],
    ["revoke", "--id", "{second}", "--yes"], ["revoke", "--id", "{second}", "--yes"], ["revoke", "--id", "1", "--yes"],
    ["revoke", "--prefix", "0123456789abcdef", "--yes"], ["revoke", "--id", "2", "--prefix", "0123456789abcdef", "--yes"],
    ["revoke"], ["revoke", "no", "--yes"], ["revoke", "no", "--all", "--yes"], ["revoke", "s1", "--no-input"], ["revoke", "s1", "--yes"],
    ["revoke", "s1", "--yes"], ["audit", "receipt", "s1"], ["audit", "receipt", "no"], ["revoke", "js", "--yes", "--json"],
    ["revoke", "--matching", "nothing-*", "--yes"], ["revoke", "--matching", "s*", "--yes"], ["revoke", "e0", "e1", "e0", "--yes", "--json"],
    ["revoke", "--expired", "--yes"], ["revoke", "--forget", "e3", "--yes"], ["revoke", "--forget", "no", "--yes"], ["revoke", "--forget", "--all", "--yes"],
    ["list", "--all", "--json"],
    # Refused, pending, interrupted.
    fault(fault="status", status=403, method="POST", times=1), ["create", "f1", "--scope", "linodes:ro", "--expiry", "9d"], healed,
    fault(fault="status", status=401, times=2), ["create", "f2", "--scope", "linodes:ro", "--expiry", "9d", "--json"], healed,
    fault(fault="reset-after", method="POST", times=1), ["create", "f3", "--scope", "linodes:ro", "--expiry", "9d"], healed,
    ["sync"], ["create", "f4", "--scope", "linodes:ro", "--expiry", "9d"],
    fault(fault="html-502", method="DELETE", times=40), ["revoke", "f4", "--yes"], ["revoke", "f4", "--yes", "--json"], ["status", "--json"],
    ["list"], ["show", "f4"], ["get", "f4"], ["sync", "--json"], ["sync", "--due"], ["sync", "--dry-run"], healed, ["sync"], ["audit", "receipt", "f4"],
    ["create", "f5", "--scope", "linodes:ro", "--expiry", "9d"], fault(fault="html-502", method="PUT", times=40), ["rename", "f5", "f6"],
    ["list", "--json"], healed, ["sync"], ["list"],
    fault(fault="html-502", method="GET", times=90), ["list", "--remote"], ["sync", "--json"], ["sync", "--dry-run"], healed,
    gone("f6"), ["list", "--remote"], ["sync"], ["show", "f6"], ["list", "--all"],
    ["audit"], ["audit", "--limit", "3", "--json"], ["audit", "--limit", "x"], ["audit", "--event", "revoked"], ["audit", "--event", "nonsense"],
    ["audit", "--label", "s1", "--json"], ["audit", "--since", "1d", "--limit", "5"], ["audit", "--since", "x"], ["audit", "--verify"],
    ["audit", "archive", "{folder}/archive", "--before", "x"], ["audit", "archive", "{folder}/archive", "--before", "1d"],
    ["audit", "archive", "{folder}/none/archive"], ["audit", "archive", "{folder}/archive"], ["audit", "archive", "{folder}/archive", "--json"],
    ["audit", "archive", "{folder}/second", "--json"], ["get", "s2"], ["audit", "archive", "{folder}/second", "--json"],
    ["audit", "--archive", "{folder}/archive", "--json"], ["audit", "--archive", "{folder}/second"], ["audit", "--archive", "{folder}/none"],
    ["audit", "--archive", "{folder}"], ["audit", "--archive", "{folder}/archive", "--event", "nonsense"], ["audit", "--verify", "--json"],
    ["revoke", "--all", "--yes", "--json"], ["list"], ["status", "--json"], ["doctor"],
]  # fmt: skip


class Doors(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.worlds = [Alone(), Served()]
        for world in cls.worlds:
            type(world).setUpClass()

    @classmethod
    def tearDownClass(cls):
        for world in cls.worlds:
            type(world).tearDownClass()

    def test_every_verb_is_the_same_through_the_agent(self):
        cases = 0
        for case in CASES:
            if callable(case):
                for world in self.worlds:
                    case(world)
                continue
            cases += 1
            with self.subTest(case=" ".join(case)):
                self.assertEqual(*(said(world, case) for world in self.worlds))
        self.assertGreaterEqual(cases, 120)
        with self.subTest("the log"):
            self.assertEqual(*map(logged, self.worlds))


def said(world, words):
    """Exit code, stdout and stderr, without what is this world's own."""
    string = made_elsewhere(world, "foreign")
    named = {"foreign": string["id"], "second": made_elsewhere(world, "second")["id"], "folder": world.folder}
    words = [word.format(**named) if "{" in word else word for word in words]
    words, more = (words[:-1], {"input": "no such string"}) if words[-1] == "@" else (words, {"input": string.get("token", "")})
    settings = world.surroundings() | {"LOCKSTEP_SETTLE": "0s"}
    code, out, err = world.run_program(BUILT / "lockstep", *words, "--no-input", env=settings, **more)
    return code, plain(world, out), plain(world, err)


def made_elsewhere(world, label):
    """What is known of a token that was made elsewhere: there is at most one of each name."""
    _, _, tokens = world.ask("GET", "/_sandbox/tokens")
    return next((token for token in tokens if token["label"] == label), {"id": 0})


def logged(world):
    """What the log has, without time, caller and interface; `plain` has taken those away."""
    entries = said(world, ["audit", "--limit", "0", "--json"])[1]["entries"]
    assert len(entries) > 40, entries
    return entries


# Members of `status` that tell of the agent, and of the place.
AGENTS = {"agent", "agentPid", "agentCode", "agentComesAgain", "vault", "idle", "max"}
OWN = [
    (r"\b(?:[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{40,})\b", "HEX"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", "TIME"),
    (r"begun (\d+ seconds|a minute) ago", "begun AGO"),
    (r"uid \d+ pid \d+ \S+", "CALLER"),
    (r" +", " "),
]


def plain(world, text):
    """A text without what differs between any two worlds: places, keys, proofs, strings, times, and the order of what has none."""
    text = text.replace(str(world.folder), "FOLDER").replace(world.host, "HOST")
    for pattern, word in OWN:
        text = re.sub(pattern, word, text)
    try:
        return ordered(json.loads(text))
    except ValueError:
        return sorted(text.splitlines())


def ordered(value):
    if isinstance(value, list):
        return sorted((ordered(one) for one in value), key=json.dumps)
    if not isinstance(value, dict):
        return value
    names = set(value) - ({"caller", "interface"} | (AGENTS if "agentPid" in value else set()))
    return {name: ordered(value[name]) for name in sorted(names)}
