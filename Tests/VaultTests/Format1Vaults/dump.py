"""What is in a vault of format 1, all of it verified: a reader made from the page on format 1 and from nothing else of Lockstep."""

import hashlib
import sqlite3
import struct

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
from nacl.bindings import crypto_sign_open, crypto_sign_seed_keypair

ZERO = bytes(32)
KEYS = ["record", "names_", "journl", "audit_", "sign__", "tree__", "head__"]


def number(value, size=4):
    return value.to_bytes(size, "big")


def sized(value):
    return number(len(value)) + value


def flagged(value):
    return number(0, 1) if value is None else number(1, 1) + sized(value)


def binding(label, *fields):
    return b"".join(sized(field) for field in (label.encode(), *fields))


def opened(sealed, key, data):
    return decrypt(sealed[24:], data, sealed[:24], key)


def subkey(key, place, context):
    salt = place.to_bytes(8, "little") + bytes(8)
    return hashlib.blake2b(b"", digest_size=32, key=key, salt=salt, person=context.encode() + bytes(8)).digest()


def keyed(key, message):
    return hashlib.blake2b(message, digest_size=32, key=key).digest()


class Fields:
    """Reads a structure from its first byte to its last."""

    def __init__(self, source):
        self.source, self.place = source, 0

    def raw(self, count):
        assert self.place + count <= len(self.source), "too short"
        self.place += count
        return self.source[self.place - count : self.place]

    def of(self, form):
        return struct.unpack(">" + form, self.raw(struct.calcsize(">" + form)))[0]

    def bytes(self):
        return self.raw(self.of("I"))

    def text(self):
        return self.bytes().decode()

    def flag(self):
        value = self.of("B")
        assert value <= 1, "not a flag"
        return value == 1

    def opt(self, read):
        return read() if self.flag() else None

    def left(self):
        return len(self.source) - self.place

    def instant(self):
        return self.of("q")

    def tid(self):
        number = self.of("q")
        return str(number) if number > 0 else self.raw(-number).decode("ascii")

    def token(self):
        return {
            "id": self.tid(), "label": self.text(), "scopes": self.text(), "created": self.opt(self.instant),
            "expiry": self.opt(self.instant), "prefix": self.text(),
        }  # fmt: skip

    def caller(self):
        return {"pid": self.of("i"), "user": self.of("I"), "executable": self.text(), "unit": self.text()}

    def end(self):
        assert self.place == len(self.source), "left over"


class Vault:
    """An opened vault: the tree has every row and no other."""

    def __init__(self, path, recovery):
        self.database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        assert self.one("PRAGMA application_id") == 0x4C4B5354 and self.one("PRAGMA user_version") == 1
        self.id = self.one("SELECT id FROM vault")
        key = self.unlock(bytes.fromhex(recovery[4:].replace("-", "")))
        self.keys = {name: subkey(key, place + 1, "LS" + name) for place, name in enumerate(KEYS)}
        head = Fields(opened(self.one("SELECT head FROM vault"), self.keys["head__"], binding("lockstep head", self.id)))
        self.counter, self.root, self.rows, self.link = head.of("Q"), head.raw(32), head.of("Q"), head.raw(32)
        counts = head.of("I"), head.of("I")
        head.end()
        assert counts == (self.one("SELECT count(*) FROM item WHERE kind = 2"), self.one("SELECT count(*) FROM operation"))
        self.verify()

    def one(self, sql, *values):
        row = self.database.execute(sql, values).fetchone()
        return row and row[0]

    def unlock(self, secret):
        self.manifest, self.slots = b"", []
        for id, kind, passes, memory, salt, wrapped, checksum in self.database.execute("SELECT * FROM slot ORDER BY id"):
            fields = id + number(kind, 1) + number(passes) + number(memory) + sized(salt)
            content = sized(fields) + sized(wrapped)
            assert hashlib.blake2b(self.id + content, digest_size=16).digest() == checksum
            self.manifest += sized(content)
            self.slots.append({"id": id.hex(), "kind": kind, "passes": passes, "memory": memory, "salt": salt.hex(), "wrapped": wrapped.hex()})
            if kind == 3:
                key = opened(wrapped, subkey(secret, 8, "LSwrap__"), binding("lockstep slot", self.id, fields))
        return key

    def verify(self):
        cells = {(4, b""): self.manifest}
        for id, kind, metadata, data_key, string in self.items():
            cells[(1, id)] = number(kind, 1) + sized(metadata) + flagged(data_key) + flagged(string)
        cells |= {(2, hash): item for hash, item in self.database.execute("SELECT hash, item FROM name")}
        cells |= {(3, id): entry for id, entry in self.database.execute("SELECT id, entry FROM operation")}
        tree, nodes, level = self.keys["tree__"], dict(self.database.execute("SELECT path, body FROM node")), {}
        for (table, key), content in sorted(cells.items()):
            front = sized(number(table, 1)) + sized(key)
            place = int.from_bytes(keyed(tree, front)[:2], "big")
            cell = number(table, 1) + number(len(key), 1) + key + keyed(tree, front + sized(content))
            level[place] = level.get(place, b"") + cell
        for depth in (4, 3, 2, 1, 0):
            above = {}
            for place, body in sorted(level.items()):
                path = depth * 65536 + place
                assert nodes.pop(path) == body, "node"
                above[place >> 4] = above.get(place >> 4, b"") + number(place & 15, 1) + keyed(tree, number(path) + body)
            level = above
        assert not nodes and level[0][1:] == self.root, "root"

    def items(self):
        return self.database.execute("SELECT id, kind, metadata, data_key, string FROM item ORDER BY id")

    def each(self, wanted):
        """The metadata of all items of a kind, and what opens their strings."""
        for id, kind, metadata, data_key, string in self.items():
            if kind == wanted:
                data = binding("lockstep metadata", self.id, id, number(kind, 1) + bytes(4))
                yield id, Fields(opened(metadata, self.keys["record"], data)), (id, kind, data_key, string)

    def string(self, generation, id, kind, data_key, string):
        if string is None:
            assert data_key is None
            return None
        more = number(kind, 1) + number(generation)
        key = opened(data_key, self.keys["record"], binding("lockstep data key", self.id, id, more))
        return opened(string, key, binding("lockstep string", self.id, id, more)).decode()

    def name(self, kind, label):
        return keyed(self.keys["names_"], sized(kind.encode()) + sized(label.encode()))

    def owner(self, kind, label):
        return self.one("SELECT item FROM name WHERE hash = ?", self.name(kind, label))

    def log(self):
        link, count = ZERO, 0
        for sequence, entry in self.database.execute("SELECT sequence, entry FROM audit ORDER BY sequence"):
            assert sequence == count
            fields = Fields(opened(entry, self.keys["audit_"], binding("lockstep audit", self.id, number(count, 8))))
            assert fields.left(), "a row without an entry"
            while fields.left():
                yield {
                    "row": count, "event": fields.of("B"), "time": fields.instant(), "label": fields.text(),
                    "token": fields.opt(fields.tid), "generation": fields.opt(lambda: fields.of("I")),
                    "detail": fields.text(), "caller": fields.opt(fields.caller),
                }  # fmt: skip
            link, count = keyed(self.keys["audit_"], link + number(count, 8) + sized(entry)), count + 1
        assert (link, count) == (self.link, self.rows)

    def grants(self, fields):
        if not fields.left():
            return []
        count = fields.of("B")
        assert 1 <= count <= 32, "grants"
        names = ("executable", "unit", "cgroup")
        return [{name: fields.opt(fields.text) for name in names} | {"confirmed": fields.flag()} for _ in range(count)]

    def settings(self):
        found = {}
        for id, fields, (_, _, data_key, string) in self.each(3):
            name, value = fields.text(), fields.bytes()
            fields.end()
            assert (data_key, string) == (None, None) and self.owner("setting", name) == id
            found[name] = value.hex()
        return found

    def records(self, settings):
        for id, fields, sealed in self.each(1):
            found = {"id": id.hex(), "account": fields.raw(16).hex(), "label": fields.text(), "generation": fields.of("I")}
            found |= {"state": fields.of("B"), "token": fields.token()}
            nonce, found["sealed"] = fields.opt(lambda: fields.raw(16)), fields.instant()
            found |= {"nonce": nonce and nonce.hex(), "purged": fields.opt(fields.instant)}
            receipt = fields.opt(lambda: (fields.bytes(), fields.bytes()))
            if receipt:
                public = crypto_sign_seed_keypair(self.keys["sign__"])[0]
                assert crypto_sign_open(receipt[1] + receipt[0], public) == receipt[0]
            found["receipt"] = receipt and {"statement": receipt[0].hex(), "signature": receipt[1].hex()}
            found["grants"] = self.grants(fields)
            fields.end()
            found["string"] = self.string(found["generation"], *sealed)
            found["hosts"] = settings.pop("hosts/" + id.hex(), None)
            assert (self.owner("record", found["label"]) == id) == (found["state"] != 5) == (found["string"] is not None)
            yield found

    def accounts(self):
        for id, fields, sealed in self.each(2):
            found = {"id": id.hex()} | {name: fields.text() for name in ("name", "user", "customer", "scopes")}
            found |= {"restricted": fields.flag(), "token": fields.opt(fields.token), "sealed": fields.instant()}
            tail, last = {}, -1
            while fields.left():
                field = fields.of("B")
                assert field > last and field in (0x81,), "field"
                tail[field], last = fields.bytes(), field
            assert self.owner("account", found["name"]) == id
            yield found | {"address": tail[0x81].decode() if tail else None, "string": self.string(0, *sealed)}

    def operations(self):
        for id, entry in self.database.execute("SELECT id, entry FROM operation ORDER BY id"):
            yield id, opened(entry, self.keys["journl"], binding("lockstep journal", self.id, id))

    def reservations(self):
        """The labels that operations have for records which do not bear them."""
        items = {id: fields for id, fields, _ in self.each(1)}
        found = {}
        for _, entry in self.operations():
            fields = Fields(entry)
            kind = fields.of("B")
            fields.raw(32)
            labels = [fields.text()]
            if kind == 2:
                fields.instant(), fields.of("H")
                fields.opt(lambda: reason(fields))
                fields.tid()
                labels.append(fields.text())
            for label in labels if kind != 6 else []:
                owner = self.owner("record", label)
                if owner and not self.bears(items.get(owner), label):
                    found[label] = owner.hex()
        return [{"label": label, "record": record} for label, record in sorted(found.items())]

    def bears(self, fields, label):
        if fields is None:
            return False
        fields = Fields(fields.source)
        fields.raw(16)
        return fields.text() == label


def reason(fields):
    """Passes over why an operation waits."""
    kind = fields.of("B")
    if kind == 1:
        fields.of("B"), fields.opt(fields.instant), fields.opt(fields.text), fields.opt(fields.instant), fields.opt(fields.text)
    elif kind == 2:
        fields.of("B"), fields.text()
    elif kind == 14:
        fields.of("B")
    fields.of("I"), fields.instant(), fields.instant()


def dumped(path, recovery):
    """Everything, as JSON has it."""
    vault = Vault(path, recovery)
    settings = vault.settings()
    records = list(vault.records(settings))
    return {
        "vault": vault.id.hex(), "counter": vault.counter, "slots": vault.slots,
        "receiptKey": crypto_sign_seed_keypair(vault.keys["sign__"])[0].hex(),
        "accounts": list(vault.accounts()), "records": records, "settings": settings,
        "operations": [{"id": id.hex(), "entry": entry.hex()} for id, entry in vault.operations()],
        "reservations": vault.reservations(),
        "audit": {"rows": vault.rows, "link": vault.link.hex(), "entries": list(vault.log())},
    }  # fmt: skip
