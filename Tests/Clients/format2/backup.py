"""A backup: the rows of a vault in one file, with a sum over all of it."""

import hashlib

from .encoding import Cursor, instant
from .refusal import Refused, check
from .store import BY_KEY

NAMES = {
    0: "first", 1: "second", 2: "items", 3: "labels", 4: "operations", 5: "free", 6: "nodes", 7: "changes", 8: "audit",
    16: "cells256", 17: "cells1k", 18: "cells4k", 19: "cells16k",
}  # fmt: skip


def summed(content):
    return hashlib.blake2b(content, digest_size=16).digest()


def is_backup(path):
    with open(path, "rb") as file:
        return file.read(4) == b"LKSB"


class BackupStore:
    """The rows of a backup, as `Store` has those of a file."""

    def __init__(self, path):
        with open(path, "rb") as file:
            cursor = Cursor(file.read())
        cursor.raw(4)
        version = cursor.number(2)
        if version > 1:
            raise Refused("newer", "backup")
        check(version == 1, "backup")
        self.id, self.counter, self.taken = cursor.raw(16), cursor.number(8), instant(cursor.raw(8))
        self.tables = {name: {} for name in NAMES.values()}
        self.rows, last, total = [], None, summed(cursor.source[: cursor.place])
        while (number := cursor.number(1)) != 255:
            start = cursor.place - 1
            check(number in NAMES, "backup: table")
            key, value = cursor.bytes(), cursor.bytes()
            check(len(key) <= 16 and (last is None or last < (number, key)), "backup: order")
            last, total = (number, key), summed(total + cursor.source[start : cursor.place])
            self.rows.append((number, key, value))
            self.tables[NAMES[number]][key if NAMES[number] in BY_KEY else int.from_bytes(key, "big")] = value
        check(cursor.number(8) == len(self.rows) and cursor.raw(16) == total, "backup: sum")
        cursor.end()
        self.audited = bool(self.tables["audit"])

    def close(self):
        pass

    def get(self, table, key):
        return self.tables[table].get(key)

    def all(self, table):
        return dict(sorted(self.tables[table].items()))

    def written(self):
        """The same backup, written from what was read of it."""
        head = b"LKSB" + (1).to_bytes(2, "big") + self.id + self.counter.to_bytes(8, "big")
        head += self.taken.to_bytes(8, "big", signed=True)
        content, total = head, summed(head)
        for number, key, value in self.rows:
            row = bytes([number]) + len(key).to_bytes(4, "big") + key + len(value).to_bytes(4, "big") + value
            content, total = content + row, summed(total + row)
        return content + b"\xff" + len(self.rows).to_bytes(8, "big") + total
