"""The ways into a vault, as scripts change them: what opens it afterwards, what does not, and what stays as it was."""

import json
import os
import stat

from lockstep import LockstepTest
from reader import KEY_FILE, PASSPHRASE, PERSON, RECOVERY, TWO_FACTORS, verified
from sandbox import BUILT

CHEAP = ("--kdf", "interactive")


class Slots(LockstepTest):
    def setUp(self):
        super().setUp()
        self.place = self.folder / self.id().rpartition(".")[2]
        self.place.mkdir(mode=0o700)
        self.new = self.place / "vault.db"
        self.usual = {"LOCKSTEP_VAULT": str(self.new), "LOCKSTEP_KEY_FILE": "", "HOME": str(self.place),
                      "XDG_DATA_HOME": str(self.place / "data")}  # fmt: skip
        self.key, self.paper = self.place / "key", self.place / "paper"
        self.said("init", "--key-file", self.key, "--recovery-file", self.paper)
        self.said("login", "--token-stdin", "--key-file", self.key, input=self.token)
        self.said("create", "one", "--scope", "linodes:ro", "--expiry", "9d", "--key-file", self.key)
        self.string = self.said("get", "one", "--key-file", self.key)

    def said(self, *words, expect=0, **more):
        return self.lockstep(*words, expect=expect, settings=self.usual, **more)

    def failed(self, code, *words):
        """What is said where it ends with a code."""
        found, _, err = self.run_program(BUILT / "lockstep", *words, env=self.settings | self.usual)
        self.assertEqual(found, code, err)
        return " ".join(err.split())

    def phrase(self, text, name="phrase"):
        (self.place / name).write_text(text + "\n")
        (self.place / name).chmod(0o600)
        return self.place / name

    def slots(self, *opening):
        return {slot["name"]: slot for slot in json.loads(self.said("slot", "list", "--json", *opening))["slots"]}

    def opens(self, *opening):
        code, out, _ = self.run_program(BUILT / "lockstep", "get", "one", "--no-input", *opening, env=self.settings | self.usual)
        self.assertIn(code, (0, 3))
        return out == self.string

    def test_the_recovery_key_is_written_to_a_new_file_and_never_where_nobody_reads_it(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.paper).st_mode), 0o600)
        recovery = self.paper.read_text()
        self.assertRegex(recovery, r"\ALSRK(-[0-9a-f]{8}){9}\n\Z")
        other = ("--vault", self.place / "other.db", "--key-file", self.place / "otherkey")
        self.assertIn("--recovery-file FILE", self.failed(3, "init", *other))
        self.assertIn("already. No vault was created.", self.failed(10, "init", *other, "--recovery-file", self.paper))
        self.assertIn("--recovery-file FILE", self.failed(3, "slot", "add", "recovery", "--key-file", self.key))
        self.assertIn("already", self.failed(10, "slot", "add", "recovery", "--key-file", self.key, "--recovery-file", self.paper))
        own = self.failed(2, "slot", "add", "recovery", "--key-file", self.key, "--recovery-file", self.new)
        self.assertIn("belongs to it", own)
        self.assertEqual(self.paper.read_text(), recovery)
        self.assertEqual({"other.db", "otherkey"} & set(os.listdir(self.place)), set())
        self.assertEqual(list(self.slots("--key-file", self.key)), ["key-file", "recovery"])

    def test_a_forgotten_passphrase_is_replaced_with_the_recovery_key(self):
        self.said("slot", "add", "passphrase", "--key-file", self.key, "--new-passphrase-file", self.phrase("old words"), *CHEAP)
        self.assertTrue(self.opens("--passphrase-file", self.phrase("old words")))
        self.said("passwd", "--passphrase-file", self.paper, "--new-passphrase-file", self.phrase("new words", "new"), *CHEAP)
        self.assertFalse(self.opens("--passphrase-file", self.phrase("old words")))
        self.assertTrue(self.opens("--passphrase-file", self.place / "new"))
        for typed in (self.paper.read_text().upper(), self.paper.read_text().replace("-", "")):
            self.assertTrue(self.opens("--passphrase-file", self.phrase(typed.strip())))
        wrong = self.paper.read_text().strip()
        wrong = wrong[:-1] + ("1" if wrong.endswith("0") else "0")
        self.assertIn("mistyped", self.failed(3, "list", "--passphrase-file", self.phrase(wrong)))
        with verified(self.new, (PASSPHRASE, b"new words")), verified(self.new, (RECOVERY, self.paper.read_text().strip())):
            pass
        self.said("doctor", "--key-file", self.key)

    def test_two_factors_open_together_and_neither_alone(self):
        stick, phrase = self.place / "stick", self.phrase("five words or so")
        self.said("slot", "add", "two-factor", stick, "--key-file", self.key, "--new-passphrase-file", phrase, *CHEAP)
        self.assertTrue(self.opens("--key-file", stick, "--passphrase-file", phrase))
        self.assertFalse(self.opens("--key-file", stick) or self.opens("--passphrase-file", phrase))
        self.assertFalse(self.opens("--key-file", stick, "--passphrase-file", self.phrase("five words and so", "other")))
        self.assertIn("beside --key-file", self.failed(3, "list", "--no-input", "--key-file", stick))
        with verified(self.new, (TWO_FACTORS, stick.read_bytes() + b"five words or so")):
            pass
        # Its passphrase alone is changed; the key file stays.
        self.said("passwd", "--slot", "two-factor", "--key-file", stick, "--passphrase-file", phrase,
                  "--new-passphrase-file", self.phrase("six words", "new"), *CHEAP)  # fmt: skip
        self.assertTrue(self.opens("--key-file", stick, "--passphrase-file", self.place / "new"))
        self.assertFalse(self.opens("--key-file", stick, "--passphrase-file", phrase))
        # An agent takes both, too.
        self.said("unlock", "--key-file", stick, "--passphrase-file", self.place / "new")
        self.addCleanup(self.said, "agent", "stop")
        self.assertTrue(self.opens())

    def test_a_vault_is_made_with_two_factors(self):
        more = {"LOCKSTEP_VAULT": str(self.place / "second.db")}
        words = ("--key-file", self.place / "stick", "--passphrase-file", self.phrase("five words or so"))
        self.lockstep("init", "--two-factor", *words, "--recovery-file", self.place / "r", *CHEAP, settings=self.usual | more)
        said = json.loads(self.lockstep("slot", "list", "--json", *words, settings=self.usual | more))
        self.assertEqual([slot["kind"] for slot in said["slots"]], ["two-factor", "recovery"])
        self.lockstep("list", *words[:2], "--no-input", settings=self.usual | more, expect=3)

    def test_the_public_key_of_a_person_opens_for_that_person_without_being_named(self):
        anna = self.usual | {"HOME": str(self.place / "anna"), "XDG_DATA_HOME": str(self.place / "anna")}
        public = self.lockstep("key", settings=anna).strip()
        self.assertEqual(self.lockstep("key", settings=anna).strip(), public)
        private = self.place / "anna" / "lockstep" / "private.key"
        self.assertEqual(stat.S_IMODE(os.stat(private).st_mode), 0o600)
        self.assertEqual(self.lockstep("get", "one", "--no-input", settings=anna, expect=3), "")
        wrong = public[:-1] + ("1" if public.endswith("0") else "0")
        self.assertIn("mistyped", self.failed(2, "slot", "add", "public-key", wrong, "--key-file", self.key))
        self.said("slot", "add", "public-key", public.upper(), "--name", "anna", "--key-file", self.key)
        self.assertEqual(self.lockstep("get", "one", "--no-input", settings=anna), self.string)
        self.assertFalse(self.opens())
        self.assertEqual(self.slots("--key-file", self.key)["anna"]["publicKey"], public)
        with verified(self.new, (PERSON, private.read_bytes())):
            pass
        self.failed(10, "slot", "add", "public-key", public, "--key-file", self.key)
        self.said("slot", "remove", "anna", "--yes", "--key-file", self.key)
        self.lockstep("get", "one", "--no-input", settings=anna, expect=3)

    def test_one_is_removed_with_new_keys_and_old_copies_still_open_with_it(self):
        server = self.place / "server"
        self.said("slot", "add", "key-file", server, "--name", "server", "--key-file", self.key)
        self.said("unlock", "--key-file", self.key)
        self.addCleanup(self.said, "agent", "stop")
        copy = self.place / "copy.db"
        copy.write_bytes(self.new.read_bytes())
        copy.chmod(0o600)
        # An agent changes nothing of that, and nobody asks in a script.
        self.assertIn("--yes", self.failed(3, "slot", "remove", "server", "--key-file", self.key))
        _, _, err = self.run_program(BUILT / "lockstep", "slot", "remove", "server", "--yes", "--key-file", self.key,
                                     env=self.settings | self.usual)  # fmt: skip
        self.assertIn("still open with it", " ".join(err.split()))
        self.assertIn("one that was unlocked otherwise goes on", " ".join(err.split()))
        self.assertTrue(self.opens())
        self.said("agent", "stop")
        self.assertFalse(self.opens("--key-file", server))
        with verified(self.new, (KEY_FILE, self.key.read_bytes())) as vault:
            self.assertEqual(vault.slots.epoch, 2)
        with verified(copy, (KEY_FILE, server.read_bytes())) as vault:
            self.assertEqual(vault.slots.epoch, 1)
        self.said("doctor", "--key-file", self.key)
        self.assertIn("No slot is called", self.failed(4, "slot", "remove", "server", "--yes", "--key-file", self.key))
        self.said("slot", "remove", "recovery", "--yes", "--key-file", self.key)
        self.assertIn("last way", self.failed(10, "slot", "remove", "key-file", "--yes", "--key-file", self.key))
        self.assertTrue(self.opens("--key-file", self.key))

    def test_which_slot_opens_is_told(self):
        for opening, name in ((("--key-file", self.key), "key-file"), (("--passphrase-file", self.paper), "recovery")):
            self.assertEqual(json.loads(self.said("slot", "test", "--json", *opening))["slot"]["name"], name)

    def test_the_work_for_a_passphrase_is_as_said_and_bounded(self):
        opening, phrase = ("--key-file", self.key), self.phrase("an umbrella walks past midnight")
        for name, wanted in (("interactive", [2, 65536]), ("300ms", None)):
            self.said("slot", "add", "passphrase", *opening, "--name", name, "--new-passphrase-file", phrase, "--kdf", name)
            found = self.slots(*opening)[name]["kdf"]
            self.assertEqual([found["passes"], found["memoryKiB"]], wanted or [found["passes"], found["memoryKiB"]])
        self.failed(2, "slot", "add", "passphrase", *opening, "--new-passphrase-file", phrase, "--kdf", "much")
        self.failed(2, "slot", "add", "passphrase", *opening, "--new-passphrase-file", phrase, "--kdf", "0s")

    def test_a_weak_passphrase_is_warned_of(self):
        for text, why in (("Passw0rd!", "tried first"), ("abcabcabcabcabc", "repeats"), ("x7#k", "short")):
            words = ("passphrase", "--key-file", self.key, "--new-passphrase-file", self.phrase(text), "--name", text, *CHEAP)
            _, _, err = self.run_program(BUILT / "lockstep", "slot", "add", *words, env=self.settings | self.usual)
            self.assertIn(why, " ".join(err.split()), text)
        _, _, err = self.run_program(BUILT / "lockstep", "slot", "add", "passphrase", "--key-file", self.key, *CHEAP,
                                     "--new-passphrase-file", self.phrase("an umbrella walks past midnight"),
                                     env=self.settings | self.usual)  # fmt: skip
        self.assertNotIn("weak", err)

    def test_killed_anywhere_a_change_leaves_the_old_ways_in_or_the_new_ones(self):
        """Never none, and never half of a change; what the journal has left is finished by sync."""
        server, opening = self.place / "server", ("--key-file", self.key)
        self.said("slot", "add", "key-file", server, "--name", "server", *opening)
        self.said("slot", "add", "passphrase", *opening, "--new-passphrase-file", self.phrase("old words"), *CHEAP)
        image, new = self.new.read_bytes(), self.phrase("new words", "new")
        changes = {
            "remove": (("slot", "remove", "server", "--yes", *opening), ("--key-file", server), None),
            "passwd": (("passwd", *opening, "--new-passphrase-file", new, *CHEAP), ("--passphrase-file", self.place / "phrase"),
                       ("--passphrase-file", new)),
            "add": (("slot", "add", "key-file", self.place / "fresh", *opening), None, ("--key-file", self.place / "fresh")),
        }  # fmt: skip
        for name, (words, old_way, new_way) in changes.items():
            point, code = 0, -9
            while code == -9:
                point += 1
                with self.subTest(name, point=point):
                    place = self.place / f"{name}-{point}"
                    place.mkdir(mode=0o700)
                    (place / "vault.db").write_bytes(image)
                    (place / "vault.db").chmod(0o600)
                    (self.place / "fresh").unlink(missing_ok=True)
                    self.usual |= {"LOCKSTEP_VAULT": str(place / "vault.db"), "XDG_STATE_HOME": str(place)}
                    more = self.settings | self.usual | {"LOCKSTEP_FAILPOINT": str(point)}
                    code, _, err = self.run_program(BUILT / "lockstep", *words, env=more)
                    self.assertIn(code, (0, -9), err)
                    self.assertTrue(self.opens(*opening))
                    ways = [bool(way) and (way[0] != "--key-file" or way[1].exists()) and self.opens(*way) for way in (old_way, new_way)]
                    if old_way and new_way:
                        self.assertNotEqual(*ways)
                    self.said("sync", "--settle", "0s", *opening)
                    self.said("doctor", *opening)
                    again = [bool(way) and (way[0] != "--key-file" or way[1].exists()) and self.opens(*way) for way in (old_way, new_way)]
                    self.assertEqual(again, ways)
                    self.assertEqual(json.loads(self.said("status", "--json", *opening))["pending"], 0)
            self.assertGreater(point, 2)
            self.assertEqual(ways, [False, bool(new_way)])
