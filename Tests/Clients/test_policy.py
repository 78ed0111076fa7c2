"""What is decided for a label: with an agent and without, by person and by script."""

import json
import unittest

from agent import AgentTest


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
        self.assertIsNone(self.shown("set", "one", "--clear")["policy"])
        self.assertNotIn("RENEWS", self.lockstep("list"))
        self.assertIn("RENEWS", self.lockstep("list", "--wide"))
        self.lockstep("audit", "--verify")

    def test_what_is_of_the_vault_and_what_is_of_a_label_is_told_apart(self):
        for words in (
            ("set", "one", "--audit-keep", "90d"), ("set", "--owner", "ada"), ("set", "--clear"), ("set", "one", "two"),
            ("set", "one", "--renew", "50%"), ("set", "one", "--lifetime", "1m"), ("set", "one", "--tag", "a b"),
            ("list", "--remote", "--tag", "a"), ("revoke", "--id", "7", "--keep-policy"),
        ):  # fmt: skip
            with self.subTest(words):
                self.lockstep(*words, expect=2)
        self.lockstep("set", "nobody", "--owner", "ada", expect=4)
        self.assertIsNone(self.shown("set", "one")["policy"])
        self.assertIn("max-lifetime", self.lockstep("set"))

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
