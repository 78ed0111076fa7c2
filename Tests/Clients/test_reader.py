"""The second reader reads what lockstep wrote, and refuses what was altered."""

import json
import os
import re
import shutil
import sqlite3

from lockstep import LockstepTest
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError
from reader import Fields, Vault


class Reader(LockstepTest):
    def test_reads_everything(self):
        recovery = re.search("LSRK-[-0-9a-f]+", self.made)[0]
        self.lockstep("create", "naïve ☃", "--scope", "linodes:rw", "--scope", "account:ro", "--expiry", "30d")
        self.lockstep("create", "second", "--full-access", "--expiry", "never")
        self.lockstep("create", "third", "--scope", "linodes:ro", "--expiry", "1d")
        self.lockstep("revoke", "third", "--yes")
        wanted = {label: self.lockstep("get", label).strip() for label in ("naïve ☃", "second")}
        for unlocking in ({"key_file": (self.folder / "key").read_bytes()}, {"recovery": recovery}):
            vault = Vault(self.vault, **unlocking)
            records = vault.records()
            self.assertEqual({label: record[2] for label, record in records.items() if label != "old"}, wanted | {"third": None})
            self.assertEqual(records["naïve ☃"][0], "active")
            self.assertEqual(records["naïve ☃"][1]["scopes"], "account:read_only linodes:read_write")
            self.assertEqual((records["second"][1]["scopes"], records["second"][1]["expiry"]), ("*", None))
            self.assertEqual((records["third"][0], records["third"][1]["label"]), ("gone", ""))
            self.assertEqual(vault.accounts()["sandbox"][4], self.token)
            self.assertEqual([entry[0] for entry in vault.audit[:3]], [1, 2, 4])

    def test_reads_grants(self):
        self.lockstep("create", "narrow", "--scope", "linodes:ro", "--expiry", "30d")
        self.lockstep("grant", "narrow", "--exe", os.path.realpath("/bin/true"), "--confirm")
        self.lockstep("grant", "narrow", "--unit", "backup.service", "--cgroup", "/system.slice/*")
        vault = Vault(self.vault, key_file=(self.folder / "key").read_bytes())
        wanted = [(os.path.realpath("/bin/true"), None, None, True), (None, "backup.service", "/system.slice/*", False)]
        self.assertEqual(vault.records()["narrow"][3], wanted)
        self.assertEqual([entry[:2] for entry in vault.audit[-2:]], [(17, "narrow")] * 2)

    def test_notices_a_row_put_back(self):
        self.lockstep("create", "old", "--scope", "linodes:ro", "--expiry", "30d")
        copy = self.folder / "copy.db"
        self.lockstep("revoke", "old", "--yes")
        shutil.copy(self.vault, copy)
        Vault(copy, key_file=(self.folder / "key").read_bytes())
        with sqlite3.connect(copy) as database:
            database.execute("DELETE FROM item WHERE kind = 1")
        with self.assertRaises(AssertionError):
            Vault(copy, key_file=(self.folder / "key").read_bytes())

    def test_verifies_a_receipt_without_the_vault(self):
        self.lockstep("create", "ended", "--scope", "linodes:ro", "--expiry", "30d")
        self.lockstep("audit", "receipt", "ended", expect=4)
        self.lockstep("revoke", "ended", "--yes")
        told = json.loads(self.lockstep("audit", "receipt", "ended"))
        key = bytes.fromhex(self.lockstep("audit", "key").strip())
        statement, signature = (bytes.fromhex(told["receipt"][name]) for name in ("statement", "signature"))
        self.assertEqual(crypto_sign_open(signature + statement, key), statement)
        fields = Fields(statement)
        self.assertEqual(fields.text(), "lockstep receipt 1")
        fields.raw(32)
        self.assertEqual((fields.of("q"), fields.text(), fields.of("I")), (told["id"], "ended", 1))
        self.assertIn(fields.of("B"), (1, 2))
        fields.instant()
        fields.end()
        with self.assertRaises(BadSignatureError):
            crypto_sign_open(signature + statement[:-1] + bytes([statement[-1] ^ 1]), key)

    def test_reads_a_passphrase_slot(self):
        (self.folder / "phrase").write_text("correct horse\n")
        other = {"LOCKSTEP_VAULT": str(self.folder / "other" / "vault.db"), "LOCKSTEP_KEY_FILE": ""}
        self.lockstep("init", "--passphrase-file", self.folder / "phrase", settings=other)
        vault = Vault(self.folder / "other" / "vault.db", passphrase=b"correct horse")
        self.assertEqual((vault.records(), vault.accounts()), ({}, {}))
