"""The file: is it one of ours, and its rows."""

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
        try:
            row = self.database.execute(f"SELECT value FROM {table} WHERE {column} = ?", (key,)).fetchone()
        except sqlite3.DatabaseError:
            raise Refused("altered", table) from None
        return row and row[0]

    def all(self, table):
        columns = "id, value" if table in BY_NUMBER else "sequence, entry" if table == "audit" else "key, value"
        try:
            return dict(self.database.execute(f"SELECT {columns} FROM {table} ORDER BY 1"))
        except sqlite3.DatabaseError:
            raise Refused("altered", table) from None
