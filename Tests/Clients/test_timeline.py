"""`lockstep timeline` and `lockstep why`, as a person runs them: on terminals, in a pipe, with and without the agent."""

import json

from agent import AgentTest
from sandbox import BUILT

LONG = "a/label/that/is/longer/than/a/column/of/a/terminal/has/room/for/and/still/whole"


class Timeline(AgentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for label, expiry in ((LONG, "90d"), ("ever", "never"), ("été", "2d")):
            cls.lockstep(cls(), "create", label, "--scope", "linodes:ro", "--expiry", expiry)

    def timeline(self, *words, **settings):
        return self.lockstep("timeline", *words, settings=settings)

    def test_each_token_has_a_bar_and_its_whole_label_the_first_to_expire_first(self):
        for set_ in ("C.UTF-8", "C"):
            with self.subTest(set_):
                out = self.timeline(LC_ALL=set_)
                places = [out.index(label) for label in ("été", "one", LONG, "ever")]
                self.assertEqual(places, sorted(places))
                drawn = out.replace("été", "")
                self.assertEqual(drawn.isascii(), set_ == "C", out)

    def test_the_locale_counts_in_its_order(self):
        for settings, is_drawn in (
            ({"LC_ALL": "", "LC_CTYPE": "C", "LANG": "de_DE.UTF-8"}, False),
            ({"LC_ALL": "", "LC_CTYPE": "", "LANG": "de_DE.utf8"}, True),
            ({"LC_ALL": "C", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, False),
        ):
            with self.subTest(settings):
                self.assertEqual("├" in self.timeline(**settings), is_drawn)

    def test_patterns_and_the_number_narrow_it_and_it_says_how_many_more_there_are(self):
        out = self.timeline("e*", "one")
        self.assertNotIn(LONG, out)
        code, out, err = self.run_program(BUILT / "lockstep", "timeline", "--limit", "1", env=self.settings)
        self.assertIn("été", out)
        self.assertNotIn("one", out)
        self.assertIn("And 3 more", err)
        code, out, err = self.run_program(BUILT / "lockstep", "timeline", "none*", env=self.settings)
        self.assertEqual((code, out), (0, ""))
        self.assertIn("none*", err)
        for words in (("--limit", "-1"), ("--limit", "x"), ("--span", "0s"), ("--span", "x"), ("--sort", "id")):
            self.lockstep("timeline", *words, expect=2)

    def test_a_screen_reader_gets_a_sentence_a_token_and_scripts_get_json(self):
        self.assertEqual(len(self.timeline("--plain").splitlines()), 4)
        self.assertIn("ever: active, created", self.timeline("--plain"))
        found = json.loads(self.timeline("--json"))
        self.assertEqual([token["label"] for token in found["tokens"]], sorted((LONG, "ever", "one", "été")))
        self.assertIsNone(found["tokens"][1]["expires"])

    def test_a_rotation_that_is_due_stands_on_it(self):
        self.lockstep("create", "due", "--scope", "linodes:ro", "--expiry", "90d", "--lifetime", "90d")
        self.addCleanup(self.lockstep, "revoke", "due", "--yes")
        self.assertIn("*", self.timeline("due", LC_ALL="C").splitlines()[1])
        token, = json.loads(self.timeline("due", "--json"))["tokens"]
        self.assertLess(token["renews"], token["expires"])

    def test_the_agent_is_asked_and_a_locked_one_asks_nobody(self):
        self.start()
        self.assertEqual(self.alone("timeline"), self.timeline())
        self.assertIn("read", self.alone("why", "one"))
        self.lockstep("lock")
        self.alone("timeline", expect=3)
        self.alone("why", "one", expect=3)


class Why(AgentTest):
    def why(self, label="two", *words, **more):
        return self.lockstep("why", label, *words, **more)

    def test_it_says_who_made_it_who_read_it_through_what_and_what_would_miss_it(self):
        self.lockstep("create", "two", "--scope", "linodes:ro", "--expiry", "90d")
        out = self.why()
        self.assertRegex(out, r"made +created .* by .*python")
        self.assertIn("no record that it was ever read", out)
        self.assertTrue(out.endswith("  lockstep revoke two\n"))
        self.lockstep("bind", "two", "https://git.example")
        self.lockstep("run", "two", "--", "true")
        asked = "protocol=https\nhost=git.example\n\n"
        self.lockstep("credential", "git", "two", "get", input=asked)
        self.lockstep("grant", "two", "--unit", "a.service")
        self.addCleanup(self.lockstep, "grant", "two", "--clear")
        out = self.why()
        for word in ("run (1)", "credential git https://git.example (1)", "--unit a.service", "Do not revoke it yet", "other machines"):
            self.assertIn(word, out)
        self.assertNotIn("safe", out)
        found = json.loads(self.why("two", "--json"))
        self.assertEqual((found["advice"], found["hosts"]), ("in-use", ["https://git.example"]))
        self.assertEqual(found["read"]["count"], 2)
        self.assertEqual({use["through"] for use in found["uses"]}, {"run", "credential git https://git.example"})
        self.assertIn("elsewhere", found["unknown"])

    def test_docker_servers_are_named_and_a_damaged_list_of_them_is_no_reason_to_fail(self):
        folder = self.folder / "docker" / "lockstep"
        folder.mkdir(parents=True, mode=0o700)
        login = {"user": "me", "label": "one"}
        (folder / "docker.json").write_text(json.dumps({"version": 1, "servers": {"https://registry.example": login}}))
        settings = {"XDG_CONFIG_HOME": str(folder.parent)}
        self.assertIn("docker at https://registry.example", self.why("one", settings=settings))
        (folder / "docker.json").write_text("{")
        self.assertNotIn("registry", self.why("one", settings=settings))

    def test_a_token_that_is_not_there_is_absent(self):
        self.why("none", expect=4)
        self.lockstep("why", expect=2)
