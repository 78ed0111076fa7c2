"""What is decided for a label: with an agent and without, by person and by script."""

import json
import unittest

from agent import AgentTest
from sandbox import BUILT


class Policy(AgentTest):
    def shown(self, *words, **more):
        return json.loads(self.lockstep(*words, "--json", **more))

    def test_it_is_set_shown_found_and_cleared(self):
        self.lockstep("set", "one", "--lifetime", "90d", "--renew", "66%", "--tag", "prod", "--tag", "eu")
        view = self.shown("set", "one", "--owner", "Zoë", "--purpose", "deploys the site", "--untag", "eu")
        policy = {
            "lifetime": "90d", "renew": "66%", "overlap": "1h", "owner": "Zoë", "purpose": "deploys the site", "tags": ["prod"],
        }  # fmt: skip
        self.assertEqual((view["label"], view["token"], view["policy"]), ("one", True, policy))
        token = self.shown("show", "one")
        self.assertEqual((token["policy"], token["renews"]), (policy, view["renews"]))
        self.assertEqual([token["label"] for token in self.shown("list", "--tag", "prod", "--owner", "Zoë")["tokens"]], ["one"])
        self.assertEqual(self.shown("list", "--tag", "eu")["tokens"], [])
        self.assertIn("RENEWS", self.lockstep("list"))
        self.assertIn("renews", self.lockstep("set", "one"))
        self.assertEqual(self.shown("set", "one", "--owner", "none")["policy"], policy | {"owner": ""})
        self.assertIsNone(self.shown("set", "one", "--clear")["policy"])
        self.assertNotIn("RENEWS", self.lockstep("list"))
        self.assertIn("RENEWS", self.lockstep("list", "--wide"))
        self.lockstep("audit", "--verify")

    def test_what_is_of_the_vault_and_what_is_of_a_label_is_told_apart(self):
        for words in (
            ("set", "one", "--audit-keep", "90d"), ("set", "--owner", "ada"), ("set", "--clear"), ("set", "one", "two"), ("set", "one", "--all", "--owner", "ada"),
            ("set", "--account", "sandbox", "--owner", "ada"), ("set", "--matching", "*", "--audit-keep", "90d"),
            ("set", "one", "--renew", "50%"), ("set", "one", "--lifetime", "1m"), ("set", "one", "--tag", "a b"),
            ("list", "--remote", "--tag", "a"), ("revoke", "--id", "7", "--keep-policy"),
        ):  # fmt: skip
            with self.subTest(words):
                self.lockstep(*words, expect=2)
        self.lockstep("set", "nobody", "--owner", "ada", expect=4)
        self.assertIsNone(self.shown("set", "one")["policy"])
        self.assertIn("max-lifetime", self.lockstep("set"))

    def said(self, *words, **more):
        code, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings, **more)
        return code, out, " ".join(err.split())

    def test_it_is_set_for_several_tokens_once_that_is_agreed_to(self):
        for label in ("many/a", "many/b"):
            self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "9d")
            self.addCleanup(self.lockstep, "revoke", label, "--yes")
        code, _, err = self.said("set", "--matching", "many/*", "--owner", "ada", "--no-input")
        self.assertEqual(code, 3)
        self.assertIn("set many/a (owner ada) set many/b (owner ada)", err)
        self.assertEqual(self.shown("list", "--owner", "ada")["tokens"], [])
        self.lockstep("set", "--matching", "many/*", "--owner", "ada", "--yes")
        self.assertEqual([token["label"] for token in self.shown("list", "--owner", "ada")["tokens"]], ["many/a", "many/b"])
        # Who names tokens has agreed to them; what is so already is left alone.
        answer = self.shown("set", "many/a", "many/b", "one", "--owner", "ada", "--no-input")
        self.assertEqual(([step["label"] for step in answer["steps"]], answer["unchanged"]), (["one"], 2))
        self.assertIn("Nothing to do", self.said("set", "one", "many/a", "--owner", "ada")[2])
        self.assertIn("No token matches", self.said("set", "--matching", "nothing*", "--owner", "ada")[2])
        self.lockstep("set", "one", "nobody", "--owner", "eve", expect=4)
        self.lockstep("set", "--changes-per-hour", "1")
        self.addCleanup(self.lockstep, "set", "--changes-per-hour", "60")
        self.start()
        self.alone("set", "--all", "--clear", "--yes")
        self.assertEqual(self.shown("list", "--owner", "ada")["tokens"], [])
        self.lockstep("agent", "stop")

    def test_what_a_policy_cannot_do_is_said_when_it_is_set(self):
        made = "--scope", "linodes:ro"
        self.addCleanup(self.lockstep, "revoke", "--matching", "odd-*", "--yes")
        for words, expected in (
            (("create", "odd-a", *made, "--expiry", "30d", "--lifetime", "90d"), "The policy replaces it on .* with one that lives 90d"),
            (("create", "odd-b", *made, "--expiry", "never", "--lifetime", "30d"), "This token never expires. The policy replaces it"),
            (("create", "odd-c", *made, "--lifetime", "10m", "--overlap", "1d"), "An overlap of 1 d is cut short"),
            (("set", "odd-c", "--renew", "never", "--overlap", "1m"), "Nothing replaces it by itself"),
            (("rotate", "odd-a", "--expiry", "20d", "--overlap", "60d"), "before its overlap is over.*replaces generation 2 on .* with one that lives 90d"),
        ):  # fmt: skip
            with self.subTest(words):
                code, _, err = self.said(*words)
                self.assertEqual(code, 0, err)
                self.assertRegex(err, expected)
        for words in (("set", "odd-c"), ("create", "odd-d", *made, "--lifetime", "90d"), ("set", "odd-d", "--owner", "ada")):
            self.assertNotRegex(self.said(*words)[2], "overlap|replaces")
        self.lockstep("set", "--hands-out-only", "on")
        self.addCleanup(self.lockstep, "set", "--hands-out-only", "off")
        self.assertIn("lockstep tick does", self.said("set", "odd-d", "--owner", "eve")[2])
        self.assertNotIn("lockstep tick does", self.said("set", "odd-d", "--renew", "never")[2])
        # A generation that expires within its overlap is kept no longer.
        old, new = (token for token in self.shown("list", "odd-a")["tokens"])
        self.assertEqual((old["state"], old["until"]), ("retiring", old["expires"]))

    def test_through_the_agent_within_the_ceiling(self):
        self.lockstep("set", "--max-lifetime", "90d")
        self.addCleanup(self.lockstep, "set", "--max-lifetime", "none")
        self.start()
        self.alone("set", "one", "--lifetime", "90d")
        self.alone("set", "one", "--lifetime", "91d", expect=5)
        self.alone("create", "sold", "--scope", "linodes:ro", "--expiry", "9d", "--lifetime", "1y", expect=5)
        self.alone("create", "two", "--scope", "linodes:ro", "--lifetime", "30d", "--owner", "ada")
        self.assertEqual(json.loads(self.alone("show", "two", "--json"))["policy"]["owner"], "ada")
        self.alone("rename", "two", "three")
        self.assertIn("30d", self.alone("set", "three"))
        self.alone("revoke", "three", "--yes", "--keep-policy")
        self.assertFalse(json.loads(self.alone("set", "three", "--json"))["token"])
        self.alone("create", "three", "--scope", "linodes:ro", "--expiry", "9d")
        self.assertEqual(json.loads(self.alone("show", "three", "--json"))["policy"]["lifetime"], "30d")
        self.alone("revoke", "three", "--yes")
        self.alone("set", "three", expect=4)
        self.alone("set", "one", "--clear")


if __name__ == "__main__":
    unittest.main()
