"""Listings on a terminal and their words, and what login says where it asks a person: what the issue of the command line names."""

import re

from sandbox import BUILT
from terminal import TmuxTest


class Listing(TmuxTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for label, scopes, days in ("ci/a", "linodes:rw,domains:ro,volumes:ro,firewall:ro,images:ro", "90d"), ("web", "linodes:ro", "30d"):
            cls.ask(cls(), "POST", "/_sandbox/advance", {"seconds": 60})
            cls.lockstep(cls(), "create", label, "--scope", scopes, "--expiry", days)

    def said(self, *words, expect=0):
        code, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings)
        self.assertEqual(code, expect, err)
        return out, err

    def labels(self, *words):
        return re.findall(r"^(ci/a|web|one)\b", self.said("list", *words)[0], re.MULTILINE)

    def test_wide_shows_every_column_on_a_narrow_terminal_too(self):
        self.shell()
        self.fresh("lockstep list; echo over")
        self.see(r"^over")
        self.assertNotRegex(self.screen(), "STATE|ACCOUNT|volumes:ro")
        self.assertRegex(self.screen(), r"ci/a .*\+\d")
        self.fresh("lockstep list --wide; echo over")
        self.see(r"^over")
        for word in "STATE", "ACCOUNT", "FLAGS", "volumes:ro":
            self.assertIn(word, self.screen("-J"))

    def test_the_order_and_the_choice_are_the_ones_that_were_asked_for(self):
        self.assertEqual(self.labels(), ["ci/a", "one", "web"])
        self.assertEqual(self.labels("--sort", "expiry"), ["one", "web", "ci/a"])
        self.assertEqual(self.labels("--sort", "created"), ["one", "ci/a", "web"])
        self.assertEqual(self.labels("ci/*"), ["ci/a"])
        self.assertEqual(self.labels("--expiring", "40d"), ["one", "web"])

    def test_where_nothing_is_due_that_is_said_and_not_that_there_is_no_token(self):
        self.assertEqual(self.said("list", "--expiring", "2d"), ("", "No token expires within 2d.\n"))
        self.assertEqual(self.said("list", "--expired"), ("", "No token has expired.\n"))
        self.assertEqual(self.said("list", "x*"), ("", "No token matches 'x*'.\n"))

    def test_the_name_alone_and_the_version_are_answered(self):
        out, err = self.said(expect=2)
        self.assertRegex(out, r"\AUsage: lockstep VERB")
        self.assertLess(out.count("\n"), 16)
        self.assertEqual(err, "")
        self.assertEqual(self.said("-V"), self.said("--version"))
        self.assertRegex(self.said("-V")[0], r"\Alockstep \d+\.\d+\.\d+\S*\n\Z")

    def test_login_says_where_a_provisioning_token_is_made(self):
        self.shell()
        self.line("env -u LOCKSTEP_LINODE_URL lockstep login other")
        self.see(r"Create a provisioning token at https://cloud\.linode\.com/profile/tokens")
        self.see(r"Account: Read/Write")
        self.see(r"^Provisioning token:")
        self.keys("C-c")
        self.see(r"^\$ $")
        self.assertNotIn("other", self.said("status")[0])
