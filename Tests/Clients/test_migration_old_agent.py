"""An agent of format 1 that has the vault open while another program makes a vault of format 2 of it.

LOCKSTEP_OLD names a folder with the programs of format 1 (lockstep, lockstep-agent, lockstep-provider; commit 5837844).
"""

import os
import pathlib
import sqlite3
import unittest

from sandbox import BUILT, SandboxTest

OLD = pathlib.Path(os.environ.get("LOCKSTEP_OLD", ""))
ROWS = "(key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"
NUMBERED = "(id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT"
# What the schema of the file becomes; the log of format 1 stays.
MIGRATION = [
    *(f"DROP TABLE {name}" for name in ("vault", "slot", "item", "name", "operation", "node")),
    *(f"CREATE TABLE {name} {ROWS}" for name in ("items", "labels", "operations", "free")),
    *(f"CREATE TABLE {name} {NUMBERED}" for name in ("first", "second", "nodes", "changes")),
    *(f"CREATE TABLE {name} {NUMBERED}" for name in ("cells256", "cells1k", "cells4k", "cells16k")),
    "INSERT INTO first VALUES (1, randomblob(100))",
    "PRAGMA user_version = 2",
]
NEWER = "The vault was written by a newer Lockstep."


@unittest.skipUnless((OLD / "lockstep-agent").is_file(), "LOCKSTEP_OLD names no programs of format 1")
class OldAgent(SandboxTest):
    """Each test has a vault of its own; an agent of format 1 has handed `one` out from it, and not yet `two`."""

    def setUp(self):
        self.home = self.folder / str(len(list(self.folder.iterdir())))
        (self.home / "run").mkdir(parents=True, mode=0o700)
        self.vault = self.home / "vault" / "vault.db"
        self.key = {"LOCKSTEP_KEY_FILE": str(self.home / "key")}
        self.settings = {
            "LOCKSTEP_VAULT": str(self.vault), "LOCKSTEP_SOCKET": str(self.home / "run" / "agent.sock"),
            "XDG_STATE_HOME": str(self.home / "state"), "LOCKSTEP_SETTLE": "1s",
        }  # fmt: skip
        self.old("init", "--key-file", self.home / "key")
        self.old("login", "work", "--token-stdin", "--url", self.url, input=self.token)
        for label in ("one", "two"):
            self.old("create", label, "--scope", "linodes:ro", "--expiry", "9d")
        self.old("agent", "start")
        self.addCleanup(self.old, "agent", "stop")
        self.string = self.alone("get", "one")[0]

    def run_in(self, programs, words, expect, settings, **more):
        code, out, err = self.run_program(programs / "lockstep", *words, env=self.settings | settings, **more)
        self.assertEqual(code, expect, f"{words}: {err}")
        return out, err

    def old(self, *words, expect=0, **more):
        """A program of format 1 that can open the vault by itself."""
        return self.run_in(OLD, words, expect, self.key, **more)

    def alone(self, *words, expect=0):
        """One that only the agent can help."""
        return self.run_in(OLD, (*words, "--no-input"), expect, {})

    def new(self, *words, expect=0):
        return self.run_in(BUILT, (*words, "--no-input"), expect, self.key)

    def file(self):
        """All that stands in the vault's file and its log."""
        with sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True) as database:
            return "\n".join(database.iterdump())

    def provider(self):
        return [(token["label"], token["alive"]) for token in self.ask("GET", "/_sandbox/tokens")[2]]

    def expect_shut_out(self):
        """Nothing of format 1 hands out, tells or changes anything any more."""
        before, there = self.file(), self.provider()
        for _ in range(2):
            for label in ("one", "two", "one"):
                out, err = self.alone("get", label, expect=9)
                self.assertEqual(out, "")
                self.assertIn("nothing unproven is handed out", err)
            for words in (
                ("list",), ("show", "one"), ("status",), ("doctor",), ("audit",), ("sync",), ("revoke", "two", "--yes"),
                ("create", "three", "--scope", "linodes:ro", "--expiry", "9d"), ("rename", "one", "other"),
                ("grant", "one", "--exe", "/bin/true"), ("doctor", "--accept-older"), ("logout", "work"),
            ):  # fmt: skip
                self.assertIn(NEWER, self.old(*words, expect=9)[1])
        self.assertEqual(self.old("init", "--key-file", self.home / "key", expect=10)[0], "")
        self.assertIn(NEWER, self.old("unlock", expect=9)[1])
        # Once it is locked, the agent has nothing left, and says so in the right words, too.
        self.old("lock")
        self.assertIn(NEWER, self.old("unlock", expect=9)[1])
        self.assertIn(NEWER, self.old("get", "one", expect=9)[1])
        self.assertEqual(self.file(), before)
        self.assertEqual(self.provider(), there)

    def test_is_shut_out_where_the_tables_are_others(self):
        database = sqlite3.connect(self.vault, isolation_level=None)
        self.addCleanup(database.close)
        database.execute("BEGIN IMMEDIATE")
        for statement in MIGRATION:
            database.execute(statement)
        database.execute("COMMIT")
        # The agent keeps no snapshot that would hold the log up.
        self.assertEqual(database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0], 0)
        self.expect_shut_out()

    def test_goes_on_where_the_migration_was_undone(self):
        database = sqlite3.connect(self.vault, isolation_level=None)
        self.addCleanup(database.close)
        database.execute("BEGIN IMMEDIATE")
        for statement in MIGRATION:
            database.execute(statement)
        database.execute("ROLLBACK")
        self.assertEqual(self.alone("get", "one")[0], self.string)
        self.alone("get", "two")
        self.old("revoke", "two", "--yes")

    def test_is_shut_out_by_the_first_change_of_a_newer_program(self):
        fresh = self.home / "fresh" / "vault.db"
        self.run_in(BUILT, ("init", "--key-file", self.home / "key", "--recovery-file", self.home / "paper"), 0, {"LOCKSTEP_VAULT": str(fresh)})
        with sqlite3.connect(fresh) as database:
            if database.execute("PRAGMA user_version").fetchone()[0] == 1:
                self.skipTest("these programs write format 1 themselves")
        # Looking changes nothing: both can.
        self.new("list")
        self.assertEqual(self.new("get", "one")[0], self.string)
        self.assertEqual(self.alone("get", "one")[0], self.string)
        self.assertEqual(self.version(), 1)
        self.new("grant", "two", "--exe", "/bin/true")
        self.assertEqual(self.version(), 2)
        self.assertFalse(self.vault.with_name("vault.db-format1").exists())
        self.expect_shut_out()
        self.assertEqual(self.new("get", "one")[0], self.string)
        self.new("revoke", "one", "--yes")
        self.assertIn("handed-out", self.new("audit")[0])

    def version(self):
        with sqlite3.connect(f"file:{self.vault}?mode=ro", uri=True) as database:
            return database.execute("PRAGMA user_version").fetchone()[0]
