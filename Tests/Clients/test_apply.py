"""`apply`: a vault is made to match a file, by one run or by several, and by no more than has to be done."""

import json
import os
import signal
import subprocess
import unittest

from agent import AgentTest, pid_behind
from sandbox import BUILT
from waiting import eventually


def spec(label, **more):
    return {"label": label, "scopes": ["linodes:ro"], "lifetime": "90d"} | more


class Applying(AgentTest):
    def setUp(self):
        self.lockstep("revoke", "--all", "--yes", "--settle", "0s")
        self.make_one()

    def file(self, tokens, **more):
        path = self.folder / "tokens.json"
        path.write_text(json.dumps({"version": 1, "tokens": tokens} | more))
        return path

    def apply(self, tokens, *words, run=None, **more):
        return json.loads((run or self.lockstep)("apply", self.file(tokens), "--json", *words, **more))

    def steps(self, answer):
        return sorted((step["action"], step["label"]) for step in answer["steps"])

    def changes(self):
        """What was asked of the provider that changes something, since the last time."""
        _, _, log = self.ask("GET", "/_sandbox/log")
        self.ask("DELETE", "/_sandbox/log")
        return [entry["method"] for entry in log if entry["method"] not in ("GET", "HEAD")]

    def tokens(self):
        return {token["label"]: token for token in json.loads(self.lockstep("list", "--json"))["tokens"]}

    def living(self):
        """The labels of the provider's tokens, the provisioning one aside."""
        _, _, tokens = self.ask("GET", "/_sandbox/tokens")
        return [token["label"] for token in tokens if token["alive"]]

    def test_the_difference_is_told_done_once_and_then_nothing(self):
        wanted = [spec("a", owner="ada", tags=["x"]), spec("b", scopes=["linodes:rw", "domains:ro"], renew="50%", overlap="0s")]
        answer = self.apply(wanted, "--dry-run")
        self.assertEqual((answer["dryRun"], self.steps(answer)), (True, [("create", "a"), ("create", "b")]))
        self.assertFalse(any(step["done"] for step in answer["steps"]))
        self.changes()
        answer = self.apply(wanted)
        self.assertTrue(all(step["done"] for step in answer["steps"]), answer)
        self.assertEqual(len(self.changes()), 4)
        answer = self.apply(wanted)
        self.assertEqual((answer["steps"], answer["unchanged"], self.changes()), ([], 2, []))
        # What differs, and nothing else: `a` gets another owner, `b` other scopes.
        wanted = [spec("a", owner="eve", tags=["x"]), spec("b", renew="50%", overlap="0s")]
        before = self.tokens()
        answer = self.apply(wanted)
        self.assertEqual(self.steps(answer), [("rotate", "b"), ("set", "a")])
        self.assertEqual([step["causes"] for step in answer["steps"]], [[], ["scopes"]])
        after = self.tokens()
        self.assertEqual(after["a"]["id"], before["a"]["id"])
        self.assertNotEqual(after["b"]["id"], before["b"]["id"])
        self.assertEqual((after["a"]["policy"]["owner"], after["b"]["scopes"]), ("eve", ["linodes:read_only"]))
        self.assertIn("one", after)
        self.changes()
        self.assertEqual((self.apply(wanted)["steps"], self.changes()), ([], []))
        # What is not in the file goes only where that is asked for, and agreed to.
        self.lockstep("apply", self.file(wanted), "--prune", "--no-input", expect=3)
        self.assertEqual(self.changes(), [])
        self.assertEqual(self.steps(self.apply(wanted[:1], "--prune", "--yes")), [("revoke", "b"), ("revoke", "one")])
        self.assertEqual(list(self.tokens()), ["a"])

    def test_a_dry_run_exits_by_whether_there_is_something_to_do(self):
        ask = "apply", self.file([spec("one", lifetime=None, expiry="never")]), "--dry-run"
        self.lockstep(*ask)
        self.changes()
        code, out, err = self.run_program(BUILT / "lockstep", *ask, "--exit-code", "--json", env=self.settings)
        self.assertEqual((code, self.steps(json.loads(out)), self.changes()), (13, [("rotate", "one")], []))
        self.assertEqual(json.loads(err)["error"]["code"], "unapplied")
        self.lockstep("apply", self.file([]), "--dry-run", "--exit-code")
        self.lockstep("apply", self.file([]), "--dry-run", "--exit-code", "--prune", expect=13)
        self.lockstep("apply", self.file([]), "--exit-code", expect=2)

    def test_what_list_writes_changes_nothing_and_what_a_file_cannot_keep_is_said(self):
        self.lockstep("create", "a", "--scope", "domains:ro", "--scope", "linodes:rw", "--lifetime", "90d", "--owner", "Zoë", "--tag", "x")
        self.lockstep("create", "b", "--full-access", "--expiry", "never", "--overlap", "90m")
        self.lockstep("create", "c", "--scope", "linodes:ro", "--expiry", "30d", "--lifetime", "90d", "--renew", "50%")
        self.lockstep("rotate", "c")
        path = self.folder / "written.json"

        def write(*words, run=None):
            code, out, err = self.run_program(BUILT / "lockstep", "list", "--specs", *words, env=self.settings | (run or {}))
            self.assertEqual(code, 0, err)
            path.write_text(out)
            return [token["label"] for token in json.loads(out)["tokens"]], err

        self.assertEqual(write(), (["a", "b", "c", "one"], ""))
        self.changes()
        answer = json.loads(self.lockstep("apply", path, "--prune", "--dry-run", "--exit-code", "--json"))
        self.assertEqual((answer["steps"], answer["unchanged"], self.changes()), ([], 4, []))
        self.assertEqual(len(path.read_text().splitlines()), 6)
        self.assertEqual(write("--tag", "x")[0], ["a"])
        # What `apply` would do for the file's own words is told.
        self.lockstep("set", "b", "--lifetime", "30d")
        labels, said = write()
        self.assertEqual(labels, ["a", "b", "c", "one"])
        self.assertRegex(" ".join(said.split()), r"lockstep apply would: rotate b ")
        self.lockstep("list", "--specs", "--remote", expect=2)
        self.start()
        self.assertEqual(write(run={"LOCKSTEP_KEY_FILE": ""})[0], labels)

    def test_what_has_to_be_rotated_for_its_life_is(self):
        self.lockstep("create", "long", "--scope", "linodes:ro", "--expiry", "never")
        self.lockstep("create", "short", "--scope", "linodes:ro", "--expiry", "9d")
        wanted = [spec("long", overlap="0s"), spec("short", overlap="0s")]
        answer = self.apply(wanted)
        causes = {step["label"]: step["causes"] for step in answer["steps"] if step["action"] == "rotate"}
        self.assertEqual(causes, {"long": ["lifetime"]})
        self.changes()
        self.assertEqual((self.apply(wanted)["steps"], self.changes()), ([], []))
        dated = [{"label": "long", "scopes": ["linodes:ro"], "expiry": "2100-01-31", "overlap": "0s"}, wanted[1]]
        self.assertEqual([step["causes"] for step in self.apply(dated)["steps"]], [["expiry"]])
        self.changes()
        self.assertEqual((self.apply(dated)["steps"], self.changes()), ([], []))

    def test_a_file_that_is_wrong_is_refused_with_its_place_and_changes_nothing(self):
        for tokens, place in (
            ([spec("a"), spec("a")], 'Token 2, "a"'), ([spec("a", scope=1)], '"scope" is not known'),
            ([spec("a"), {"label": "b"}], 'Token 2, "b"'), ([spec("a", scopes=["nothing:ro"])], 'Token 1, "a"'),
            ([spec("a", expiry="2100-01-31")], "either a lifetime or an expiry"), ([spec("a", lifetime=90)], '"lifetime"'),
            ([spec("a", tags="x")], '"tags"'), ([spec("a", renew="x")], 'Token 1, "a"'), ([spec("")], "Token 1"), ([7], "Token 1"),
            ([spec("a", lifetime=None, expiry="90d")], '"90d"'), ([spec("a", lifetime=None, expiry="2001-01-01")], 'Token 1, "a"'),
            ([spec("a"), spec("b", account="nobody")], "nobody"), ([spec("a"), spec("one", account="nobody")], "nobody"),
        ):  # fmt: skip
            with self.subTest(tokens):
                _, _, err = self.run_program(BUILT / "lockstep", "apply", self.file(tokens), env=self.settings)
                self.assertIn(place, " ".join(err.replace("“", '"').replace("”", '"').replace("'", '"').split()))
        for text, place in (('{"version":1,\n "tokens":[{]}', "line 2, character 13"), ('{"version":2,"tokens":[]}', "version")):
            path = self.folder / "wrong.json"
            path.write_text(text)
            code, _, err = self.run_program(BUILT / "lockstep", "apply", path, env=self.settings)
            self.assertEqual(code, 2, err)
            self.assertIn(place, " ".join(err.split()))
        self.assertEqual(list(self.tokens()), ["one"])

    def test_through_the_agent_it_is_one_change_within_the_ceiling(self):
        self.lockstep("set", "--max-lifetime", "90d", "--changes-per-hour", "2")
        self.addCleanup(self.lockstep, "set", "--max-lifetime", "none", "--changes-per-hour", "60")
        self.start()
        wanted = [spec(f"t{number}") for number in range(8)]
        self.alone("apply", self.file([*wanted, spec("more", lifetime="91d")]), expect=5)
        self.assertEqual(list(self.tokens()), ["one"])
        self.assertEqual(len(self.apply(wanted, run=self.alone)["steps"]), 8)
        self.assertEqual(self.apply(wanted, run=self.alone)["unchanged"], 8)

    def test_two_hundred_tokens_survive_kills_and_end_as_the_file_says(self):
        wanted = [spec(f"many/{number:03}", owner=f"o{number % 7}", tags=["many"]) for number in range(200)]
        path = self.file(wanted)
        kills = 0
        for share in (20, 90, 150):
            run = subprocess.Popen(
                [BUILT / "lockstep", "apply", path, "--settle", "0s"], env=os.environ | self.settings | {"HOME": str(self.folder)},
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            eventually(lambda run=run, share=share: len(self.living()) > share or run.poll() is not None, "tokens", 120)
            if run.poll() is None:
                run.send_signal(signal.SIGKILL)
                kills += 1
            run.wait()
        self.assertGreater(kills, 0)
        self.lockstep("apply", path, "--settle", "0s")
        tokens = self.tokens()
        self.assertEqual(sorted(tokens), sorted([entry["label"] for entry in wanted] + ["one"]))
        self.assertEqual({tokens[entry["label"]]["policy"]["owner"] for entry in wanted}, {f"o{number}" for number in range(7)})
        # Nothing is left at the provider that the vault does not have.
        _, _, living = self.ask("GET", "/_sandbox/tokens")
        ids = {token["id"] for token in living if token["alive"]}
        self.assertEqual(ids - {token["id"] for token in tokens.values()}, {min(ids)})
        self.changes()
        self.assertEqual((self.apply(wanted)["unchanged"], self.changes()), (200, []))
        # The correct difference: ten with other scopes, ten with another owner, ten gone, ten new.
        wanted[:10] = [entry | {"scopes": ["linodes:rw"], "overlap": "0s"} for entry in wanted[:10]]
        wanted[10:20] = [entry | {"owner": "new"} for entry in wanted[10:20]]
        gone, wanted = wanted[20:30], wanted[:20] + wanted[30:] + [spec(f"new/{number}") for number in range(10)]
        wanted.append(spec("one"))
        answer = self.apply(wanted, "--prune", "--dry-run")
        expected = (
            [("create", f"new/{number}") for number in range(10)] + [("revoke", entry["label"]) for entry in gone]
            + [("rotate", entry["label"]) for entry in wanted[:10]] + [("set", entry["label"]) for entry in wanted[10:20]]
            + [("set", "one")]
        )  # fmt: skip
        self.assertEqual((self.steps(answer), answer["unchanged"], self.changes()), (sorted(expected), 170, []))
        answer = self.apply(wanted, "--prune", "--yes", "--settle", "0s")
        self.assertTrue(all(step["done"] for step in answer["steps"]))
        self.assertEqual(sorted(self.tokens()), sorted(entry["label"] for entry in wanted))
        self.changes()
        self.assertEqual((self.apply(wanted, "--prune", "--yes")["steps"], self.changes()), ([], []))
        self.lockstep("audit", "--verify")

    def test_through_the_agent_it_survives_the_end_of_who_asks_and_of_the_agent(self):
        wanted = [spec(f"agent/{number:02}", owner="ada") for number in range(60)]
        path = self.file(wanted)
        environment = os.environ | self.settings | {"HOME": str(self.folder), "LOCKSTEP_KEY_FILE": ""}
        for share, victim in ((8, None), (25, "agent")):
            self.lockstep("agent", "start")
            run = subprocess.Popen(
                [BUILT / "lockstep", "apply", path, "--settle", "0s", "--no-input"], env=environment, stderr=subprocess.DEVNULL
            )
            eventually(lambda run=run, share=share: len(self.living()) > share or run.poll() is not None, "tokens", 120)
            if victim:
                os.kill(pid_behind(self.socket), signal.SIGKILL)
            else:
                run.send_signal(signal.SIGKILL)
            run.wait()
            if not victim:
                self.lockstep("agent", "stop")
        self.start()
        self.alone("apply", path, "--settle", "0s")
        self.assertEqual(sorted(self.tokens()), sorted([entry["label"] for entry in wanted] + ["one"]))
        _, _, living = self.ask("GET", "/_sandbox/tokens")
        ids = {token["id"] for token in living if token["alive"]}
        self.assertEqual(len(ids), 62)
        self.changes()
        answer = self.apply(wanted, run=self.alone)
        self.assertEqual((answer["steps"], answer["unchanged"], self.changes()), ([], 60, []))


if __name__ == "__main__":
    unittest.main()
