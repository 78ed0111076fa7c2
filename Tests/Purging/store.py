"""The vault's tables, its connections, and the changes that its transactions are made of."""

import os
import sqlite3
import tempfile

import marker

CELLS = {"cells256": 256, "cells1k": 1024, "cells4k": 4096, "cells16k": 16384}
KEYED = ["items", "labels", "operations", "free"]


def folder():
    """A temporary one, in memory where that can be: a killed process leaves the same bytes there."""
    return tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)


def schema(law):
    rowid = "CREATE TABLE {} (id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT"
    keyed = "CREATE TABLE {} (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"
    cells = rowid if law.table == "rowid" else rowid + ", WITHOUT ROWID"
    yield from (rowid.format(name) for name in ("first", "second"))
    yield from (keyed.format(name) for name in KEYED)
    yield from (rowid.format(name) for name in ("nodes", "changes"))
    yield from (cells.format(name) for name in CELLS)


def connect(path, law, random):
    database = sqlite3.connect(path, timeout=0, isolation_level=None)
    database.execute(f"PRAGMA secure_delete = {'ON' if law.secure else 'OFF'}").fetchone()
    database.execute("PRAGMA synchronous = FULL")
    database.execute(f"PRAGMA cache_size = {random.choice([5, 20, 2000])}")
    database.execute(f"PRAGMA wal_autocheckpoint = {random.choice([0, 0, 4, 1000])}").fetchone()
    return database


def create(path, law, random):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute(f"PRAGMA page_size = {2 ** random.choice([9, 9, 10, 11, 12, 12, 12, 13, 14, 15, 16])}")
    database.execute("PRAGMA auto_vacuum = 0")
    assert database.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    for statement in schema(law):
        database.execute(statement)
    database.close()


def cells(database, table):
    """Number and serial of every cell; no serial is a free one."""
    for number, front in database.execute(f"SELECT id, substr(value, 1, {marker.UNIT}) FROM {table}").fetchall():
        yield number, marker.serial_of(front)


def living(database):
    return {serial for table in CELLS for _, serial in cells(database, table) if serial is not None}


class Changes:
    """What a transaction does to the tables; each value that it writes has a serial of its own."""

    def __init__(self, law, random, serials):
        self.law, self.random, self.serials = law, random, serials

    def size(self, table):
        return CELLS[table] if self.law.sizes == "fixed" else self.random.randint(40, CELLS[table])

    def filled(self, table):
        return marker.filled(next(self.serials), self.size(table))

    def table(self):
        return self.random.choices(list(CELLS), [8, 3, 2, 1])[0]

    def some(self, database, table, free):
        found = [number for number, serial in cells(database, table) if (serial is None) == free]
        return self.random.sample(found, min(len(found), self.random.choice([1, 1, 2, 4, len(found) // 2])))

    def put(self, database):
        """New strings: into cells that are free, or into new ones at the end."""
        table = self.table()
        for number in self.some(database, table, free=True) if self.random.random() < 0.5 else []:
            database.execute(f"UPDATE {table} SET value = ? WHERE id = ?", (self.filled(table), number))
        for _ in range(self.random.choice([1, 1, 1, 2, 4, 12, 40]) if table == "cells256" else self.random.choice([1, 1, 2, 6])):
            self.insert(database, table)

    def insert(self, database, table):
        last = database.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()[0]
        if self.law.growth == "anywhere":
            last = self.random.getrandbits(40)
        elif self.law.purge == "delete":
            used = {number for (number,) in database.execute(f"SELECT id FROM {table}")}
            last = self.random.choice([n for n in range(1, last + 2) if n not in used]) - 1
        database.execute(f"INSERT INTO {table} VALUES (?, ?)", (last + 1, self.filled(table)))

    def seal_again(self, database):
        """Another string in the same cell, as a deep rekey does."""
        table = self.table()
        for number in self.some(database, table, free=False):
            database.execute(f"UPDATE {table} SET value = ? WHERE id = ?", (self.filled(table), number))

    def purge(self, database, table=None, all=False):
        table = table or self.table()
        wanted = (
            [n for n, serial in cells(database, table) if serial is not None] if all else self.some(database, table, free=False)
        )
        for number in wanted:
            noise = self.random.randbytes(self.size(table))
            if self.law.purge == "delete":
                database.execute(f"DELETE FROM {table} WHERE id = ?", (number,))
            elif self.law.purge == "replace":
                database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (number, noise))
            elif self.law.purge == "rowid":
                last = database.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
                database.execute(f"UPDATE {table} SET id = ?, value = ? WHERE id = ?", (last + 1, noise, number))
            else:
                database.execute(f"UPDATE {table} SET value = ? WHERE id = ?", (noise, number))

    def stir(self, database):
        """The other tables: rows of many sizes come, change and go."""
        for _ in range(self.random.randint(1, 6)):
            table = self.random.choice(KEYED)
            value = self.random.randbytes(self.random.choice([301, 557, 1069, 2093, self.random.randint(1, 3000)]))
            keys = [key for (key,) in database.execute(f"SELECT key FROM {table}")]
            if keys and self.random.random() < 0.6:
                key = self.random.choice(keys)
                if self.random.random() < 0.5:
                    database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))
                else:
                    database.execute(f"UPDATE {table} SET value = ? WHERE key = ?", (value, key))
            else:
                database.execute(f"INSERT INTO {table} VALUES (?, ?)", (self.random.randbytes(16), value))
        path, node = self.random.randint(0, 200), self.random.randbytes(self.random.randint(38, 600))
        database.execute("INSERT INTO nodes VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", (path, node))
        database.execute("INSERT INTO changes SELECT ifnull(max(id), 0) + 1, ? FROM changes", (self.random.randbytes(301),))
        if self.random.random() < 0.1:
            database.execute("DELETE FROM changes WHERE id < (SELECT max(id) FROM changes) - 5")

    def transaction(self, database, mark=lambda phase: None):
        """A few changes, kept or rolled back."""
        database.execute("BEGIN IMMEDIATE")
        mark("change")
        for _ in range(self.random.randint(1, 4)):
            self.random.choices([self.put, self.purge, self.seal_again, self.stir], [4, 4, 1, 3])[0](database)
        if self.random.random() < 0.15:
            return database.execute("ROLLBACK")
        mark("commit")
        database.execute("COMMIT")
        mark("idle")
