"""Tokens that somebody deposits who cannot open the vault: a job with a signing key, a ticket and a provisioning token."""

import json
import os
import shutil

from agent import AgentTest
from format2 import crypto, deposits
from lockstep import LockstepTest
from nacl.bindings import (
    crypto_box_seal, crypto_box_seal_open, crypto_box_seed_keypair, crypto_sign, crypto_sign_seed_keypair,
)  # fmt: skip
from reader import KEY_FILE, verified
from sandbox import BUILT
from waiting import eventually

CREATE = ("--scope", "linodes:ro", "--expiry", "9d")


class Job:
    """The job has a home of its own, with its private key and nothing else."""

    options = ["--rate", "1000000"]

    def setUp(self):
        super().setUp()
        self.name = self.id().rpartition(".")[2]
        self.home = self.folder / self.name
        self.home.mkdir(mode=0o700)
        self.waiting = self.folder / "vault" / "vault.db-deposits"
        shutil.rmtree(self.waiting, ignore_errors=True)
        self.known = []

    def tearDown(self):
        for name in self.known:
            self.lockstep("depositor", "remove", name)
        shutil.rmtree(self.waiting, ignore_errors=True)
        for token in self.ask("GET", "/v4/profile/tokens?page_size=500", token=self.token)[2]["data"]:
            if token["label"].startswith((self.name, "lockstep-")):
                self.ask("DELETE", f"/v4/profile/tokens/{token['id']}", token=self.token)
        self.lockstep("sync", "--key-file", self.folder / "key")

    def job(self, *words, expect=0, home=None, **more):
        """What the job's `lockstep` says; it knows no vault."""
        home = home or self.home
        env = {"HOME": str(home), "XDG_DATA_HOME": "", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""} | more.pop("env", {})
        code, out, err = self.run_program(BUILT / "lockstep", *words, env=env, **more)
        self.assertEqual(code, expect, err)
        self.said = " ".join(err.split())
        return out

    def register(self, name="ci", *more):
        key = self.job("key", "--signing").strip()
        self.known.append(name)
        self.ticket = self.lockstep("depositor", "add", name, key, *more).strip()
        return self.ticket

    def deposit(self, label, *more, expect=0, expiry="9d", **other):
        create = ("--scope", "linodes:ro", "--expiry", expiry, "--token-stdin", "--into", self.waiting)
        words = ("deposit", label, "--to", self.ticket, *create, *more)
        return self.job(*words, expect=expect, input=self.token, **other)

    def sync(self, *more, expect=0):
        answer = json.loads(self.lockstep("sync", "--json", *more, expect=expect))
        return [(one["outcome"], one["reason"]) for one in answer["deposits"]]

    def there(self, label):
        listed = self.ask("GET", "/v4/profile/tokens?page_size=500", token=self.token)[2]["data"]
        return [token for token in listed if token["label"] == label]

    def files(self):
        return sorted(os.listdir(self.waiting)) if self.waiting.exists() else []

    def provisional(self):
        listed = self.ask("GET", "/v4/profile/tokens?page_size=500", token=self.token)[2]["data"]
        return [token for token in listed if token["label"].startswith("lockstep-")]


class ThroughAgent(Job, AgentTest):
    def test_an_agent_takes_in_what_waits_once_it_is_unlocked_and_what_comes_later_with_a_sync(self):
        self.register()
        self.deposit(self.name + "-1")
        self.start()
        self.lockstep("unlock")
        eventually(lambda: self.files() == [], "what waits")
        self.alone("get", self.name + "-1")
        self.deposit(self.name + "-2")
        told = json.loads(self.alone("sync", "--json"))["deposits"]
        self.assertEqual([one["outcome"] for one in told], ["taken"])
        self.alone("get", self.name + "-2")
        self.assertIn("deposited by ci", self.alone("audit", "--label", self.name + "-1", "--json"))

    def test_an_agent_that_hands_out_only_takes_in_nothing_by_itself(self):
        self.register()
        self.lockstep("agent", "start", "--hands-out-only")
        self.addCleanup(self.lockstep, "agent", "stop")
        self.addCleanup(self.lockstep, "set", "--hands-out-only", "off")
        self.lockstep("unlock")
        self.deposit(self.name)
        self.alone("sync", expect=5)
        self.assertEqual(len(self.files()), 1)
        self.assertEqual(self.sync("--key-file", self.folder / "key"), [("taken", None)])


class Deposits(Job, LockstepTest):
    def test_what_a_job_deposits_is_the_vaults_after_a_sync(self):
        self.register()
        answer = json.loads(self.deposit(self.name, "--json"))
        self.assertEqual([answer["id"]], [token["id"] for token in self.there(self.name)])
        self.lockstep("get", self.name, expect=4)
        self.assertEqual(self.sync("--dry-run"), [("waiting", None)])
        self.assertEqual(json.loads(self.lockstep("status", "--json", "--key-file", self.folder / "key"))["deposits"], 1)
        self.assertEqual(self.sync(), [("taken", None)])
        self.assertEqual(self.files(), [])
        string = self.lockstep("get", self.name).strip()
        self.assertEqual(self.ask("GET", "/v4/profile", token=string)[0], 200)
        self.assertIn("deposited by ci", self.lockstep("audit", "--label", self.name, "--json"))
        self.assertEqual(self.sync(), [])
        self.lockstep("revoke", self.name, "--yes")
        self.assertEqual(self.there(self.name), [])

    def test_who_deposits_can_read_nothing(self):
        self.register()
        self.deposit(self.name)
        string = None
        for folder, _, names in os.walk(self.home):
            self.assertEqual(names, ["private.key"] if folder.endswith("lockstep") else [])
        vault = {"LOCKSTEP_VAULT": str(self.vault)}
        for words in (("get", self.name), ("list",), ("sync",), ("depositor", "list")):
            self.job(*words, "--no-input", env=vault, expect=3)
        self.sync()
        string = self.lockstep("get", self.name).strip().encode()
        for folder in (self.home, self.folder / "vault"):
            for file in filter(lambda path: path.is_file(), folder.rglob("*")):
                self.assertNotIn(string, file.read_bytes(), file)

    def test_a_reader_that_was_written_from_the_page_opens_a_deposit_with_the_vaults_keys(self):
        self.register()
        self.deposit(self.name)
        with verified(self.vault, (KEY_FILE, (self.folder / "key").read_bytes())) as vault:
            signer, entry, record, string = deposits.opened(self.waiting / self.files()[0], vault.keyring)
        key = self.job("key", "--signing").strip()
        self.assertEqual((key[5:69], entry), (signer.hex(), None))
        self.assertEqual((record["label"], record["state"]), (self.name, "active"))
        self.sync()
        self.assertEqual(self.lockstep("get", self.name).strip(), string.decode())

    def test_nobody_else_is_taken_in(self):
        self.register()
        self.lockstep("depositor", "remove", "ci")
        (self.home / "other").mkdir()
        other = self.job("key", "--signing", home=self.home / "other").strip()
        self.lockstep("depositor", "add", "other", other)
        self.known = ["other"]
        self.deposit(self.name)
        self.assertEqual(self.sync(), [("left", "unregistered")])
        told = self.run_program(BUILT / "lockstep", "sync", env=self.settings)[2]
        self.assertIn("signed with a key that the vault does not know", " ".join(told.split()))
        # It was left, so it is taken in once somebody knows its depositor.
        self.register()
        self.assertEqual(self.sync(), [("taken", None)])

    def test_a_depositor_has_only_the_labels_that_it_was_given_and_only_new_ones(self):
        self.register("ci", "--labels", f"{self.name}*")
        self.deposit("elsewhere")
        self.assertEqual(self.sync(), [("left", "other-label")])
        (self.waiting / self.files()[0]).unlink()
        self.lockstep("create", self.name, *CREATE)
        string = self.lockstep("get", self.name)
        self.deposit(self.name)
        self.assertEqual(self.sync(), [("left", "label-in-use")])
        self.assertEqual(self.lockstep("get", self.name), string)
        self.lockstep("revoke", self.name, "--yes")
        for token in self.there("elsewhere"):
            self.ask("DELETE", f"/v4/profile/tokens/{token['id']}", token=self.token)

    def test_a_file_that_was_altered_or_put_back_is_told_and_never_taken(self):
        self.register()
        self.deposit(self.name)
        file = self.waiting / self.files()[0]
        whole = file.read_bytes()
        for place in (2, 10, 30, 60, 120, len(whole) - 1):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            outcome = self.sync()
            self.assertEqual(outcome[0][0], "left", place)
            self.assertIn(outcome[0][1], ("malformed", "newer", "foreign", "forged"), place)
        for cut in (0, 3, 40, len(whole) - 1):
            file.write_bytes(whole[:cut])
            self.assertEqual(self.sync(), [("left", "malformed")], cut)
        file.write_bytes(whole + b"x" * 20_000)
        self.assertEqual(self.sync(), [("left", "malformed")])
        other = self.waiting / ("0" * 32 + ".deposit")
        file.rename(other)
        other.write_bytes(whole)
        self.assertEqual(self.sync(), [("left", "forged")])
        other.rename(file)
        self.assertEqual(self.sync(), [("taken", None)])
        # The same once more, before and after its token is gone.
        for _ in range(2):
            file.write_bytes(whole)
            self.assertEqual(self.sync(), [])
            self.assertEqual(self.files(), [])
            self.lockstep("revoke", self.name, "--yes", expect=0) if self.there(self.name) else None
        self.assertEqual(self.there(self.name), [])
        self.lockstep("get", self.name, expect=4)

    def altered(self, change):
        """The waiting deposit as its own depositor could have made it: `change` gives other plain text."""
        file = self.waiting / self.files()[0]
        source = file.read_bytes()
        with verified(self.vault, (KEY_FILE, (self.folder / "key").read_bytes())) as vault:
            public, private = crypto_box_seed_keypair(vault.keyring.current["deposits"])
        plain = crypto_box_seal_open(source[78:-64], public, private)
        self.assertNotEqual(change(plain), plain)
        sealed = crypto_box_seal(change(plain), public)
        signed = source[:74] + len(sealed).to_bytes(4, "big") + sealed
        own = (self.home / ".local/share/lockstep/private.key").read_bytes()
        seed = crypto_sign_seed_keypair(crypto.subkey(own, 1, "LSdepos_"))[1]
        file.write_bytes(signed + crypto_sign(deposits.DOMAIN + signed, seed)[:64])
        return source

    def second_account(self):
        """Another account of the vault; somebody else may deposit there."""
        if "other" not in self.known:
            (self.home / "other").mkdir()
            other = self.job("key", "--signing", home=self.home / "other").strip()
            self.lockstep("login", "second", "--token-stdin", input=self.token)
            self.addCleanup(self.lockstep, "logout", "second")
            self.second = self.lockstep("depositor", "add", "other", other, "--account", "second").strip()
            self.known.append("other")
        return bytes.fromhex(self.second[5:])[53:69]

    def test_a_depositor_that_lies_is_found_out_at_the_account(self):
        self.register()
        mine = json.loads(self.deposit(self.name, "--json"))["id"]
        account = bytes.fromhex(self.ticket[5:])[53:69]
        lies = {
            "granted-otherwise": lambda plain: plain.replace(b"linodes:read_only", b"domains:read_only"),
            "absent": lambda plain: plain.replace(mine.to_bytes(8, "big"), (1 << 40).to_bytes(8, "big")),
            "other-account": lambda plain: plain.replace(account, self.second_account()),
            "malformed": lambda plain: plain.replace(self.name.encode(), b"\n" * len(self.name)),
        }
        whole = (self.waiting / self.files()[0]).read_bytes()
        for reason, change in lies.items():
            self.altered(change)
            self.assertEqual(self.sync(), [("left", reason)], reason)
            (self.waiting / self.files()[0]).write_bytes(whole)
        self.assertEqual(self.sync(), [("taken", None)])

    def test_a_string_of_another_token_is_not_taken_for_the_deposited_ones(self):
        self.register()
        first = json.loads(self.deposit(self.name + "-1", "--json", expiry="2031-01-31"))["id"]
        whole = (self.waiting / self.files()[0]).read_bytes()
        name = self.waiting / self.files()[0]
        name.unlink()
        second = json.loads(self.deposit(self.name + "-2", "--json", expiry="2031-01-31"))["id"]
        self.altered(lambda plain: plain.replace(second.to_bytes(8, "big"), first.to_bytes(8, "big")))
        self.assertEqual(self.sync(), [("left", "mismatch")])
        (self.waiting / self.files()[0]).unlink()
        name.write_bytes(whole)
        self.assertEqual(self.sync(), [("taken", None)])
        self.ask("DELETE", f"/v4/profile/tokens/{second}", token=self.token)

    def test_whatever_the_provider_answers_one_sync_leaves_no_token_that_nobody_knows(self):
        self.register()
        faults = [
            "reset-before", "reset-after", "reset-mid-body", "html-502", "truncated-json", "missing-token", "short-token",
            "other-scopes", "other-label", "other-expiry", "duplicate",
        ]  # fmt: skip
        kept = []
        for fault in faults:
            for after in (False, True):
                label = f"{self.name}-{fault}-{after}"
                what = {"fault": fault, "method": "POST", "path": "/v4/profile/tokens", "after": after}
                self.assertEqual(self.ask("POST", "/_sandbox/faults", what)[0], 200, fault)
                words = ("deposit", label, "--to", self.ticket, *CREATE, "--token-stdin", "--into", self.waiting, "--settle", "0s")
                env = {"HOME": str(self.home), "XDG_DATA_HOME": ""}
                code, _, err = self.run_program(BUILT / "lockstep", *words, env=env, input=self.token)
                self.ask("DELETE", "/_sandbox/faults")
                self.assertIn(code, (0, 1, 6, 7, 8), (fault, err))
                self.agree(label, expect=code == 0)
                kept += [fault] if code == 0 else []
        self.assertEqual(kept, ["duplicate", "duplicate"])

    def test_after_new_keys_the_former_ticket_still_serves(self):
        former = self.register()
        self.deposit(self.name + "-1")
        self.lockstep("rekey")
        self.deposit(self.name + "-2")
        listed = json.loads(self.lockstep("depositor", "list", "--json"))["depositors"][0]
        self.assertNotEqual(listed["ticket"], former)
        self.ticket = listed["ticket"]
        self.deposit(self.name + "-3")
        self.assertEqual(self.sync(), [("taken", None)] * 3)
        for number in "123":
            self.lockstep("revoke", f"{self.name}-{number}", "--yes")

    def test_killed_at_any_point_one_sync_leaves_the_token_in_both_or_in_none(self):
        self.register()
        for point in range(1, 40):
            label = f"{self.name}-{point}"
            words = ("deposit", label, "--to", self.ticket, *CREATE, "--token-stdin", "--into", self.waiting)
            env = {"HOME": str(self.home), "XDG_DATA_HOME": "", "LOCKSTEP_FAILPOINT": str(point), "LOCKSTEP_SETTLE": "0s"}
            code, _, err = self.run_program(BUILT / "lockstep", *words, env=env, input=self.token)
            self.assertIn(code, (0, -9), err)
            self.agree(label)
            if code == 0:
                break
        self.assertGreater(point, 6)

    def test_a_sync_that_is_killed_while_it_takes_in_is_finished_by_the_next(self):
        self.register()
        for point in range(1, 60):
            label = f"{self.name}-{point}"
            self.deposit(label)
            code, _, err = self.run_program(
                BUILT / "lockstep", "sync", env=self.settings | {"LOCKSTEP_FAILPOINT": str(point)})
            self.assertIn(code, (0, -9), err)
            self.agree(label, expect=True)
            if code == 0:
                break
        self.assertGreater(point, 6)

    def agree(self, label, expect=None):
        """After one sync both sides have the token, or neither has; and nothing waits."""
        self.lockstep("sync", "--settle", "0s")
        self.assertEqual((self.files(), self.provisional()), ([], []), label)
        tokens = json.loads(self.lockstep("list", "--json"))["tokens"]
        known = [token["id"] for token in tokens if token["label"] == label]
        self.assertEqual([token["id"] for token in self.there(label)], known, label)
        if expect is not None:
            self.assertEqual(bool(known), expect, label)
        if known:
            string = self.lockstep("get", label).strip()
            self.assertEqual(self.ask("GET", "/v4/profile", token=string)[0], 200)
            self.lockstep("revoke", label, "--yes")

    def test_what_is_no_ticket_key_or_login_is_refused_before_anything_is_created(self):
        self.ticket = "LSDT-00"
        self.deposit(self.name, expect=2)
        self.register()
        self.ticket = self.ticket[:-1] + ("0" if self.ticket[-1] != "0" else "1")
        self.deposit(self.name, expect=2)
        self.assertIn("mistyped", self.said)
        self.ticket = self.ticket[:-1]
        self.lockstep("depositor", "add", "x", "LSDK-00", expect=2)
        self.lockstep("depositor", "remove", "nobody", expect=4)
        self.ticket = json.loads(self.lockstep("depositor", "list", "--json"))["depositors"][0]["ticket"]
        stranger = self.folder / f"{self.name}-stranger"
        stranger.mkdir()
        self.deposit(self.name, expect=4, home=stranger)
        self.assertIn("lockstep key --signing", self.said)
        elsewhere = {"LOCKSTEP_LINODE_URL": "http://127.0.0.1:9"}
        self.deposit(self.name, expect=2, env=elsewhere)
        self.assertEqual((self.there(self.name), self.files()), ([], []))
