"""Vectors of the file, its rows and the tree over them."""

from format2.crypto import num
from vectors import at, but, vector

ALTERED = but(("whole", "altered"))


def setting(**values):
    def change(build):
        for name, value in values.items():
            setattr(build, name, value)

    return at("done", change)


def row(table, key, change):
    """Changes one row at the end: what nobody with a key has done."""

    def recipe(build):
        rows, found = build.rows[table], key(build) if callable(key) else key
        value = change(rows[found]) if callable(change) else change
        if value is None:
            del rows[found]
        else:
            rows[found] = value

    return at("done", recipe)


def both(key, change):
    def recipe(build):
        for table in ("first", "second"):
            build.rows[table][key] = change(build.rows[table][key])

    return at("done", recipe)


def flipped(place):
    def change(value):
        at = place % len(value)
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]

    return change


# The file

vector("standard", but(), lambda build: None)
vector("copied without its log", "older", setting(mark=b"LKSL"))
vector("copied without its log, by another mark", "older", setting(mark=b"\0\0\0\1"))
vector("application id of another program", "foreign", setting(application=0x4C4B5355))
vector("format word 0", "foreign", setting(word=0))
vector("format word 1 over tables of version 2", "altered", at("done", lambda build: setattr(build, "word", 1)))
vector("format word 3", "newer", at("done", lambda build: setattr(build, "word", 3)))


@vector("format word 3 and nothing else that is known", "newer")
def future_file(build):
    yield from [None] * 4
    build.word, build.rows["first"], build.rows["second"] = 3, {1: b"else"}, {1: b"else"}
    build.schema_more = ["CREATE TABLE another (id INTEGER PRIMARY KEY) STRICT"]
    yield


for name, statement in {
    "another table": "CREATE TABLE another (id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT",
    "an index": "CREATE INDEX another ON items (value)",
    "a view": "CREATE VIEW another AS SELECT * FROM items",
    "a trigger": "CREATE TRIGGER another AFTER UPDATE ON cells256 BEGIN DELETE FROM free; END",
    "a table missing": "DROP TABLE free",
    "a table that is not strict": "DROP TABLE free; CREATE TABLE free (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "cells in a table without rowid": "DROP TABLE cells16k; CREATE TABLE cells16k (id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT, "
    "WITHOUT ROWID",
    "table audit without an audit log": "CREATE TABLE audit (sequence INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT",
}.items():
    lines = but(("whole", "altered"), ("audit", "altered")) if "audit" in statement else "altered"
    vector(name, lines, at("done", lambda build, statement=statement: build.schema_last.append(statement)))
for size in (512, 4096, 65536):
    vector(f"pages of {size}", but(), at("done", lambda build, size=size: setattr(build, "page_size", size)))
vector("another journal mode", but(), setting(journal="DELETE"))
vector("rewritten by VACUUM", but(), at("done", lambda build: build.schema_last.append("VACUUM")))
vector("free pages", but(), at("done", lambda build: build.schema_last.append(FREE_PAGES)))
FREE_PAGES = "CREATE TABLE gone (a); INSERT INTO gone VALUES (zeroblob(20000)); DROP TABLE gone"
vector("no SQLite file", "foreign", setting(content=b"LKST" + bytes(4092)))
vector("an empty file", "foreign", setting(content=b""))

# The door

vector("first door damaged", but(("mend", "first 1")), row("first", 1, flipped(0)))
vector("second door damaged", but(("mend", "second 1")), row("second", 1, flipped(0)))
vector("first door missing", but(("mend", "first 1")), row("first", 1, None))
vector("both doors damaged", "altered", both(1, flipped(0)))
vector("first door with another id", but(("mend", "first 1")), row("first", 1, flipped(10)))
vector("second door with another id", but(("mend", "second 1")), row("second", 1, flipped(10)))
vector("both doors with another id", "altered", both(1, flipped(10)))
vector("door with a larger word", "newer", both(1, lambda value: value[:5] + b"\3" + value[6:]))
vector("first door with a larger word", but(("mend", "first 1")), row("first", 1, lambda value: value[:5] + b"\3" + value[6:]))
vector("door with a smaller word", "altered", both(1, lambda value: value[:5] + b"\1" + value[6:]))
vector("door too short", "altered", both(1, lambda value: value[:-1]))
vector("door too long", "altered", both(1, lambda value: value + b"\0"))
vector("another row in first", ALTERED, at("done", lambda build: build.rows["first"].__setitem__(4, b"more")))

# Rows changed by somebody without a key

BY_KEY = {
    "items": ("record", lambda build: build.record_id),
    "labels": ("label", lambda build: build.name_key("label", "ci")),
    "operations": ("operation", lambda build: build.operation_id),
    "free": ("free list", lambda build: next(iter(build.rows["free"]))),
}


def lost(table, key=None):
    """The lines where a row of this table is not what it was; key is that of a row that is named as altered."""
    lines = [("whole", "altered")]
    if table == "items":
        lines += [("record ci 1", None), ("string ci 1", None)]
    if table == "labels":
        lines += [("string ci 1", "altered")]
    if table == "operations":
        lines += [("operations", "0")]
    return lines + ([("altered", key)] if key and table != "free" else [])


ELSEWHERE = b"\xee" * 16
for table, (name, key) in BY_KEY.items():
    for fault, change in {
        "a byte of its seal": flipped(40), "its epoch": lambda value: value[:4] + b"\2" + value[5:], "its version": lambda value: b"\2" + value[1:],
        "cut short": lambda value: value[:-1], "one byte longer": lambda value: value + b"\0", "four bytes": lambda value: value[:4],
    }.items():  # fmt: skip
        vector(f"{name}: {fault}", lost(table, key), row(table, key, change))
    vector(f"{name}: deleted", lost(table), row(table, key, None))

    @vector(f"{name}: moved to another key", lost(table, lambda build: ELSEWHERE))
    def moved(build, table=table, key=key):
        yield from [None] * 4
        build.rows[table][ELSEWHERE] = build.rows[table].pop(key(build))
        yield

    more = [("whole", "altered"), *([("altered", lambda build: ELSEWHERE)] if table != "free" else [])]

    @vector(f"{name}: once more under another key", more)
    def doubled(build, table=table, key=key):
        yield from [None] * 4
        build.rows[table][ELSEWHERE] = build.rows[table][key(build)]
        yield


@vector("record: swapped with the account", but(("whole", "altered"), ("account sandbox", None), ("string of account sandbox", None),
    ("record ci 1", None), ("string ci 1", None), ("altered", lambda b: b.record_id), ("altered", lambda b: b.account_id)))  # fmt: skip
def swapped(build):
    yield from [None] * 4
    items = build.rows["items"]
    items[build.record_id], items[build.account_id] = items[build.account_id], items[build.record_id]
    yield


# Every row sealed anew, and the tree not: somebody who has the key of an epoch and an older head


@vector(
    "record: an older one put back",
    but(("whole", "altered"), ("record ci 1", None), ("string ci 1", None), ("altered", lambda b: b.record_id)),
)
def replayed(build):
    yield
    yield
    old = dict(build.record) | {0x84: num(4, 1)}
    build.record = old
    kept = build.seal("items", build.record_id, build.plain("record"))
    yield
    yield
    build.rows["items"][build.record_id] = kept
    yield


# The tree

PLACES = {"root": 0, "inner": lambda build: max(path for path in build.rows["nodes"] if path < 4 * 65536)}
record_leaf = lambda build: 4 * 65536 + int.from_bytes(build.record_id[:2], "big")  # noqa: E731
slots_leaf = 4 * 65536
LOST = [("whole", "altered"), ("record ci 1", None), ("string ci 1", None), ("altered", lambda b: b.record_id)]
for name, change in {
    "a byte": flipped(20), "missing": None, "its version": lambda value: b"\2" + value[1:], "its epoch": lambda value: value[:4] + b"\7" + value[5:],
    "cut short": lambda value: value[:-1], "one byte longer": lambda value: value + b"\0",
}.items():  # fmt: skip
    vector(f"leaf of the record: {name}", LOST, row("nodes", record_leaf, change))
    vector(f"leaf of the slots: {name}", "altered", row("nodes", slots_leaf, change))
    vector(f"root of the tree: {name}", "altered", row("nodes", 0, change))


def newer_node(path):
    """A node of version 2, hashed as it should be: proved, and not understood."""
    return at("sealed", lambda build: build.node_versions.__setitem__(path(build) if callable(path) else path, 2))


vector(
    "leaf of the record: of a later version",
    but(("whole", "newer"), ("record ci 1", None), ("string ci 1", None), ("newer", lambda b: b.record_id)),
    newer_node(record_leaf),
)
vector("leaf of the slots: of a later version", "newer", newer_node(slots_leaf))
vector("root of the tree: of a later version", "newer", newer_node(0))
vector(
    "a node too many",
    ALTERED,
    at("done", lambda build: build.rows["nodes"].__setitem__(4 * 65536 + 0x1234, b"\1\0\0\0\1" + bytes(49))),
)
vector(
    "a node beyond the leaves",
    ALTERED,
    at("done", lambda build: build.rows["nodes"].__setitem__(5 * 65536, b"\1\0\0\0\1" + bytes(49))),
)
