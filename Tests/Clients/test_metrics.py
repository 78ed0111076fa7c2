"""`lockstep metrics`, read by prometheus-client and checked by promtool; the rules and units on Docs/Monitoring.md."""

import os
import pathlib
import re
import shutil
import subprocess
import time
import unittest

from agent import AgentTest
from prometheus_client.parser import text_string_to_metric_families
from sandbox import BUILT

PAGE = pathlib.Path(__file__).resolve().parents[2] / "Docs" / "Monitoring.md"
LABEL = 'a|b "q" \\x é日'


def families(text):
    """The samples of a text by their names: (labels, value)."""
    found = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation and family.type in ("gauge", "counter"), family
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def promtool(test, *words, **more):
    if not shutil.which("promtool"):
        test.skipTest("promtool is not there")
    done = subprocess.run(["promtool", *map(str, words)], capture_output=True, text=True, timeout=120, **more)
    test.assertEqual((done.returncode, done.stderr.replace("SUCCESS", "").strip()), (0, ""), done.stdout + done.stderr)


class Metrics(AgentTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lockstep(cls(), "create", LABEL, "--scope", "linodes:ro", "--expiry", "90d")
        cls.lockstep(cls(), "create", "ever", "--scope", "linodes:ro", "--expiry", "never")

    def value(self, text, name):
        return families(text)[name][0][1]

    def test_figures_are_read_by_a_client_of_prometheus_and_name_no_token(self):
        text = self.lockstep("metrics")
        found = families(text)
        states = {labels["state"]: value for labels, value in found["lockstep_tokens"]}
        self.assertEqual(states, {"creating": 0, "active": 3, "retiring": 0, "revoking": 0, "gone": 0})
        self.assertEqual((found["lockstep_up"], found["lockstep_agent_unlocked"]), ([({}, 1)], [({}, 0)]))
        (labels, seconds), = found["lockstep_earliest_expiry_seconds"]
        self.assertEqual(labels, {"renewed": "no"})
        self.assertLess(abs(seconds - 9 * 86400), 300)
        for name in ("one", "ever", "sandbox", "a|b"):
            self.assertNotIn(f'"{name}', text)

    def test_with_labels_each_token_has_a_series_with_its_label_as_it_is(self):
        found = families(self.lockstep("metrics", "--labels"))
        tokens = {labels["label"]: (labels, value) for labels, value in found["lockstep_token_expiry_timestamp_seconds"]}
        self.assertEqual(set(tokens), {"one", LABEL, "ever"})
        self.assertEqual(tokens["ever"][1], float("inf"))
        self.assertEqual(tokens[LABEL][0], {"label": LABEL, "account": "sandbox", "generation": "1", "state": "active"})
        self.assertLess(abs(tokens[LABEL][1] - time.time() - 90 * 86400), 300)

    def test_promtool_has_nothing_to_say_against_them(self):
        for words in ((), ("--labels",)):
            promtool(self, "check", "metrics", input=self.lockstep("metrics", *words))

    def test_a_hand_out_and_a_sync_are_counted(self):
        before = self.lockstep("metrics")
        self.lockstep("get", "one")
        self.lockstep("sync")
        after = self.lockstep("metrics")
        name = "lockstep_hand_outs_total"
        self.assertEqual(self.value(after, name), self.value(before, name) + 1)
        self.assertLess(abs(self.value(after, "lockstep_last_sync_timestamp_seconds") - time.time()), 60)

    def test_through_the_agent_and_once_it_is_locked(self):
        self.start()
        text = self.alone("metrics")
        self.assertEqual((self.value(text, "lockstep_up"), self.value(text, "lockstep_agent_unlocked")), (1, 1))
        self.assertEqual(len(families(self.alone("metrics", "--labels"))["lockstep_token_expiry_timestamp_seconds"]), 3)
        self.lockstep("lock")
        text = self.alone("metrics", expect=3)
        self.assertEqual(set(families(text)), {"lockstep_up", "lockstep_agent_unlocked", "lockstep_collected_timestamp_seconds"})
        self.assertEqual((self.value(text, "lockstep_up"), self.value(text, "lockstep_agent_unlocked")), (0, 0))

    def test_a_file_is_replaced_whole_and_everybody_may_read_it(self):
        folder = self.folder / "collector"
        folder.mkdir()
        umask = os.umask(0o077)
        self.addCleanup(os.umask, umask)
        self.lockstep("metrics", "--output", folder)
        path = folder / "lockstep.prom"
        self.assertEqual((path.stat().st_mode & 0o7777, [each.name for each in folder.iterdir()]), (0o644, [path.name]))
        before = path.stat().st_ino
        self.lockstep("metrics", "--labels", "--output", path)
        self.assertNotEqual(path.stat().st_ino, before)
        self.assertEqual(len(families(path.read_text())["lockstep_token_expiry_timestamp_seconds"]), 3)
        path.chmod(0o640)
        self.lockstep("metrics", "--output", path)
        self.assertEqual(path.stat().st_mode & 0o7777, 0o640)
        # What is no longer true does not stay.
        self.lockstep("metrics", "--output", path, expect=4, settings={"LOCKSTEP_VAULT": str(self.folder / "none.db")})
        self.assertEqual(self.value(path.read_text(), "lockstep_up"), 0)

    def test_a_file_that_the_collector_would_not_read_is_refused_and_none_is_made(self):
        code, out, err = self.run_program(
            BUILT / "lockstep", "metrics", "--output", self.folder / "figures", env=self.settings)
        self.assertEqual((code, out, (self.folder / "figures").exists()), (2, "", False))
        self.assertIn(".prom", err)
        self.lockstep("metrics", "--output", self.folder / "none" / "a.prom", expect=11)


class Page(unittest.TestCase):
    """What people copy from the page."""

    def block(self, kind, beginning):
        found = [text for text in re.findall(f"```{kind}\n(.*?)```", PAGE.read_text(), re.DOTALL) if text.startswith(beginning)]
        self.assertEqual(len(found), 1, beginning)
        return found[0]

    def test_the_rules_are_rules_and_name_series_that_there_are(self):
        rules = self.block("yaml", "groups:")
        series = (PAGE.parent / "Metrics.md").read_text()
        for name in set(re.findall(r"lockstep_\w+", rules)):
            self.assertIn(f"`{name}", series)
        promtool(self, "check", "rules", "/dev/stdin", input=rules)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not there")
    def test_the_units_are_units(self):
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            service, timer = (pathlib.Path(folder, f"lockstep-metrics.{kind}") for kind in ("service", "timer"))
            service.write_text(self.block("ini", "# ~/.config/systemd/user/lockstep-metrics.service").replace("/usr/bin/lockstep", "/bin/true"))
            timer.write_text(self.block("ini", "# ~/.config/systemd/user/lockstep-metrics.timer"))
            done = subprocess.run(["systemd-analyze", "verify", "--user", service, timer], capture_output=True, text=True, timeout=60)
            told = [line for line in done.stderr.splitlines() if "lockstep-metrics" in line]
            self.assertEqual(told, [])
