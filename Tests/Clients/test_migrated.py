"""Vaults that programs of version 1 made, changed by Lockstep once: the second reader finds all that was in them."""

import json
import os
import pathlib
import shutil
import tempfile

from format2.slots import KEY_FILE, PASSPHRASE, RECOVERY
from lockstep import LockstepTest
from reader import events, hosts_of, records_by_label, strings_of_accounts, verified
from sandbox import BUILT

MADE = pathlib.Path(__file__).parent.parent / "VaultTests" / "Format1Vaults"


class Migrated(LockstepTest):
    def migrate(self, name):
        """A copy of one of them after a grant; what was in it, the label granted, and what unlocks it but its recovery key."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        told = json.loads((MADE / name / "expected.json").read_text())
        shutil.copy(MADE / name / "vault.db", folder / "vault.db")
        os.chmod(folder / "vault.db", 0o600)
        settings = {"LOCKSTEP_VAULT": str(folder / "vault.db"), "LOCKSTEP_KEY_FILE": "", "XDG_STATE_HOME": str(folder / "state")}
        if "passphrase" in told["unlocking"]:
            secret = PASSPHRASE, told["unlocking"]["passphrase"].encode()
            settings["LOCKSTEP_PASSPHRASE_FILE"] = str(folder / "secret")
        else:
            secret = KEY_FILE, bytes.fromhex(told["unlocking"]["keyFile"])
            settings["LOCKSTEP_KEY_FILE"] = str(folder / "secret")
        (folder / "secret").write_bytes(secret[1])
        (folder / "secret").chmod(0o600)
        label = next(record["label"] for record in told["records"] if record["state"] == 2)
        self.lockstep("grant", label, "--exe", os.path.realpath("/bin/true"), "--no-input", settings=settings)
        return folder / "vault.db", told, label, secret

    def test_hold_what_they_held(self):
        for name in ("plain", "stopped", "faulty", "early"):
            with self.subTest(name):
                path, told, label, secret = self.migrate(name)
                self.compare(path, told, label, (RECOVERY, told["unlocking"]["recovery"]))
                with verified(path, secret) as vault:
                    self.assertEqual(vault.id.hex(), told["vault"])
                self.assertEqual({file.name for file in path.parent.glob("vault.db-format1*")}, set())

    def compare(self, path, told, label, secret):
        with verified(path, secret) as vault:
            if vault.version == 1:
                self.skipTest("this Lockstep writes version 1")
            records = {owner.hex(): record for owner, record in vault.records.items()}
            self.assertEqual(set(records), {record["id"] for record in told["records"]})
            for wanted in told["records"]:
                found = records[wanted["id"]]
                self.assertEqual((found["label"], found["generation"]), (wanted["label"], wanted["generation"]))
                if wanted["string"] is not None:
                    self.assertEqual(vault.string(bytes.fromhex(wanted["id"])).decode(), wanted["string"])
            self.assertEqual(strings_of_accounts(vault), {account["name"]: account["string"] for account in told["accounts"]})
            self.assertEqual(len(vault.audit), len(told["audit"]["entries"]))
            self.assertGreater(vault.head["counter"], told["counter"])
            self.assertEqual(len(vault.operations), len(told["operations"]))
            self.assertIn((17, label), events(vault)[-2:])
            self.assertEqual(records_by_label(vault)[label][0], "active")
            for wanted in told["records"]:
                if wanted["hosts"] and wanted["state"] != 5:
                    self.assertTrue(hosts_of(vault, wanted["label"]))

    def test_get_new_keys_and_the_ways_in_that_share_one_key_are_told(self):
        for name in ("plain", "stopped"):
            with self.subTest(name):
                path, told, label, secret = self.migrate(name)
                file = "LOCKSTEP_PASSPHRASE_FILE" if secret[0] == PASSPHRASE else "LOCKSTEP_KEY_FILE"
                settings = {"LOCKSTEP_KEY_FILE": ""} | {file: str(path.parent / "secret"), "LOCKSTEP_VAULT": str(path)}
                settings |= {"XDG_STATE_HOME": str(path.parent / "state")}
                code, out, err = self.run_program(BUILT / "lockstep", "rekey", "--deep", "--json", env=self.settings | settings)
                self.assertEqual(code, 0, err)
                answer = json.loads(out)
                self.assertEqual((answer["epoch"], answer["sharingSlots"]), (2, answer["slots"]))
                self.assertIn("shared-slots", err)
                self.lockstep("audit", "--verify", settings=settings)
                self.compare(path, told, label, (RECOVERY, told["unlocking"]["recovery"]))
