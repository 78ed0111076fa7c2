"""Vaults of version 1 that become vaults of this version while others are about, or where there is no room, or nothing may be written."""

import json
import os
import pathlib
import resource
import sqlite3
import tempfile
import unittest

from former import Former


class Migration(unittest.TestCase):
    def former(self, name="stopped"):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return Former(folder.name, name)

    def expect_whole(self, vault, version):
        problems, found = vault.problems()
        self.assertEqual((problems, found), ([], version))
        self.assertEqual(vault.remains(), set())

    def migrated(self, vault):
        """How often the log says that it was migrated."""
        code, out, said = vault.run("audit", "--json")
        self.assertEqual(code, 0, said)
        return sum(entry["event"] == "migrated" for entry in json.loads(out)["entries"])

    def test_at_once_from_many_processes(self):
        for _ in range(4):
            vault = self.former()
            hosts = {label: f"https://host{place}.example" for place, label in enumerate(vault.labels[:6])}
            running = {label: vault.begin("bind", label, host) for label, host in hosts.items()}
            looking = [vault.begin("get", vault.labels[0], "--no-input") for _ in range(3)]
            for process in looking:
                out, said = process.communicate(timeout=300)
                self.assertEqual((process.returncode, out.strip()), (0, vault.told_string(vault.labels[0])), said)
            bound = set()
            for label, process in running.items():
                _, said = process.communicate(timeout=300)
                # On a slow disk not all of them get their turn in ten seconds.
                self.assertIn(process.returncode, (0, 10), said)
                bound |= {label} if process.returncode == 0 else set()
            self.assertTrue(bound)
            self.expect_whole(vault, 2)
            self.assertEqual(self.migrated(vault), 1)
            for label, host in hosts.items():
                told = host.removeprefix("https://") in vault.run("bind", label, "--json")[1]
                self.assertEqual(told, label in bound)

    def test_beside_a_reader_that_does_not_end(self):
        vault = self.former()
        reader = sqlite3.connect(f"file:{vault.path}?mode=ro", uri=True, isolation_level=None)
        reader.execute("BEGIN")
        before = reader.execute("SELECT id, metadata, data_key, string FROM item ORDER BY id").fetchall()
        code, _, said = vault.change()
        self.assertEqual(code, 0, said)
        self.assertEqual(vault.remains(), set())
        self.assertEqual(reader.execute("SELECT id, metadata, data_key, string FROM item ORDER BY id").fetchall(), before)
        for label in vault.labels:
            self.assertEqual(vault.run("get", label, "--no-input")[1].strip(), vault.told_string(label))
        blobs = [sealed[24:56] for row in before for sealed in row[1:] if sealed]
        there = vault.path.read_bytes()
        self.assertTrue(all(blob in there for blob in blobs), "while somebody reads it, it is there")
        reader.execute("ROLLBACK")
        reader.close()
        # It goes with the next change.
        self.assertEqual(vault.run("bind", vault.labels[1], "https://second.example")[0], 0)
        self.expect_whole(vault, 2)
        left = b"".join(file.read_bytes() for file in vault.folder.iterdir())
        self.assertEqual([blob for blob in blobs if blob in left], [])

    @unittest.skipIf(os.geteuid() == 0, "root writes everywhere")
    def test_that_may_only_be_read(self):
        for what in ("folder", "file", "both"):
            with self.subTest(what):
                vault = self.former()
                before = vault.path.read_bytes()
                if what != "file":
                    vault.folder.chmod(0o500)
                if what != "folder":
                    vault.path.chmod(0o400)
                self.addCleanup(vault.folder.chmod, 0o700)
                code, _, said = vault.change()
                self.assertEqual(code, 11, said)
                code, out, said = vault.run("get", vault.labels[0], "--no-input")
                self.assertEqual((code, out.strip()), (0, vault.told_string(vault.labels[0])), said)
                self.assertEqual(vault.path.read_bytes(), before)
                self.assertEqual([file.name for file in vault.folder.iterdir()], ["vault.db"])
                vault.folder.chmod(0o700)
                vault.path.chmod(0o600)
                self.expect_whole(vault, 1)
                self.assertEqual(vault.change()[0], 0)
                self.expect_whole(vault, 2)

    def test_where_a_file_may_not_grow(self):
        versions = set()
        for size in (0, 1 << 12, 1 << 15, 1 << 16, 1 << 17, 200_000, 250_000, 300_000, 1 << 19, 1 << 20):
            vault = self.former()
            code, _, said = vault.change(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
            self.assertIn(code, (0, 11), f"{size}: {said}")
            versions.add(code)
            # Looking sweeps, where nobody has said what is to be left.
            code, out, said = vault.run("get", vault.labels[0], "--no-input")
            self.assertEqual((code, out.strip()), (0, vault.told_string(vault.labels[0])), said)
            problems, version = vault.problems()
            self.assertEqual((problems, vault.remains()), ([], set()), size)
            self.assertEqual(vault.change()[0], 0)
            self.expect_whole(vault, 2)
        self.assertEqual(versions, {0, 11}, "no size was too small, or none large enough")

    def test_beside_a_copy_that_a_stopped_migration_left(self):
        vault = self.former()
        copy = pathlib.Path(f"{vault.path}-format1")
        copy.write_bytes(vault.path.read_bytes()[:20000])
        copy.chmod(0o600)
        before = vault.path.read_bytes()
        code, out, said = vault.run("get", vault.labels[0], "--no-input")
        self.assertEqual((code, out.strip()), (0, vault.told_string(vault.labels[0])), said)
        self.assertEqual(vault.path.read_bytes(), before)
        self.expect_whole(vault, 1)

    def test_beside_something_else_with_the_name_of_the_copy(self):
        for make in (lambda path: path.mkdir(), lambda path: path.symlink_to("vault.db"), lambda path: os.mkfifo(path)):
            vault = self.former()
            make(pathlib.Path(f"{vault.path}-format1"))
            before = vault.path.read_bytes()
            code, _, said = vault.change()
            self.assertEqual(code, 9, said)
            self.assertIn("vault.db-format1", said)
            self.assertEqual(vault.path.read_bytes(), before)
