"""New keys for a vault, beside whoever uses it; and what is left of it where it is killed."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

from agent import AgentTest, Client, hand_out
from reader import KEY_FILE, events, records_by_label, verified
from sandbox import BUILT

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from format2.refusal import Refused


class Rekey(AgentTest):
    """Enough tokens for several steps; one is gone, and its receipt is of the first keys."""

    options = ["--rate", "1000000"]

    def setUp(self):
        if not hasattr(type(self), "made_all"):
            for number in range(30):
                self.lockstep("create", f"t{number}", "--scope", "linodes:ro", "--expiry", "9d")
            self.lockstep("create", "gone", "--scope", "linodes:ro", "--expiry", "9d")
            self.lockstep("revoke", "gone", "--yes")
            type(self).made_all = True
            type(self).strings = {f"t{number}": self.lockstep("get", f"t{number}").strip() for number in range(30)}

    def key(self):
        return KEY_FILE, (self.folder / "key").read_bytes()

    def epochs(self):
        """Those that rows are sealed under."""
        with sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True) as database:
            tables = [database.execute(f"SELECT value FROM {table}") for table in ("items", "labels", "operations", "free")]
            return sorted({int.from_bytes(row[0][1:5], "big") for rows in tables for row in rows})

    def expect_whole(self):
        for label in ("t0", "t17", "t29"):
            self.assertEqual(self.lockstep("get", label).strip(), self.strings[label])
        self.lockstep("audit", "--verify")
        self.lockstep("doctor")
        self.lockstep("audit", "receipt", "gone")
        with verified(self.vault, self.key()) as vault:
            records, told = records_by_label(vault), events(vault)
        self.assertEqual({label: records[label][2] for label in self.strings}, self.strings)
        return [event for event, _ in told].count(21)

    def test_everything_is_under_the_new_keys_and_what_was_logged_and_signed_under_old_ones_is_proven(self):
        before = self.expect_whole()
        told = json.loads(self.lockstep("rekey", "--json"))
        self.assertEqual((told["deep"], told["resumed"], told["slots"], told["sharingSlots"]), (False, False, 2, 0))
        self.assertEqual(self.epochs(), [told["epoch"]])
        self.assertEqual(self.expect_whole(), before + 1)
        with sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True) as database:
            old = [bytes(row[0][78:]) for row in database.execute("SELECT value FROM cells256")]
        self.lockstep("rekey", "--deep")
        with sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True) as database:
            new = [bytes(row[0][78:]) for row in database.execute("SELECT value FROM cells256")]
        self.assertLessEqual(len(set(old) & set(new)), 1, "only the cell of the token that is gone is as it was")
        self.expect_whole()

    def test_old_keys_open_nothing_that_is_written_afterwards(self):
        copy = self.folder / "copy"
        shutil.copytree(self.vault.parent, copy, dirs_exist_ok=True)
        with verified(copy / "vault.db", self.key()) as vault:
            old = vault.keyring
        self.lockstep("rekey")
        self.lockstep("create", "after", "--scope", "linodes:ro", "--expiry", "9d")
        with sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True) as database:
            rows = [(bytes(key), bytes(value)) for key, value in database.execute("SELECT key, value FROM items")]
        opened = 0
        for key, value in rows:
            for number in old.epochs:
                try:
                    old.open(value[:1] + number.to_bytes(4, "big") + value[5:], "items", "lockstep 2 item", key, "item")
                    opened += 1
                except (Refused, AssertionError):
                    pass
        self.assertEqual(opened, 0)
        self.lockstep("revoke", "after", "--yes")

    def test_what_was_killed_is_told_is_served_and_is_finished_by_sync_by_rekey_and_by_tick(self):
        # The last one is another machine's, which has never seen the vault.
        elsewhere = {"XDG_STATE_HOME": str(self.folder / "elsewhere")}
        for finisher, settings in ((["sync"], {}), (["rekey"], {}), (["tick"], {}), (["sync"], elsewhere)):
            before = self.expect_whole()
            code, _, _ = self.run_program(BUILT / "lockstep", "rekey", env=self.settings | {"LOCKSTEP_FAILPOINT": "9"})
            self.assertEqual(code, -9)
            self.assertEqual(len(self.epochs()), 2)
            for words in (["status"], ["list"], ["doctor"]):
                _, out, err = self.run_program(BUILT / "lockstep", *words, env=self.settings)
                self.assertIn("rekey of the vault", out + err)
            self.assertEqual(self.expect_whole(), before)
            self.lockstep("create", "meanwhile", "--scope", "linodes:ro", "--expiry", "9d")
            self.lockstep("rotate", "t3", "--overlap", "0s")
            self.lockstep("rename", "t4", "four")
            self.lockstep("rename", "four", "t4")
            self.strings["t3"] = self.lockstep("get", "t3").strip()
            self.lockstep("revoke", "meanwhile", "--yes")
            out = self.lockstep(*finisher, "--json", settings=settings)
            if finisher == ["rekey"]:
                self.assertTrue(json.loads(out)["resumed"])
            self.assertEqual(len(self.epochs()), 1)
            self.assertEqual(self.expect_whole(), before + 1)
            self.assertEqual(json.loads(self.lockstep("status", "--json"))["pending"], 0)

    def test_a_thousand_hand_outs_a_second_go_on_and_the_agent_takes_up_the_new_keys(self):
        self.start()
        self.lockstep("unlock")
        over, failures, counts = threading.Event(), [], []

        def ask(number):
            client, count = Client(self.socket), 0
            with client.socket:
                while not over.is_set():
                    begun = time.monotonic()
                    for label in list(self.strings)[:25]:
                        body, secret = client.ask(hand_out(self.vault_name, label))
                        count += 1
                        if self.strings[label].encode() not in secret:
                            failures.append((label, body))
                            return
                    # Four such clients: a thousand a second.
                    time.sleep(max(0, 0.1 - (time.monotonic() - begun)))
            counts.append(count)

        self.vault_name = str(self.vault)
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for words in (["rekey"], ["rekey", "--deep"], ["rekey"]):
            self.lockstep(*words)
        over.set()
        for thread in threads:
            thread.join()
        print(f"hand-outs beside three rekeys: {sum(counts)} in {time.monotonic() - begun:.1f} s", file=sys.stderr)
        self.assertEqual(failures, [])
        self.assertEqual(json.loads(self.alone("status", "--json"))["vault"], "unlocked")
        self.alone("create", "late", "--scope", "linodes:ro", "--expiry", "9d")
        self.alone("revoke", "late", "--yes")
        self.alone("list")
        self.lockstep("lock")
        self.expect_whole()

    def test_an_interrupt_leaves_it_pending_and_says_what_finishes_it(self):
        self.lockstep("rekey")
        process = subprocess.Popen(
            [BUILT / "lockstep", "rekey"], env=self.settings | {"PATH": os.environ["PATH"]}, stderr=subprocess.PIPE, text=True
        )
        while len(self.epochs()) < 2 and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(2)
        _, said = process.communicate()
        if process.returncode:
            self.assertEqual(process.returncode, 8, said)
            self.assertIn("lockstep sync", said)
        self.lockstep("sync")
        self.expect_whole()

    def test_an_agent_without_a_person_does_not_do_it_for_a_client(self):
        self.start()
        self.lockstep("unlock")
        self.alone("rekey", expect=3)
