"""An opened vault of version 2. What is read of it is proven row by row; `verify` looks at everything."""

import os
from functools import cached_property

from . import cells, changes, marks, shapes
from .archive import archive
from .backup import BackupStore, is_backup
from .crypto import keyed, sized
from .encoding import Cursor, unpadded
from .operations import operation
from .readings import reading_log
from .refusal import Refused, check
from .slots import Slots
from .store import Store, is_apart
from .tree import SLOTS_KEY, TABLES, Tree, row_hash

DOOR, SLOTS, HEAD = 1, 2, 3
SEALED = {"items": "lockstep 2 item", "labels": "lockstep 2 label", "operations": "lockstep 2 journal"}
NUMBERS = {name: number for number, name in TABLES.items()}


def attempts(candidates, read):
    """The first candidate that can be read, and what was wrong with the others; the worst of it where none can."""
    found, wrong = None, {}
    for name, candidate in candidates.items():
        try:
            value = read(candidate)
            found = found or (name, value)
        except Refused as refused:
            wrong[name] = refused
    if found:
        return *found, wrong
    raise min(wrong.values(), key=lambda refused: ["newer", "wrong-key", "altered"].index(refused.word))


class Vault:
    version = 2

    def __init__(self, path, kind, secret, state=None):
        self.store, self.mends = None, []
        self.is_apart = not is_backup(path) and is_apart(path)
        try:
            self.store = BackupStore(path) if is_backup(path) else Store(path)
            self.unlock(kind, secret)
            nodes = self.store.all("nodes")
            self.tree = Tree(self.keyring, nodes, self.head["root"])
            self.believe_slots()
            check(self.head["first"] <= (counter := self.head["counter"]), "head: change log")
            check(self.store.get("changes", counter) is not None, "the change row of the counter")
            self.outside(state)
            self.require_whole(path)
        except BaseException as wrong:
            if self.store:
                self.store.close()
            # What is wrong with it comes of that.
            if self.is_apart and isinstance(wrong, Refused) and wrong.word in ("altered", "older", "forked"):
                raise Refused("older", "a file without its log") from None
            raise

    def close(self):
        self.store.close()

    # What stands twice

    def both(self, row):
        found = {table: self.store.get(table, row) for table in ("first", "second")}
        check(any(value is not None for value in found.values()), f"row {row} of first and second")
        return {table: value or b"" for table, value in found.items()}

    def mend(self, row, copies, good):
        self.mends += [f"{table} {row}" for table, value in copies.items() if value != good]

    def unlock(self, kind, secret):
        doors = self.both(DOOR)
        attempts(doors, door)
        whole = {name: row for name, row in doors.items() if is_door(row)}
        self.slot_rows = self.both(SLOTS)

        def ring(pair):
            slots = Slots(pair[1], door(pair[0]))
            return pair, slots, slots.unlock(kind, secret)

        # Both doors with both copies of the slots: a damaged id would make every slot look damaged.
        pairs = {(one, two): (row, slots) for one, row in whole.items() for two, slots in self.slot_rows.items()}
        _, (pair, self.slots, self.keyring), _ = attempts(pairs, ring)
        self.id = self.keyring.id
        self.mend(DOOR, doors, pair[0])
        heads = self.both(HEAD)
        name, self.head, _ = attempts(heads, self.open_head)
        self.mend(HEAD, heads, heads[name])
        self.secret = kind, secret

    def open_head(self, row):
        head = shapes.HEAD(unpadded(self.keyring.open(row, "head", "lockstep 2 head", b"", "head")))
        check(head.get("accounts", []) == sorted(set(head.get("accounts", []))), "head: accounts")
        return head

    def believe_slots(self):
        """The copy of the slots that the tree has; the other one, if it differs, is to be mended. Where neither is whole because
        of a damaged slot, the one that opened stands: `verify` tells."""
        good = [row for row in self.slot_rows.values() if self.is_hashed(row)]
        if good and good[0] != self.slots.row:
            self.slots = Slots(good[0], self.id)
            self.keyring = self.slots.unlock(*self.secret)
        self.slots_whole = bool(good)
        check(good or self.slots.damaged, "slots")
        self.mend(SLOTS, self.slot_rows, good[0] if good else None)

    def is_hashed(self, row):
        try:
            wanted = self.tree.hash_of(0, SLOTS_KEY)
        except Refused as refused:
            if refused.word == "newer":
                raise
            return False
        epoch = self.keyring.epochs.get(int.from_bytes(row[1:5], "big"))
        return bool(wanted and epoch) and row_hash(epoch, 0, SLOTS_KEY, row) == wanted

    def outside(self, folder):
        self.state, self.seen, self.folder = None, "not asked", folder
        if folder:
            self.state = marks.state(folder, self.keyring)
            if self.state:
                opened = lambda counter, row: changes.opened_row(row, self.keyring, counter)  # noqa: E731
                self.seen = marks.compare(self.state, self.head, lambda counter: self.store.get("changes", counter), opened)
            else:
                self.seen = marks.version_1(folder, self.id, self.head["counter"])

    def require_whole(self, path):
        """A file that says that it has a log is not read without it, but where this machine left it so."""
        if isinstance(self.store, BackupStore):
            check((self.store.id, self.store.counter) == (self.id, self.head["counter"]), "backup: header")
        elif self.is_apart:
            place, seen = os.stat(path), self.state
            mine = seen and (seen.counter, seen.device, seen.inode) == (self.head["counter"], place.st_dev, place.st_ino)
            if not mine:
                raise Refused("older", "a file without its log")

    # Rows

    def row(self, table, key):
        return self.tree.prove(NUMBERS[table], key, self.store.get(table, key))

    def opened(self, table, key, blob):
        """Kind and the rest of a row's content."""
        purpose = "journal" if table == "operations" else table
        plain = Cursor(unpadded(self.keyring.open(blob, purpose, SEALED[table], key, f"{table} {key.hex()}")))
        return plain.number(1), plain.raw(plain.left())

    def each(self, table, shapes):
        """Key by key what a table has: kind and fields, or the word why it is not read."""
        for key in self.store.all(table):
            try:
                kind, fields = self.opened(table, key, self.row(table, key))
                if kind in shapes:
                    yield key, kind, shapes[kind](fields)
                elif kind & 0x80:
                    yield key, kind, "newer"
                else:
                    yield key, kind, "passed over"
            except Refused as refused:
                yield key, 0, refused.word

    @cached_property
    def items(self):
        return list(self.each("items", shapes.ITEMS))

    @cached_property
    def labels(self):
        return list(self.each("labels", shapes.LABELS))

    def of_kind(self, kind):
        return {key: fields for key, found, fields in self.items if found == kind and isinstance(fields, dict)}

    records = property(lambda self: self.of_kind(shapes.RECORD))
    accounts = property(lambda self: self.of_kind(shapes.ACCOUNT))
    settings = property(lambda self: {fields["name"]: fields["value"] for fields in self.of_kind(shapes.SETTING).values()})

    @cached_property
    def operations(self):
        """Kind and fields, or the word why one is not read."""
        found = {}
        for key in self.store.all("operations"):
            try:
                found[key] = operation(*self.opened("operations", key, self.row("operations", key)))
            except Refused as refused:
                found[key] = refused.word
        return found

    def string(self, owner):
        """A record's or an account's token string; nothing where it has none."""
        kind, fields = self.opened("items", owner, self.row("items", owner))
        check(kind in (shapes.RECORD, shapes.ACCOUNT), "no owner of a string")
        fields = shapes.ITEMS[kind](fields)
        if "cell" not in fields:
            return None
        what = f"string of {owner.hex()}"
        return cells.string(self.store, self.keyring, fields["cell"], owner, kind, fields.get("generation", 0), what)

    def handed_out(self, owner):
        """A living record's string, if its label's row says that the record is the label's: without it nobody knows who may have it."""
        label = self.records[owner]["label"]
        check(owner in records_of(self.label(label)), f"label {label}")
        return self.string(owner)

    def label(self, name):
        """The fields of a label's row."""
        epochs = [epoch for epoch in self.keyring.epochs.values() if epoch.state != 3]
        epochs = sorted(epochs, key=lambda epoch: (epoch.state, epoch.number))
        keys = [self.name_key(epoch, "label", name) for epoch in epochs]
        row = next(((key, value) for key in keys if (value := self.row("labels", key)) is not None), None)
        check(row, f"label {name}")
        kind, plain = self.opened("labels", *row)
        if kind & 0x80:
            raise Refused("newer", f"label {name}")
        fields = shapes.LABELS[kind](plain) if kind in shapes.LABELS else {}
        check(kind == shapes.LABEL and fields["name"] == name, f"label {name}")
        return fields

    def name_key(self, epoch, kind, name):
        return keyed(epoch["names"], sized(kind.encode()) + sized(name.encode()))[:16]

    # Everything

    @cached_property
    def changes(self):
        return changes.change_log(self.store.all("changes"), self.keyring, self.head)

    @cached_property
    def audit(self):
        check(self.store.audited == ("legacy" in self.head), "audit log of version 1")
        return changes.audit_log(self.store.all("audit"), self.keyring, self.head["legacy"]) if self.store.audited else []

    @cached_property
    def readings(self):
        return reading_log(self.folder, self.state, self.keyring) if self.folder else {}

    def archived(self, path):
        """The chains of an archive of its reading log."""
        with open(path, "rb") as file:
            return archive(file.read(), self.keyring)


def records_of(label):
    """Those that a label's row names."""
    named = [label.get("current"), label.get("reserved"), *(record for _, record in label.get("retiring", []))]
    return {record for record in named if record}


def door(row):
    cursor = Cursor(row)
    check(cursor.raw(4) == b"LKST", "door")
    word = cursor.number(2)
    if word > 2:
        raise Refused("newer", "door")
    check(word == 2, "door")
    id = cursor.raw(16)
    cursor.end()
    return id


def is_door(row):
    try:
        return bool(door(row))
    except Refused:
        return False
