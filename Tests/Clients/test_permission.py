"""Who may change tokens: what is set in the vault and the rules on changes, as an ordinary user, through the agent and without it."""

import datetime
import json
import os
import shutil

from sandbox import BUILT
from unprivileged import UnprivilegedTest

LOCKSTEP = BUILT / "lockstep"
# How each refusal is told.
DENIED = 5


class Permission(UnprivilegedTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.granted = cls.folder / "granted"
        shutil.copy(os.path.realpath(shutil.which("sh")), cls.granted)
        cls.granted.chmod(0o755)
        cls.number = 0

    def setUp(self):
        self.proof = str(self.folder / "key")

    def user(self, *words, proof=True, expect=0, **more):
        """Runs lockstep as the user; `proof` is whether its environment names what unlocks the vault."""
        with_key = dict(self.settings)
        if not proof:
            del self.settings["LOCKSTEP_KEY_FILE"]
        try:
            code, out, err = self.as_user(LOCKSTEP, *words, **more)
        finally:
            type(self).settings = with_key
        self.assertEqual(code, expect, out + err)
        return out

    def set(self, *words):
        self.user("set", *words)

    def refused(self, code, *words, proof=True, **more):
        """Runs lockstep, which refuses, and says so in the same words whatever is asked for; nothing has changed."""
        before, denied = self.tokens(), self.denied()
        with_key = dict(self.settings)
        if not proof:
            del self.settings["LOCKSTEP_KEY_FILE"]
        try:
            exit, out, err = self.as_user(LOCKSTEP, *words, "--json", **more)
        finally:
            type(self).settings = with_key
        self.assertEqual((exit, json.loads(err.splitlines()[-1])["error"]["code"]), (DENIED, code), out + err)
        self.assertEqual(self.tokens(), before)
        entry, *more = self.denied()[len(denied):]
        self.assertFalse(more)
        verb = "forget" if "--forget" in words else words[0]
        self.assertEqual((entry["detail"].split(",")[0], entry["label"]), (verb, "" if verb == "sync" else words[1]))

    def denied(self):
        """What the log has of refusals, oldest first."""
        return json.loads(self.user("audit", "--event", "denied", "--limit", "0", "--json"))["entries"]

    def tokens(self):
        return json.loads(self.user("list", "--json"))["tokens"]

    def create(self, *words, scope="linodes:ro", expiry="9d"):
        type(self).number += 1
        return ["create", f"made-{self.number}", "--scope", scope, "--expiry", expiry, *words]

    def changes(self):
        """One request of each kind that changes."""
        return [
            self.create(), ["rename", "one", "other"], ["revoke", "one", "--yes"], ["revoke", "one", "--forget", "--yes"], ["sync"],
            ["revoke", "--id", "1", "--yes"],
        ]  # fmt: skip

    def test_a_vault_that_hands_out_only_changes_nothing_through_its_agent(self):
        self.set("--hands-out-only", "on")
        self.addCleanup(self.set, "--hands-out-only", "off")
        for _ in range(2):
            # The second time an agent that was started anew.
            with self.agent():
                for words in self.changes()[:5]:
                    with self.subTest(words=words):
                        self.refused("hands-out-only", *words)
                self.assertEqual(self.user("get", "one", proof=False).strip(), self.string)
                self.user("sync", "--dry-run", proof=False)
        # Who names what unlocks the vault may.
        with self.agent():
            self.user(*self.create("--key-file", self.proof), proof=False)
        self.user(*self.create())

    def test_an_agent_that_is_started_so_hands_out_only_whoever_starts_the_next(self):
        self.addCleanup(self.set, "--hands-out-only", "off")
        self.user("agent", "start", "--hands-out-only", "--no-input", proof=False, expect=3)
        self.assertFalse(json.loads(self.user("set", "--json"))["handsOutOnly"])
        self.user("agent", "start", "--hands-out-only")
        self.refused("hands-out-only", *self.create())
        self.user("agent", "stop")
        self.user("agent", "start")
        self.refused("hands-out-only", *self.create())
        self.user("agent", "stop")

    def test_a_ceiling_bounds_what_the_agent_creates(self):
        self.set("--ceiling", "linodes:rw,domains:ro", "--max-lifetime", "30d")
        self.addCleanup(self.set, "--ceiling", "none", "--max-lifetime", "none")
        above = [
            self.create(scope="domains:rw"), self.create(scope="volumes:ro"), self.create(expiry="31d"), self.create(expiry="never"),
            ["create", "all", "--full-access", "--expiry", "9d"],
        ]  # fmt: skip
        with self.agent():
            for words in above:
                with self.subTest(words=words):
                    self.refused("above-ceiling", *words)
            self.user(*self.create(scope="linodes:rw", expiry="30d"), proof=False)
            self.user(*above[1], "--key-file", self.proof, proof=False)
        self.user(*above[0])

    def elsewhere(self, scopes, **days):
        """A token that somebody else has made: the words that adopt it, and its string."""
        expiry = (datetime.datetime.now() + datetime.timedelta(**days)).strftime("%Y-%m-%dT%H:%M:%S") if days else None
        made = self.ask("POST", "/_sandbox/tokens", {"scopes": scopes} | ({"expiry": expiry} if days else {}))[2]
        type(self).number += 1
        return ["adopt", f"made-{self.number}", "--id", str(made["id"])], {"input": made["token"]}

    def test_a_ceiling_bounds_what_the_agent_adopts(self):
        self.set("--ceiling", "linodes:rw,domains:ro", "--max-lifetime", "30d")
        self.addCleanup(self.set, "--ceiling", "none", "--max-lifetime", "none")
        above = [self.elsewhere("*", days=9), self.elsewhere("domains:read_write", days=9), self.elsewhere("linodes:read_only")]
        words, string = self.elsewhere("linodes:read_write", days=9)
        with self.agent():
            for wide, its in above:
                with self.subTest(words=wide):
                    self.refused("above-ceiling", *wide, **its)
                    self.refused("above-ceiling", *wide[:2], **its)
            self.user(*words, proof=False, **string)
            self.user(*above[0][0], "--key-file", self.proof, proof=False, **above[0][1])
        self.user(*above[1][0], **above[1][1])

    def test_so_many_changes_are_made_in_an_hour(self):
        self.set("--changes-per-hour", "2")
        self.addCleanup(self.set, "--changes-per-hour", "60")
        with self.agent():
            # What changes nothing does not count, nor what names what unlocks the vault.
            for _ in range(3):
                self.user("rename", "nothing", "x", "--no-input", proof=False, expect=4)
                self.user(*self.create("--key-file", self.proof), proof=False)
            for _ in range(2):
                self.user(*self.create(), proof=False)
            for _ in range(3):
                self.refused("too-many-changes", *self.create())
            self.user("sync", proof=False)
            self.user(*self.create("--key-file", self.proof), proof=False)
            # Whoever unlocks it anew shows what unlocks the vault.
            self.user("lock")
            self.user("unlock")
            self.user(*self.create(), proof=False)
        self.user(*self.create())

    def test_a_rule_on_changes_of_a_token_holds_with_an_agent_and_without(self):
        self.user("grant", "one", "--manage", "--unit", "deploy.service")
        self.addCleanup(self.user, "grant", "one", "--clear")
        changes = [["rename", "one", "other"], ["revoke", "one", "--yes"], ["revoke", "one", "--forget", "--yes"]]
        for words in changes:
            with self.subTest(words=words):
                self.refused("not-manager", *words)
                with self.agent():
                    self.refused("not-manager", *words)
                    self.refused("not-manager", *words, "--key-file", self.proof)
        with self.agent():
            # It is about no hand-out, and about no other token.
            self.assertEqual(self.user("get", "one", proof=False).strip(), self.string)
            self.user(*self.create(), proof=False)
            self.user("rename", f"made-{self.number}", f"renamed-{self.number}", proof=False)

    def test_a_rule_on_hand_outs_says_nothing_of_changes(self):
        self.user(*self.create())
        label = f"made-{self.number}"
        self.user("grant", label, "--unit", "deploy.service")
        self.user("get", label, expect=DENIED)
        with self.agent():
            self.user("rename", label, label + "-renamed", proof=False)

    def test_the_rules_of_the_vault_hold_for_all_changes(self):
        self.user("grant", "--manage", "--unit", "deploy.service")
        self.addCleanup(self.user, "grant", "--manage", "--clear")
        for words in self.changes()[:5]:
            with self.subTest(words=words):
                self.refused("not-manager", *words)
        with self.agent():
            for words in self.changes()[:5]:
                with self.subTest(words=words):
                    self.refused("not-manager", *words)
            self.assertEqual(self.user("get", "one", proof=False).strip(), self.string)
        shown = json.loads(self.user("grant", "--manage", "--json"))["managers"]
        self.assertEqual([(rule["unit"], rule["manage"]) for rule in shown], [("deploy.service", True)])

    def test_the_program_that_a_rule_on_changes_names_may(self):
        self.user("grant", "--manage", "--exe", self.granted)
        self.addCleanup(self.user, "grant", "--manage", "--clear")
        words = self.create()
        script = f"'{LOCKSTEP}' {' '.join(words)}; true"
        self.refused("not-manager", *words)
        self.as_user(self.granted, "-c", script)
        self.assertIn(words[1], [token["label"] for token in self.tokens()])
        words = self.create()
        script = f"'{LOCKSTEP}' {' '.join(words)}; true"
        with self.agent():
            self.refused("not-manager", *words)
            self.as_user(self.granted, "-c", script)
            self.assertIn(words[1], [token["label"] for token in self.tokens()])

    def test_settings_and_rules_ask_for_what_unlocks_the_vault(self):
        with self.agent():
            for words in (["set", "--hands-out-only", "off"], ["grant", "one", "--clear"], ["grant", "--manage", "--clear"]):
                with self.subTest(words=words):
                    self.user(*words, "--no-input", proof=False, expect=3)
            # Looking at them does not.
            for words in (["set"], ["grant", "one"], ["grant", "--manage"]):
                self.user(*words, "--no-input", proof=False)
