"""Backups: taken while others write, proven, kept, restored; what was revoked since is not handed out, what was made since is told."""

import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import threading

from agent import AgentTest
from format2.backup import BackupStore
from lockstep import LockstepTest
from reader import KEY_FILE, records_by_label, verified
from sandbox import BUILT


@contextlib.contextmanager
def away(test):
    """While every request to the provider fails."""
    test.ask("POST", "/_sandbox/faults", {"fault": "html-502", "times": 999})
    try:
        yield
    finally:
        test.ask("DELETE", "/_sandbox/faults")


class BackupTest(LockstepTest):
    def provider_away(self):
        return away(self)

    def make(self, label):
        self.lockstep("create", label, "--scope", "linodes:ro", "--expiry", "9d")

    def id_of(self, label):
        return json.loads(self.lockstep("show", label, "--json"))["id"]

    def lose(self):
        """The vault and all files beside it."""
        shutil.rmtree(self.vault.parent)
        self.vault.parent.mkdir(0o700)

    def without_keys(self):
        return {"LOCKSTEP_KEY_FILE": ""}


class Backup(BackupTest):
    def test_the_second_reader_reads_what_the_vault_has(self):
        self.make("one")
        file = self.folder / "reader.backup"
        self.lockstep("backup", file, settings=self.without_keys(), stdin=subprocess.DEVNULL)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        secret = KEY_FILE, (self.folder / "key").read_bytes()
        with verified(self.vault, secret) as vault, verified(file, secret) as copy:
            self.assertEqual(records_by_label(vault), records_by_label(copy))
            self.assertEqual(vault.head, copy.head)
        self.assertEqual(BackupStore(file).written(), file.read_bytes())
        self.assertNotIn(self.lockstep("get", "one").strip().encode(), file.read_bytes())

    def test_is_proven_with_what_opens_it_and_not_without(self):
        self.make("proven")
        file = self.folder / "proven.backup"
        self.lockstep("backup", file)
        said = json.loads(self.lockstep("backup", file, "--verify", "--json"))
        self.assertEqual(said["standing"], "newest")
        self.lockstep("backup", file, "--verify", settings=self.without_keys(), stdin=subprocess.DEVNULL, expect=3)
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
        self.lockstep("backup", file, "--verify", expect=9)
        self.lockstep("backup", self.folder / "none.backup", "--verify", expect=4)

    def test_overwrites_nothing(self):
        self.make("kept")
        before = self.vault.read_bytes()
        for place in (self.vault, f"{self.vault}-wal", self.folder / "key"):
            self.lockstep("backup", place, expect=2)
        file = self.folder / "taken"
        file.write_text("mine")
        self.lockstep("backup", file, expect=10)
        self.assertEqual((file.read_text(), self.vault.read_bytes()), ("mine", before))
        self.lockstep("backup", self.folder / "good.backup")
        self.lockstep("restore", self.folder / "good.backup", expect=10)
        self.lockstep("backup", file, "--keep", "3", expect=2)

    def test_keeps_so_many_in_a_folder(self):
        self.make("many")
        folder = self.folder / "kept"
        folder.mkdir(0o700)
        for _ in range(5):
            self.lockstep("backup", folder, "--keep", "3")
        self.assertEqual(len(list(folder.iterdir())), 3)

    def test_on_a_full_disk_there_is_none(self):
        self.make("full")
        file = self.folder / "limited.backup"
        words = f"ulimit -f 8; exec {BUILT}/lockstep backup {file}"
        code, _, said = self.run_program("sh", "-c", words, env=self.settings)
        self.assertEqual((code, file.exists()), (11, False), said)


class Restore(BackupTest):
    def test_last_weeks(self):
        """The story of the issue: nothing that was revoked since is handed out, what was made since is told and revoked by its id."""
        for label in ("stays", "goes", "rotates"):
            self.make(label)
        file = self.folder / "week.backup"
        self.lockstep("backup", file)
        stays = self.lockstep("get", "stays").strip()
        self.lockstep("revoke", "goes", "--yes")
        self.lockstep("rotate", "rotates", "--overlap", "0s")
        self.make("made")
        made, rotated = self.id_of("made"), self.id_of("rotates")
        self.lose()
        self.lockstep("restore", file, "--no-input", expect=3)
        self.assertFalse(self.vault.exists())
        said = json.loads(self.lockstep("restore", file, "--yes", "--json"))
        self.assertEqual(sorted(said["restored"]["made"]), sorted([made, rotated]))
        self.assertTrue(said["restored"]["handsOut"])
        self.assertEqual(self.lockstep("get", "stays").strip(), stays)
        for label in ("goes", "rotates", "made"):
            self.lockstep("get", label, expect=4)
        for token in (made, rotated):
            self.lockstep("revoke", "--id", str(token), "--yes")
        self.lockstep("doctor")

    def test_without_the_provider_hands_out_nothing_until_it_was_compared(self):
        self.make("waiting")
        file = self.folder / "waiting.backup"
        self.lockstep("backup", file)
        self.lose()
        with self.provider_away():
            code, _, said = self.run_program(BUILT / "lockstep", "restore", file, "--yes", env=self.settings)
        self.assertEqual(code, 7, said)
        self.assertIn("hands out nothing until", said)
        for _ in range(2):
            code, out, said = self.run_program(BUILT / "lockstep", "get", "waiting", env=self.settings)
            self.assertEqual((code, out), (8, ""), said)
            self.assertIn("lockstep sync", said)
        # Somebody moves it elsewhere meanwhile: the copy is blocked, too.
        moved = self.folder / "moved" / "vault.db"
        moved.parent.mkdir(0o700)
        shutil.copyfile(self.vault, moved)
        moved.chmod(0o600)
        elsewhere = {"LOCKSTEP_VAULT": str(moved), "XDG_STATE_HOME": str(self.folder / "other")}
        self.lockstep("get", "waiting", settings=elsewhere, expect=8)
        self.assertIn("hands out nothing until", self.lockstep("status"))
        self.assertIsNotNone(json.loads(self.lockstep("status", "--json"))["restored"])
        # What a timer runs compares it as well.
        self.lockstep("tick")
        self.assertIsNone(json.loads(self.lockstep("status", "--json"))["restored"])
        self.assertNotIn("hands out nothing until", self.lockstep("status"))
        self.lockstep("get", "waiting")


class Concurrently(BackupTest):
    def test_taken_during_many_writes(self):
        """`LOCKSTEP_WRITES` tokens are created and revoked by several programs meanwhile."""
        most = int(os.environ.get("LOCKSTEP_WRITES", "24"))
        folder = self.folder / "meanwhile"
        folder.mkdir(0o700)

        def write(part):
            for number in range(most // 8):
                self.make(f"w{part}-{number}")
                self.lockstep("revoke", f"w{part}-{number}", "--yes")

        writers = [threading.Thread(target=write, args=[part]) for part in range(4)]
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            self.lockstep("backup", folder)
            # So that there are a hundred, and not thousands, however many writes there are.
            writers[-1].join(most / 1000)
        for writer in writers:
            writer.join()
        files = sorted(folder.iterdir())
        self.assertGreater(len(files), 2)
        for file in files:
            self.lockstep("backup", file, "--verify")
        counter = json.loads(self.lockstep("backup", files[-1], "--verify", "--json"))["counter"]
        self.lose()
        self.lockstep("restore", files[-1], "--yes")
        self.assertGreater(counter, 0)
        self.lockstep("doctor")


class EmptyHome(BackupTest):
    def test_in_an_empty_home_without_a_runtime_folder(self):
        home = self.folder / "home"
        home.mkdir(0o700)
        file = home / "one.backup"
        self.make("home")
        self.lockstep("backup", file)
        bare = {"HOME": str(home), "LOCKSTEP_KEY_FILE": str(self.folder / "key"), "LOCKSTEP_LINODE_URL": self.url}
        code, _, said = self.run_program(BUILT / "lockstep", "restore", file, "--yes", env=bare)
        self.assertEqual(code, 0, said)
        code, _, said = self.run_program(BUILT / "lockstep", "get", "home", env=bare)
        self.assertEqual(code, 0, said)
        self.assertTrue((home / ".local/share/lockstep/vault.db").exists())


class BesideAgent(AgentTest):
    def test_an_agent_takes_the_restored_vault_and_hands_out_nothing(self):
        file = self.folder / "agent.backup"
        self.start()
        self.lockstep("unlock")
        self.alone("get", "one")
        self.alone("backup", file)
        for path in pathlib.Path(self.vault).parent.glob("vault.db*"):
            if path.name != "vault.db-agent":
                path.rename(self.folder / path.name)
        with away(self):
            self.lockstep("restore", file, "--yes", expect=7)
        self.alone("get", "one", expect=8)
        self.alone("sync")
        self.alone("get", "one")


class Extract(BackupTest):
    def test_what_is_whole_goes_into_a_new_vault_and_the_rest_is_told(self):
        for label in ("whole", "broken"):
            self.make(label)
        string, broken = self.lockstep("get", "whole").strip(), self.id_of("broken")
        with verified(self.vault, (KEY_FILE, (self.folder / "key").read_bytes())) as vault:
            (cell,) = [record["cell"][1] for record in vault.records.values() if record["label"] == "broken"]
        with contextlib.closing(sqlite3.connect(self.vault)) as database:
            database.execute("UPDATE cells256 SET value = randomblob(256) WHERE id = ?", (cell,))
            database.commit()
        self.lockstep("doctor", expect=9)
        new = self.folder / "vault" / "new.db"
        said = json.loads(self.lockstep("doctor", "--extract", new, "--json"))
        self.assertEqual((said["extracted"], said["left"]), (["whole"], [{"label": "broken", "id": broken}]))
        self.lockstep("doctor", "--extract", new, expect=10)
        there = {"LOCKSTEP_VAULT": str(new)}
        self.lockstep("get", "whole", settings=there, expect=8)
        self.lockstep("sync", settings=there)
        self.assertEqual(self.lockstep("get", "whole", settings=there).strip(), string)
        self.lockstep("get", "broken", settings=there, expect=4)
        self.lockstep("revoke", "--id", str(broken), "--yes", settings=there)
        self.lockstep("doctor", settings=there)


class LogLeft(BackupTest):
    def test_a_log_of_another_copy_is_set_aside_by_a_repair(self):
        self.make("early")
        early = self.vault.read_bytes()
        for number in range(12):
            self.make(f"between-{number}")
        with contextlib.closing(sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True)) as reader:
            # A reader keeps the log from being emptied.
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            self.make("late")
            log = pathlib.Path(f"{self.vault}-wal").read_bytes()
        for path in self.vault.parent.glob("vault.db*"):
            path.unlink()
        for path, content in ((self.vault, early), (pathlib.Path(f"{self.vault}-wal"), log)):
            path.write_bytes(content)
            path.chmod(0o600)
        self.lockstep("get", "early", expect=9)
        self.lockstep("doctor", "--repair")
        self.assertEqual(pathlib.Path(f"{self.vault}-wal.old").read_bytes(), log)
        self.lockstep("doctor", "--accept-older", "--yes")
        self.lockstep("sync")
        self.lockstep("get", "early")


class CopiedAlone(BackupTest):
    def test_a_copy_without_its_log_is_told_as_that_on_another_machine_and_can_be_accepted(self):
        self.make("before")
        # Somebody reads meanwhile: what changes stays in the log.
        with contextlib.closing(sqlite3.connect(self.vault, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM first").fetchone()
            self.make("within")
            alone = self.folder / "alone" / "vault.db"
            alone.parent.mkdir(0o700)
            shutil.copyfile(self.vault, alone)
            alone.chmod(0o600)
        elsewhere = self.settings | {"LOCKSTEP_VAULT": str(alone), "XDG_STATE_HOME": str(self.folder / "another")}
        for words in (["get", "before"], ["list"]):
            code, out, said = self.run_program(BUILT / "lockstep", *words, env=elsewhere)
            self.assertEqual((code, out), (9, ""), said)
            self.assertIn("was copied without its log", said)
            self.assertIn("Copy it again while nothing changes, or use lockstep backup.", said)
        for words in (["doctor", "--accept-older", "--yes"], ["sync"], ["get", "before"]):
            code, _, said = self.run_program(BUILT / "lockstep", *words, env=elsewhere)
            self.assertEqual(code, 0, (words, said))


class Daily(BackupTest):
    def test_by_a_setting(self):
        folder = self.folder / "daily"
        self.lockstep("set", "--backup", folder, expect=2)
        folder.mkdir(0o700)
        self.assertEqual(json.loads(self.lockstep("set", "--backup", folder, "--json"))["backup"], os.path.realpath(folder))
        for _ in range(3):
            self.lockstep("tick")
        (file,) = folder.iterdir()
        self.lockstep("backup", file, "--verify")
        # One of yesterday: the next is due.
        yesterday = bytearray(file.read_bytes())
        store = BackupStore(file)
        store.taken -= 90_000
        file.write_bytes(store.written())
        self.assertNotEqual(yesterday, file.read_bytes())
        self.lockstep("tick")
        self.assertEqual(len(list(folder.iterdir())), 2)
        self.assertEqual(json.loads(self.lockstep("set", "--backup", "none", "--json"))["backup"], None)
