"""What `--quiet` leaves out, what it does not, and what `--verbose` adds: a timer's mail is read only if it is rare."""

import json

from lockstep import LockstepTest
from sandbox import BUILT


class Quiet(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for label in "one", "two":
            cls.lockstep(cls(), "create", label, "--scope", "linodes:ro", "--expiry", "90d")

    def tearDown(self):
        self.ask("DELETE", "/_sandbox/faults")

    def fault(self, kind, method, **more):
        self.ask("POST", "/_sandbox/faults", {"fault": kind, "method": method, "path": "/v4/profile/tokens", **more})

    def said(self, *words, expect=0):
        code, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings)
        self.assertEqual(code, expect, err)
        return out, err

    def test_a_sync_that_finds_nothing_to_look_at_says_nothing(self):
        self.assertEqual(self.said("sync", "-q"), ("", ""))
        self.assertIn("2 managed", self.said("sync")[1])

    def test_a_sync_says_which_token_is_gone_renamed_or_about_to_expire(self):
        token = lambda label: json.loads(self.lockstep("show", label, "--json"))["id"]
        self.lockstep("create", "three", "--scope", "linodes:ro", "--expiry", "90d")
        self.ask("PUT", f"/v4/profile/tokens/{token('three')}", {"label": "other"})
        said = self.said("sync", "--quiet")[1]
        self.assertIn("'three' is called 'other'", said)
        self.assertIn("1 renamed elsewhere", said)
        self.ask("PUT", f"/v4/profile/tokens/{token('three')}", {"label": "three"})
        self.assertEqual(self.said("sync", "--quiet"), ("", ""))
        self.ask("DELETE", f"/v4/profile/tokens/{token('three')}")
        self.assertIn("'three'", self.said("sync", "--quiet")[1])
        self.lockstep("create", "four", "--scope", "linodes:ro", "--expiry", "9d")
        self.addCleanup(self.lockstep, "revoke", "four", "--yes")
        self.assertIn("1 expires within 14 days", self.said("sync", "--quiet", "--dry-run")[1])

    def test_a_provider_that_cannot_be_reached_is_said_and_ends_with_its_code(self):
        self.fault("status", "GET", status=500)
        out, err = self.said("sync", "--quiet", expect=7)
        self.assertEqual(out, "")
        self.assertRegex(err, r"lockstep: .*\n")
        self.assertEqual(json.loads(self.said("sync", "--quiet", "--json", expect=7)[1].splitlines()[-1])["error"]["code"], "unavailable")

    def test_what_is_pending_is_said_by_all_that_show_it(self):
        for label in "late", "later":
            self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "90d")
        self.fault("delete-lies", "DELETE", times=2)
        err = self.said("revoke", "late", "later", "--yes", "--quiet", "--settle", "0s", expect=8)[1]
        self.assertRegex(err, r"Not finished: 'late'[^\0]*Not finished: 'later'[^\0]*lockstep: 2 of 2 tokens")
        self.assertNotIn("2 tokens: 0 revoked", err)
        for words in ("list",), ("status",):
            self.assertIn("PENDING: 2 operations", self.said(*words, "--quiet")[1])
        self.assertEqual(self.said("sync", "--quiet"), ("", ""))

    def test_what_was_done_is_not_said_and_data_is_still_written(self):
        self.assertEqual(self.said("create", "five", "-q", "--scope", "linodes:ro", "--expiry", "90d"), ("", ""))
        self.assertEqual(self.said("rename", "five", "six", "--quiet"), ("", ""))
        self.assertRegex(self.said("get", "six", "--quiet")[0], r"\A\w{64}\n\Z")
        self.assertIn("six", self.said("list", "--quiet")[0])
        self.assertEqual(self.said("revoke", "six", "--yes", "-q"), ("", ""))
        self.assertEqual(self.said("list", "none", "--quiet"), ("", ""))

    def test_what_went_wrong_is_said_all_the_same(self):
        self.assertIn("lockstep: ", self.said("get", "none", "--quiet", expect=4)[1])

    def test_verbose_says_where_the_vault_is_opened(self):
        self.assertIn(f"Opening the vault {self.vault} in this process.", self.said("list", "--verbose")[1])
        self.assertEqual(self.said("list")[1], "")
        self.settings["LOCKSTEP_SOCKET"] = str(self.folder / "run" / "agent.sock")
        self.addCleanup(self.settings.pop, "LOCKSTEP_SOCKET")
        (self.folder / "run").mkdir(mode=0o700)
        self.lockstep("agent", "start")
        self.addCleanup(self.lockstep, "agent", "stop")
        self.assertIn(f"Through the agent at {self.settings['LOCKSTEP_SOCKET']}.", self.said("list", "--verbose")[1])
