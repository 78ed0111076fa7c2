"""An UPDATE of the same size writes the pages of its own cell and no other, moves nothing and frees nothing.

inplace.py     for every page size and every table of cells
"""

import os
import random
import sqlite3
import struct
import sys

import store

UPDATE = "UPDATE {} SET value = ?2 WHERE id = ?1"
REPLACE = "INSERT OR REPLACE INTO {} VALUES (?1, ?2)"


def frames(path, size):
    """The pages that the log has, one for each frame."""
    with open(path + "-wal", "rb") as file:
        content = file.read()
    return [struct.unpack_from(">I", content, at)[0] for at in range(32, len(content), 24 + size)]


def layout(database):
    return database.execute("SELECT name, path, pageno, pagetype FROM dbstat ORDER BY 1, 2").fetchall()


def wrong(folder, page, table, statement):
    """What is not as it should be after some cells were overwritten."""
    dice, path, size = random.Random(f"{page} {table}"), os.path.join(folder, f"{page}-{table}"), store.CELLS[table]
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in (f"page_size = {page}", "journal_mode = WAL", "secure_delete = ON", "wal_autocheckpoint = 0"):
        database.execute("PRAGMA " + pragma).fetchone()
    database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT")
    for number in range(1, 61):
        database.execute(f"INSERT INTO {table} VALUES (?, ?)", (number, dice.randbytes(size)))
    chains = {}
    for _, way, page_number, kind in layout(database):
        if kind == "overflow":
            chains.setdefault(way.split("+")[0], set()).add(page_number)
    chained, longest = set().union(*chains.values()), max(map(len, chains.values()), default=0)
    for number in (1, 30, 60):
        before = layout(database)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        database.execute(statement.format(table), (number, dice.randbytes(size)))
        written = frames(path, page)
        if len(set(written)) != len(written) or len(written) != 1 + longest:
            yield f"{table}, pages of {page}: cell {number} took {len(written)} frames instead of {1 + longest}"
        elif longest and chained & set(written) not in chains.values():
            yield f"{table}, pages of {page}: cell {number} wrote pages that are not its own"
        if layout(database) != before or database.execute("PRAGMA freelist_count").fetchone() != (0,):
            yield f"{table}, pages of {page}: cell {number} moved"
    database.close()


def all(statement):
    with store.folder() as folder:
        return [
            line
            for page in (512, 1024, 4096, 16384, 65536)
            for table in store.CELLS
            for line in wrong(folder, page, table, statement)
        ]


def main():
    found = all(UPDATE)
    for line in found:
        print("purging: NOT IN PLACE:", line)
    control = len(all(REPLACE))
    print(f"purging: an UPDATE writes the pages of its cell alone: {len(found)} exceptions; REPLACE: {control}")
    return 1 if found or not control else 0


if __name__ == "__main__":
    sys.exit(main())
