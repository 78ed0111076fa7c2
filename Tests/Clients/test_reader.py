"""The second reader reads what lockstep wrote, and refuses what was altered."""

import json
import os
import shutil
import sqlite3

from lockstep import LockstepTest
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError
from format2.receipts import statement as stated
from format2.refusal import Refused
from reader import KEY_FILE, PASSPHRASE, RECOVERY, events, records_by_label, strings_of_accounts, verified


class Reader(LockstepTest):
    def key(self):
        return KEY_FILE, (self.folder / "key").read_bytes()

    def test_reads_everything(self):
        recovery = (self.folder / "recovery").read_text().strip()
        self.lockstep("create", "naïve ☃", "--scope", "linodes:rw", "--scope", "account:ro", "--expiry", "30d")
        self.lockstep("create", "second", "--full-access", "--expiry", "never")
        self.lockstep("create", "third", "--scope", "linodes:ro", "--expiry", "1d")
        self.lockstep("revoke", "third", "--yes")
        wanted = {label: self.lockstep("get", label).strip() for label in ("naïve ☃", "second")}
        for secret in (self.key(), (RECOVERY, recovery)):
            with verified(self.vault, secret) as vault:
                records, strings, told = records_by_label(vault), strings_of_accounts(vault), events(vault)
            self.assertEqual({label: record[2] for label, record in records.items() if label != "old"}, wanted | {"third": None})
            self.assertEqual(records["naïve ☃"][0], "active")
            self.assertEqual(records["naïve ☃"][1]["scopes"], "account:read_only linodes:read_write")
            self.assertEqual((records["second"][1]["scopes"], records["second"][1]["expiry"]), ("*", None))
            self.assertEqual((records["third"][0], records["third"][1]["label"]), ("gone", ""))
            self.assertEqual(strings["sandbox"], self.token)
            self.assertEqual([event for event, _ in told[:3]], [1, 2, 4])

    def test_reads_grants(self):
        self.lockstep("create", "narrow", "--scope", "linodes:ro", "--expiry", "30d")
        self.lockstep("grant", "narrow", "--exe", os.path.realpath("/bin/true"), "--confirm")
        self.lockstep("grant", "narrow", "--unit", "backup.service", "--cgroup", "/system.slice/*")
        with verified(self.vault, self.key()) as vault:
            records, told = records_by_label(vault), events(vault)
        wanted = [(os.path.realpath("/bin/true"), None, None, True), (None, "backup.service", "/system.slice/*", False)]
        self.assertEqual(records["narrow"][3], wanted)
        self.assertEqual(told[-2:], [(17, "narrow")] * 2)

    def test_notices_a_row_put_back(self):
        self.lockstep("create", "old", "--scope", "linodes:ro", "--expiry", "30d")
        copy = self.folder / "copy.db"
        self.lockstep("revoke", "old", "--yes")
        shutil.copy(self.vault, copy)
        with verified(copy, self.key()) as vault:
            version = vault.version
        with sqlite3.connect(copy) as database:
            database.execute("DELETE FROM item WHERE kind = 1" if version == 1 else "DELETE FROM items")
        with self.assertRaises((AssertionError, Refused)), verified(copy, self.key()):
            pass

    def test_reads_what_the_host_keeps_outside(self):
        self.lockstep("create", "told", "--scope", "linodes:ro", "--expiry", "30d")
        for _ in range(3):
            self.lockstep("get", "told")
        self.lockstep("grant", "told", "--exe", os.path.realpath("/bin/true"))
        with verified(self.vault, self.key()) as vault:
            if vault.version == 1:
                self.skipTest("version 1 keeps a counter outside, and no log")
            state = self.folder / "state" / "lockstep" / vault.id.hex()
        with verified(self.vault, self.key(), state) as vault:
            self.assertEqual(vault.seen, "known")
            entries = [entry for chain in vault.readings.values() for entry in chain.entries if entry.get("label") == "told"]
            anchors = [anchor for change in vault.changes.values() for anchor in change.get("anchors", [])]
            self.assertTrue(any(host == vault.state.host for host, _, _, _ in anchors))
        self.assertEqual([entry["event"] for entry in entries], [12] * 3)
        self.assertEqual({entry["generation"] for entry in entries}, {1})

    def test_verifies_a_receipt_without_the_vault(self):
        self.lockstep("create", "ended", "--scope", "linodes:ro", "--expiry", "30d")
        self.lockstep("audit", "receipt", "ended", expect=4)
        self.lockstep("revoke", "ended", "--yes")
        told = json.loads(self.lockstep("audit", "receipt", "ended"))
        key = bytes.fromhex(self.lockstep("audit", "key").strip())
        statement, signature = (bytes.fromhex(told["receipt"][name]) for name in ("statement", "signature"))
        self.assertEqual(crypto_sign_open(signature + statement, key), statement)
        fields = stated(statement)
        self.assertEqual((fields["token"], fields["label"], fields["generation"]), (told["id"], "ended", 1))
        self.assertIn(fields["deletion"], (1, 2))
        with self.assertRaises(BadSignatureError):
            crypto_sign_open(signature + statement[:-1] + bytes([statement[-1] ^ 1]), key)

    def test_reads_a_passphrase_slot(self):
        (self.folder / "phrase").write_text("correct horse\n")
        other = {"LOCKSTEP_VAULT": str(self.folder / "other" / "vault.db"), "LOCKSTEP_KEY_FILE": ""}
        self.lockstep("init", "--passphrase-file", self.folder / "phrase", "--recovery-file", self.folder / "paper", settings=other)
        with verified(self.folder / "other" / "vault.db", (PASSPHRASE, b"correct horse")) as vault:
            self.assertEqual((records_by_label(vault), strings_of_accounts(vault)), ({}, {}))
