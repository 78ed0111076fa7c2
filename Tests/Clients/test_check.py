"""`lockstep check` as monitoring runs it: what is on stdout, and what it exits with."""

import json
import os
import re
import subprocess

from agent import AgentTest
from sandbox import BUILT

# The guidelines: 'label'=value[UOM];[warn];[crit];[min];[max]
PERFORMANCE = re.compile(r"(\w+)=(-?\d+)(s?);([\d:]*);([\d:]*)(;\d*)?$")


class Check(AgentTest):
    def check(self, *words, **settings):
        """The exit code, the first line in three, and the details."""
        code, out, err = self.run_program(BUILT / "lockstep", "check", *words, env=self.settings | settings)
        first, *details = out.splitlines()
        head, _, performance = first.partition("|")
        word, _, text = head.removeprefix("LOCKSTEP ").partition(" - ")
        self.assertEqual(code, ["OK", "WARNING", "CRITICAL", "UNKNOWN"].index(word), out + err)
        figures = dict(PERFORMANCE.match(part).group(1, 2) for part in performance.split())
        return code, text, figures, details

    def test_it_says_how_bad_it_is_and_exits_so(self):
        code, text, figures, details = self.check("--warn", "8d")
        self.assertEqual((code, details, figures["tokens"]), (0, [], "1"))
        code, text, figures, details = self.check()
        self.assertEqual((code, details, figures["expiring_warning"]), (1, [], "1"))
        self.assertRegex(text, r"'one' expires 20\d\d-\d\d-\d\d \(in 9 days\)")
        code, text, figures, details = self.check("--critical", "9d")
        self.assertEqual((code, figures["expiring_critical"]), (2, "1"))
        self.assertLessEqual(abs(int(figures["next_expiry"]) - 9 * 86400), 120)
        self.assertEqual(self.check("--exclude", "o*")[0], 0)

    def test_what_never_expires_is_told_and_is_a_warning_where_asked_for(self):
        self.lockstep("create", "forever", "--scope", "linodes:ro", "--expiry", "never")
        self.addCleanup(self.lockstep, "revoke", "forever", "--yes")
        code, text, figures, _ = self.check("forever")
        self.assertEqual((code, figures["never_expires"]), (0, "1"))
        self.assertIn("1 never expires", text)
        code, text, _, details = self.check("forever", "--never")
        self.assertEqual((code, len(details)), (1, 2))
        self.assertIn("WARNING: 'forever' never expires: lockstep rotate forever --expiry 90d", details)
        self.assertIn("lockstep rotate --account", " ".join(details))
        self.lockstep("set", "forever", "--lifetime", "90d")
        self.assertNotIn("'forever'", self.check("forever", "--never")[1])

    def test_whatever_keeps_it_from_checking_is_unknown(self):
        cases = {
            "a flag that is not there": (["--bogus"], {}),
            "a duration that is none": (["--warn", "soon"], {}),
            "both times the wrong way round": (["--warn", "1d", "--critical", "2d"], {}),
            "a value that is missing": (["--warn"], {}),
            "a pattern that fits nothing": (["nothing*"], {}),
            "a locked vault": ([], {"LOCKSTEP_KEY_FILE": ""}),
            "a wrong key": ([], {"LOCKSTEP_KEY_FILE": str(self.folder / "token")}),
            "a vault that is not there": ([], {"LOCKSTEP_VAULT": str(self.folder / "none.db")}),
            "a configuration that is wrong": ([], {"XDG_CONFIG_HOME": str(self.configured("nonsense\n"))}),
        }
        for name, (words, settings) in cases.items():
            with self.subTest(name):
                code, text, *_ = self.check(*words, **settings)
                self.assertEqual(code, 3, text)
                self.assertGreater(len(text), 10)

    def configured(self, text):
        folder = self.folder / "config" / "lockstep"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "config").write_text(text)
        (folder / "config").chmod(0o600)
        return folder.parent

    def test_the_agent_is_asked_and_a_locked_one_asks_nobody(self):
        self.start()
        alone = {"LOCKSTEP_KEY_FILE": ""}
        self.assertEqual(self.check(**alone)[0], 1)
        self.assertEqual(self.check("--no-input", "--warn", "1d", **alone)[0], 0)
        self.lockstep("lock")
        code, text, *_ = self.check("--no-input", **alone)
        self.assertEqual((code, text[:20]), (3, "The vault is locked,"))

    def test_scripts_get_the_same_as_json(self):
        code, out, err = self.run_program(BUILT / "lockstep", "check", "--json", env=self.settings)
        found = json.loads(out)
        self.assertEqual((code, err, found["exit"], found["status"]), (1, "", 1, "WARNING"))
        self.assertEqual([each["label"] for each in found["findings"]], ["one"])
        code, out, err = self.run_program(BUILT / "lockstep", "check", "--json", "--bogus", env=self.settings)
        self.assertEqual((code, out, json.loads(err)["error"]["code"]), (3, "", "usage"))

    def test_a_revocation_that_the_provider_holds_up_is_told_of(self):
        self.lockstep("create", "held", "--scope", "linodes:ro", "--expiry", "90d")
        self.ask("POST", "/_sandbox/faults", {"fault": "html-502", "method": "DELETE", "times": 40})
        self.addCleanup(self.ask, "DELETE", "/_sandbox/faults")
        self.lockstep("revoke", "held", "--yes", expect=8)
        code, text, figures, details = self.check("held")
        self.assertEqual((code, figures["revocations"], figures["held_up"]), (1, "1", "1"))
        self.assertIn("revoke 'held'", text)
        self.ask("DELETE", "/_sandbox/faults")
        self.lockstep("sync")
        self.assertEqual(self.check("--warn", "1d")[0], 0)

    def test_what_a_policy_renews_is_not_reported_for_expiring(self):
        self.lockstep("create", "renewed", "--scope", "linodes:ro", "--expiry", "9d")
        self.addCleanup(self.lockstep, "revoke", "renewed", "--yes")
        self.assertEqual(self.check("renewed")[0], 1)
        self.lockstep("set", "renewed", "--lifetime", "9d")
        code, text, figures, _ = self.check("renewed")
        self.assertEqual((code, figures["overdue"], figures["expiring_warning"]), (0, "0", "0"))
        self.assertIn("1 renewed by policy", text)

    def test_a_closed_output_is_no_ok(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [BUILT / "lockstep", "check", "--warn", "1d"], stdout=writer, stderr=subprocess.PIPE, timeout=60,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)} | self.settings)
        os.close(writer)
        self.assertEqual(done.returncode, 3)
