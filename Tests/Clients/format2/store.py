"""The file: is it one of ours, and its rows."""

import os
import sqlite3

from .refusal import Refused, check

ROWID = "CREATE TABLE {} (id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT"
KEYED = "CREATE TABLE {} (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"
CELLS = ["cells256", "cells1k", "cells4k", "cells16k"]
SIZES = [256, 1024, 4096, 16384]
BY_NUMBER = ["first", "second", "nodes", "changes", *CELLS]
BY_KEY = ["items", "labels", "operations", "free"]
AUDIT = "CREATE TABLE audit (sequence INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT"


def format_of(path):
    """The file's format word, or a refusal where it is no vault."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            found = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    except sqlite3.DatabaseError:
        raise Refused("foreign", "no SQLite file") from None
    if found[0] != 0x4C4B5354 or found[1] < 1:
        raise Refused("foreign", "no vault")
    return found[1]


def is_apart(path):
    """Whether the file says that it has a log, and there is none."""
    with open(path, "rb") as file:
        marked = any(file.read(76)[72:])
    log = f"{path}-wal"
    return marked and not (os.path.exists(log) and os.path.getsize(log))


class Store:
    def __init__(self, path):
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        self.database.execute("BEGIN")
        try:
            texts = {sql for (sql,) in self.database.execute("SELECT sql FROM sqlite_schema")}
        except sqlite3.DatabaseError:
            raise Refused("altered", "schema") from None
        wanted = {ROWID.format(name) for name in BY_NUMBER} | {KEYED.format(name) for name in BY_KEY}
        self.audited = AUDIT in texts
        check(texts - {AUDIT} == wanted, "schema")

    def close(self):
        self.database.close()

    def get(self, table, key):
        column = "id" if table in BY_NUMBER else "key"
        if isinstance(key, int) and key >= 2**63:
            return None
        found = self.read(table, f"SELECT value FROM {table} WHERE {column} = ?", (key,))
        value = found[0][0] if found else None
        check(value is None or isinstance(value, bytes), table)
        return value

    def all(self, table):
        columns = "id, value" if table in BY_NUMBER else "sequence, entry" if table == "audit" else "key, value"
        rows = self.read(table, f"SELECT {columns} FROM {table} ORDER BY 1")
        kind = bytes if table in BY_KEY else int
        # In a damaged page a row may be of any type, and twice.
        check(all(isinstance(key, kind) and isinstance(value, bytes) for key, value in rows), table)
        check(len(dict(rows)) == len(rows), table)
        return dict(rows)

    def read(self, table, statement, values=()):
        try:
            return self.database.execute(statement, values).fetchall()
        except sqlite3.DatabaseError:
            raise Refused("altered", table) from None
