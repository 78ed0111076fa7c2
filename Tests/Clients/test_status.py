"""What `status` says has changed since it was shown last."""

import json

from agent import AgentTest


class Status(AgentTest):
    def setUp(self):
        self.start()

    def changed(self):
        """What it says, and nothing of it in the vault."""
        before = self.vault.read_bytes(), self.vault.with_name("vault.db-wal").read_bytes()
        said = self.alone("status")
        self.assertEqual((self.vault.read_bytes(), self.vault.with_name("vault.db-wal").read_bytes()), before)
        return "".join(line.removeprefix("changed").strip() for line in said.splitlines() if line.startswith("changed"))

    def since(self):
        return json.loads(self.alone("status", "--json"))["since"]

    def test_it_says_what_has_changed_since_it_was_shown_last_and_what_through_the_agent(self):
        self.assertEqual((self.changed(), self.changed()[:29]), ("", "nothing since you last looked"))
        for label in ("two", "three"):
            self.alone("create", label, "--scope", "linodes:ro", "--expiry", "9d")
        self.alone("revoke", "two", "--yes")
        self.lockstep("grant", "three", "--unit", "a.service")
        for _ in range(2):
            # A script that looks does not count.
            events = self.since()["events"]
            self.assertEqual(events["token-active"], {"count": 2, "byAgent": 2})
            self.assertEqual((events["revoked-and-purged"]["count"], events["granted"]), (1, {"count": 1, "byAgent": 0}))
        said = self.changed()
        self.assertTrue(said.endswith("2 created, 1 revoked, 1 grant changed; by the agent: 2 created, 1 revoked"), said)
        self.assertIn("nothing since", self.changed())

    def test_where_nothing_can_be_remembered_it_says_nothing(self):
        self.changed()
        state = self.folder / "state" / "lockstep"
        state.chmod(0o500)
        self.addCleanup(state.chmod, 0o700)
        self.assertEqual(self.changed(), "")
        state.chmod(0o700)
        self.assertIn("since you last looked", self.changed())
