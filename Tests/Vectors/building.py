"""A vault from its parts. A recipe changes parts before they are sealed, rows before they are hashed, or rows at the end."""

import hashlib
import os
import sqlite3

import sealing
from format2.crypto import ZERO, binding, keyed, num, sized, subkey
from format2.store import AUDIT, BY_KEY, BY_NUMBER, CELLS, KEYED, ROWID, SIZES
from format2.tree import SLOTS_KEY, TABLES, place_of, row_hash
from nacl.bindings import crypto_box_seed_keypair
from sealing import fields

KEY_FILE = bytes(range(32))
RECOVERY = bytes(range(100, 132))
PURPOSES = {"items": "items", "labels": "labels", "operations": "journal", "free": "free"}
LABELS = {"items": "lockstep 2 item", "labels": "lockstep 2 label", "operations": "lockstep 2 journal", "free": "lockstep 2 free"}
LEAST = {"items": 512, "labels": 256, "operations": 512, "free": 512}
NOW = 1_800_000_000


def summed_up(id, content):
    """With its checksum behind it."""
    return sized(content) + hashlib.blake2b(id + content, digest_size=16).digest()


class Slot:
    """One way in: what it is derived from, and what is written down of it."""

    def __init__(self, dice, kind, secret, more=()):
        self.id, self.kind, self.more = dice(16), kind, list(more)
        self.override, self.backwards = {}, False
        self.public, _ = crypto_box_seed_keypair(subkey(secret, 1, "LSslot__"))
        self.commitment = subkey(secret, 2, "LSslot__")

    def write(self, dice, ring):
        told = {3: self.public, 4: self.commitment, 5: sealing.box_seal(dice, ring, self.public)} | self.override
        told = sorted([*self.more, *told.items()], key=lambda pair: pair[0], reverse=self.backwards)
        return self.id + num(self.kind, 1) + fields(*told)


class Building:
    """Parts by name; `rows` by table and key once they are sealed."""

    def __init__(self, seed):
        self.dice = sealing.Dice(seed)
        self.id = self.dice(16)
        self.epochs = [sealing.epoch(self.dice)]
        self.slots = [Slot(self.dice, 2, KEY_FILE), Slot(self.dice, 3, RECOVERY)]
        self.parts = {table: {} for table in PURPOSES}  # key: kind and fields, or the page of a free list
        self.cells, self.free = [[] for _ in CELLS], [[] for _ in CELLS]
        self.changes, self.first, self.audit, self.chained_by = [], 1, None, {}
        self.head, self.head_padding = {}, lambda content: sealing.padded(content, 256)  # fields that are not as they would be
        self.rows = {table: {} for table in (*BY_NUMBER, *BY_KEY)}
        self.node_versions = {}  # by path
        self.mark = b""  # in SQLite's header
        self.word, self.application, self.schema_more, self.schema_last = 2, 0x4C4B5354, [], []
        self.outside = None
        self.page_size, self.journal, self.content = 1024, "WAL", None

    @property
    def epoch(self):
        return next(epoch for epoch in self.epochs if epoch.state == 1)

    # Parts

    def name_key(self, kind, name):
        return keyed(self.epoch["names"], sized(kind.encode()) + sized(name.encode()))[:16]

    def cell(self, owner, kind, generation, string, size=None, front=None, plain=None):
        """Seals a string into a new cell. Returns the owner's field."""
        size = size if size is not None else next(n for n, room in enumerate(SIZES) if len(string) + 2 <= room - 118)
        front = front or num(1, 1) + num(self.epoch.number) + num(1, 1)
        bound, key = num(kind, 1) + num(generation), self.dice(32)
        wrapped = sealing.sealed(self.dice, self.epoch["data"], key, binding("lockstep 2 data key", self.id, front, owner, bound))
        plain = plain or num(len(string), 2) + string + bytes(SIZES[size] - 118 - 2 - len(string))
        value = front + wrapped + sealing.sealed(self.dice, key, plain, binding("lockstep 2 string", self.id, owner, bound))
        self.cells[size].append(value)
        return self.cell_field(size, len(self.cells[size]))

    def cell_field(self, size, number):
        value = self.cells[size][number - 1]
        hash = keyed(self.epoch["tree"], num(size, 1) + num(number, 8) + value)
        return num(size, 1) + num(number, 8) + hash

    def freed(self, size=0):
        """A cell that was purged."""
        self.cells[size].append(self.dice(SIZES[size]))
        self.free[size].append(len(self.cells[size]))

    # Rows

    def seal(self, table, key, plain, version=1, epoch=None, pad=True):
        plain = sealing.padded(plain, LEAST[table]) if pad else plain
        return sealing.blob(self.dice, self.id, epoch or self.epoch, PURPOSES[table], LABELS[table], key, plain, version)

    def seal_all(self):
        for size, numbers in enumerate(self.free):
            for page in range(0, len(numbers), 60):
                some = numbers[page : page + 60]
                key = num(page // 60, 2) + num(size, 1) + num(page // 60) + bytes(9)
                self.parts["free"].setdefault(key, num(len(some), 2) + b"".join(num(number, 8) for number in some))
        for table, parts in self.parts.items():
            for key, plain in parts.items():
                self.rows[table].setdefault(key, self.seal(table, key, plain))
        for size, table in enumerate(CELLS):
            self.rows[table] |= {number + 1: value for number, value in enumerate(self.cells[size])}
        self.rows["first"][1] = b"LKST" + num(self.word, 2) + self.id
        self.rows["first"][2] = self.slot_row()
        self.change_rows()

    def slot_row(self, version=1, ring=None, epoch=None, sealed=None, ring_key=None):
        key = self.dice(32)
        if sealed:
            self.slots[0].override = {5: sealed}
        slots = [slot.write(self.dice, key) if isinstance(slot, Slot) else slot for slot in self.slots]
        summed = [summed_up(self.id, slot) for slot in slots]
        ring = sealing.sealed(
            self.dice,
            ring_key or key,
            sealing.keyring(self.epochs) if ring is None else ring,
            binding("lockstep 2 keyring", self.id),
        )
        return num(version, 1) + num(epoch or self.epoch.number) + num(len(slots), 2) + b"".join(summed) + summed_up(self.id, ring)

    def change_rows(self):
        self.link = ZERO
        for counter, plain in enumerate(self.changes, self.first):
            value = self.rows["changes"].get(counter)
            if value is None:
                padded = sealing.padded(plain, 256)
                value = sealing.blob(self.dice, self.id, self.epoch, "changes", "lockstep 2 change", num(counter, 8), padded)
            self.rows["changes"][counter] = value
            chain = self.chained_by.get(counter, self.epoch)["chain"]
            self.link = keyed(chain, self.link + num(counter, 8) + sized(value))

    def hash_all(self):
        """The tree over the rows as they are now."""
        leaves = {}
        cells = [(0, SLOTS_KEY, self.rows["first"][2])]
        cells += [(number, key, value) for number, table in TABLES.items() for key, value in self.rows[table].items()]
        for table, key, value in sorted(cells):
            epoch = next((e for e in self.epochs if num(e.number) == value[1:5]), self.epoch)
            leaf = num(table, 1) + key + row_hash(epoch, table, key, value)
            leaves[place_of(key)] = leaves.get(place_of(key), b"") + leaf
        for level in (4, 3, 2, 1, 0):
            above = {}
            for place, body in sorted(leaves.items()):
                path = level * 65536 + place
                value = num(self.node_versions.get(path, 1), 1) + num(self.epoch.number) + body
                self.rows["nodes"][path] = value
                hash = keyed(self.epoch["tree"], num(path, 8) + value)
                above[place >> 4] = above.get(place >> 4, b"") + num(place & 15, 1) + hash
            leaves = above
        self.root = leaves[0][1:]

    def seal_head(self):
        accounts = sorted(key for key, plain in self.parts["items"].items() if plain[:1] == num(2, 1))
        counts = [num(len(cells) + 1, 8) + num(len(free)) for cells, free in zip(self.cells, self.free)]
        told = {
            0x81: num(self.first + len(self.changes) - 1, 8), 0x82: self.root, 0x83: self.link, 0x84: num(self.first, 8),
            0x85: b"".join(accounts), 0x86: num(len(self.parts["operations"])), 0x87: b"".join(counts), 0x88: self.audit_told(),
        }  # fmt: skip
        plain = self.head_padding(fields(*sorted((told | self.head).items())))
        self.rows["first"][3] = sealing.blob(self.dice, self.id, self.epoch, "head", "lockstep 2 head", b"", plain)
        self.rows["second"] = dict(self.rows["first"])

    def audit_told(self):
        """The audit log of version 1, sealed under epoch 0."""
        if self.audit is None:
            return None
        key = subkey(next(epoch for epoch in self.epochs if epoch.number == 0).root, 4, "LSaudit_")
        link, self.rows["audit"] = ZERO, {}
        for sequence, plain in enumerate(self.audit):
            value = sealing.sealed(self.dice, key, plain, binding("lockstep audit", self.id, num(sequence, 8)))
            self.rows["audit"][sequence] = value
            link = keyed(key, link + num(sequence, 8) + sized(value))
        return num(len(self.audit), 8) + link

    # The file, and what stands outside of it

    def write_outside(self, folder):
        os.makedirs(folder, exist_ok=True)
        for name, content in (self.outside or {}).items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)

    def write(self, path):
        if self.content is not None:
            with open(path, "wb") as file:
                file.write(self.content)
            return
        database = sqlite3.connect(path, isolation_level=None)
        database.execute(f"PRAGMA page_size = {self.page_size}")
        database.execute(f"PRAGMA application_id = {self.application}")
        database.execute(f"PRAGMA user_version = {self.word}")
        for name in ("first", "second", "items", "labels", "operations", "free", "nodes", "changes", *CELLS):
            database.execute((ROWID if name in BY_NUMBER else KEYED).format(name))
        if "audit" in self.rows:
            database.execute(AUDIT)
        for statement in self.schema_more:
            database.execute(statement)
        database.execute("BEGIN")
        for table, rows in self.rows.items():
            database.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows.items())
        database.execute("COMMIT")
        for statements in self.schema_last:
            database.executescript(statements)
        database.execute(f"PRAGMA journal_mode = {self.journal}").fetchone()
        database.close()
        if self.mark:
            with open(path, "r+b") as file:
                file.seek(72)
                file.write(self.mark)
        os.chmod(path, 0o600)

    def digest(self):
        """Over all rows: the file around them is SQLite's."""
        told = hashlib.sha256(repr((self.word, self.application, self.schema_more, self.schema_last, self.content)).encode())
        told.update(self.mark)
        for table in sorted(self.rows):
            for key, value in sorted(self.rows[table].items()):
                told.update(repr((table, key)).encode() + bytes(value))
        for name, content in sorted((self.outside or {}).items()):
            told.update(name.encode() + content)
        return told.hexdigest()[:16]
