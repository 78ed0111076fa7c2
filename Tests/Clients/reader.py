"""A second reader of the vault, written from Docs/VaultFormat.md and from nothing else of Lockstep.

Version 1 is here, version 2 in the folder format2; open_vault takes either.
"""

import contextlib
import hashlib
import sqlite3
import struct

from format2 import backup, store, vault
from format2.refusal import Refused
from format2.slots import KEY_FILE, PASSPHRASE, PERSON, RECOVERY, TWO_FACTORS  # noqa: F401
from format2.verification import verify
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
from nacl.bindings import crypto_sign_open, crypto_sign_seed_keypair
from nacl.pwhash import argon2id

ZERO = bytes(32)
STATES = {1: "creating", 2: "active", 3: "retiring", 4: "revoking", 5: "gone"}


def number(value, size=4):
    return value.to_bytes(size, "big")


def sized(value):
    return number(len(value)) + value


def binding(label, *fields):
    return b"".join(sized(field) for field in (label.encode(), *fields))


def opened(sealed, key, data):
    return decrypt(sealed[24:], data, sealed[:24], key)


def subkey(key, place, context):
    salt = place.to_bytes(8, "little") + bytes(8)
    return hashlib.blake2b(b"", digest_size=32, key=key, salt=salt, person=context.encode() + bytes(8)).digest()


def keyed(key, message):
    return hashlib.blake2b(message, digest_size=32, key=key).digest()


def open_vault(path, secret, state=None):
    """A vault of any version. The secret is a pair, what it is and its bytes; state is the folder that this host has for the vault."""
    kind, value = secret
    found = 2 if backup.is_backup(path) else store.format_of(path)
    if found > 2:
        raise Refused("newer", "format word")
    if found == 1:
        return Vault(path, **{{PASSPHRASE: "passphrase", KEY_FILE: "key_file", RECOVERY: "recovery"}[kind]: value})
    return vault.Vault(path, kind, value, state)


@contextlib.contextmanager
def verified(path, secret, state=None):
    """A vault all of which was verified. Raises where anything is not as it should be. While it is open it reads the log, and
    keeps a purge from being done."""
    with contextlib.closing(open_vault(path, secret, state)) as opened:
        if opened.version == 2:
            verify(opened)
        yield opened


def records_by_label(opened):
    """State, token, string and grants by label, of any version; of several records of a label the living one."""
    if opened.version == 1:
        return opened.records()
    found = {}
    for owner, record in sorted(opened.records.items(), key=lambda pair: pair[1]["state"] != "gone"):
        token = {"label": "", "scopes": "", "prefix": "", "created": None, "expiry": None} | record["token"]
        grants = [] if record["state"] == "gone" else opened.label(record["label"]).get("grants", [])
        given = [
            (grant.get("executable"), grant.get("unit"), grant.get("cgroup"), grant.get("confirmed", False)) for grant in grants
        ]
        string = None if record["state"] == "gone" else opened.handed_out(owner).decode()
        found[record["label"]] = record["state"], token, string, given
    return found


def events(opened):
    """Number and label of every event that the vault tells, in order."""
    if opened.version == 1:
        return [entry[:2] for entry in opened.audit]
    told = [entry for change in opened.changes.values() for entry in change.get("entries", [])]
    return [(entry["event"], entry.get("label", "")) for entry in opened.audit + told]


def strings_of_accounts(opened):
    if opened.version == 1:
        return {name: account[4] for name, account in opened.accounts().items()}
    return {account["name"]: opened.string(owner).decode() for owner, account in opened.accounts.items()}


def addresses_of_accounts(opened):
    if opened.version == 1:
        return {name: account[5] for name, account in opened.accounts().items()}
    return {account["name"]: account.get("address") for account in opened.accounts.values()}


def hosts_of(opened, label):
    """What a label is bound to."""
    if opened.version == 2:
        return opened.label(label).get("hosts", [])
    owner = opened.one("SELECT item FROM name WHERE hash = ?", opened.name("record", label))
    bound = Fields(opened.settings()["hosts/" + owner.hex()])
    found = [bound.text() for _ in range(bound.of("H"))]
    bound.end()
    return found


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
        assert value <= 1, "no flag"
        return value == 1

    def opt(self, read):
        return read() if self.flag() else None

    def left(self):
        return len(self.source) - self.place

    def instant(self):
        return self.of("q")

    def id(self):
        number = self.of("q")
        return number if number > 0 else self.raw(-number).decode("ascii")

    def token(self):
        return {
            "id": self.id(), "label": self.text(), "scopes": self.text(), "created": self.opt(self.instant),
            "expiry": self.opt(self.instant), "prefix": self.text(),
        }  # fmt: skip

    def end(self):
        assert self.place == len(self.source), "left over"


class Vault:
    """An opened vault of version 1, all of it verified."""

    version = 1

    def __init__(self, path, key_file=None, recovery=None, passphrase=None):
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        assert self.one("PRAGMA application_id") == 0x4C4B5354 and self.one("PRAGMA user_version") == 1
        self.id = self.one("SELECT id FROM vault")
        if recovery:
            key_file = bytes.fromhex(recovery[4:].replace("-", ""))
        kind = 1 if passphrase else 3 if recovery else 2
        key = self.unlock(kind, key_file, passphrase)
        names = ["record", "names_", "journl", "audit_", "sign__", "tree__", "head__"]
        self.keys = {name: subkey(key, place + 1, "LS" + name) for place, name in enumerate(names)}
        head = Fields(opened(self.one("SELECT head FROM vault"), self.keys["head__"], binding("lockstep head", self.id)))
        self.counter, self.root = head.of("Q"), head.raw(32)
        self.entries, self.link = head.of("Q"), head.raw(32)
        counts = head.of("I"), head.of("I")
        head.end()
        accounts, operations = "SELECT count(*) FROM item WHERE kind = 2", "SELECT count(*) FROM operation"
        assert counts == (self.one(accounts), self.one(operations)), "counts"
        self.verify()

    def close(self):
        self.database.close()

    def one(self, sql, *values):
        row = self.database.execute(sql, values).fetchone()
        return row and row[0]

    def slots(self):
        return self.database.execute("SELECT id, kind, passes, memory, salt, wrapped, checksum FROM slot ORDER BY id")

    def unlock(self, wanted, secret, passphrase):
        self.manifest = b""
        for id, kind, passes, memory, salt, wrapped, checksum in self.slots():
            fields = id + number(kind, 1) + number(passes) + number(memory) + sized(salt)
            content = sized(fields) + sized(wrapped)
            assert hashlib.blake2b(self.id + content, digest_size=16).digest() == checksum
            self.manifest += sized(content)
            if kind == wanted:
                if passphrase:
                    secret = argon2id.kdf(32, passphrase, salt, opslimit=passes, memlimit=memory * 1024)
                wrapping = secret if passphrase else subkey(secret, 8, "LSwrap__")
                key = opened(wrapped, wrapping, binding("lockstep slot", self.id, fields))
        return key

    def verify(self):
        """The tree has every row and no other; the log is whole."""
        cells = {(4, b""): self.manifest}
        for id, kind, metadata, data_key, string in self.items():
            parts = [number(0, 1) if part is None else number(1, 1) + sized(part) for part in (data_key, string)]
            cells[(1, id)] = number(kind, 1) + sized(metadata) + parts[0] + parts[1]
        cells |= {(2, hash): item for hash, item in self.database.execute("SELECT hash, item FROM name")}
        cells |= {(3, id): entry for id, entry in self.database.execute("SELECT id, entry FROM operation")}
        tree = self.keys["tree__"]
        nodes = dict(self.database.execute("SELECT path, body FROM node"))
        leaves = {}
        for (table, key), content in sorted(cells.items()):
            front = sized(number(table, 1)) + sized(key)
            place = int.from_bytes(keyed(tree, front)[:2], "big")
            cell = number(table, 1) + number(len(key), 1) + key + keyed(tree, front + sized(content))
            leaves[place] = leaves.get(place, b"") + cell
        level = leaves
        for depth in (4, 3, 2, 1, 0):
            above = {}
            for place, body in sorted(level.items()):
                path = depth * 65536 + place
                assert nodes.pop(path) == body, "node"
                above[place >> 4] = above.get(place >> 4, b"") + number(place & 15, 1) + keyed(tree, number(path) + body)
            level = above
        assert not nodes, "nodes left over"
        assert level[0][1:] == self.root, "root"
        self.audit = list(self.log())

    def log(self):
        link, count = ZERO, 0
        for sequence, entry in self.database.execute("SELECT sequence, entry FROM audit ORDER BY sequence"):
            assert sequence == count
            fields = Fields(opened(entry, self.keys["audit_"], binding("lockstep audit", self.id, number(count, 8))))
            assert fields.left(), "a row without an entry"
            while fields.left():
                event, time, label = fields.of("B"), fields.instant(), fields.text()
                token, _, detail = fields.opt(fields.instant), fields.opt(lambda: fields.of("I")), fields.text()
                fields.opt(lambda: (fields.of("i"), fields.of("I"), fields.text(), fields.text()))
                yield event, label, token, detail
            link, count = keyed(self.keys["audit_"], link + number(count, 8) + sized(entry)), count + 1
        assert (link, count) == (self.link, self.entries)

    def items(self):
        return self.database.execute("SELECT id, kind, metadata, data_key, string FROM item")

    def metadata(self, wanted):
        for id, kind, metadata, data_key, string in self.items():
            if kind == wanted:
                plain = opened(metadata, self.keys["record"], binding("lockstep metadata", self.id, id, number(kind, 1) + bytes(4)))
                yield id, Fields(plain), data_key, string

    def string(self, id, kind, generation, data_key, string):
        if string is None:
            return None
        more = number(kind, 1) + number(generation)
        key = opened(data_key, self.keys["record"], binding("lockstep data key", self.id, id, more))
        return opened(string, key, binding("lockstep string", self.id, id, more)).decode()

    def records(self):
        found = {}
        for id, fields, data_key, sealed in self.metadata(1):
            fields.raw(16)
            label, generation, state = fields.text(), fields.of("I"), STATES[fields.of("B")]
            token = fields.token()
            fields.opt(lambda: fields.raw(16))
            fields.instant()
            fields.opt(fields.instant)
            receipt = fields.opt(lambda: (fields.bytes(), fields.bytes()))
            grants = self.grants(fields)
            fields.end()
            if receipt:
                public = crypto_sign_seed_keypair(self.keys["sign__"])[0]
                assert crypto_sign_open(receipt[1] + receipt[0], public) == receipt[0]
            owner = self.one("SELECT item FROM name WHERE hash = ?", self.name("record", label))
            assert (owner == id) == (state != "gone")
            found[label] = (state, token, self.string(id, 1, generation, data_key, sealed), grants)
        return found

    def grants(self, fields):
        """Who may have the string; nothing is written where no grant narrows that."""
        if not fields.left():
            return []
        count = fields.of("B")
        assert 1 <= count <= 32, "grants"
        return [(*(fields.opt(fields.text) for _ in range(3)), fields.flag()) for _ in range(count)]

    def name(self, kind, label):
        return keyed(self.keys["names_"], sized(kind.encode()) + sized(label.encode()))

    def accounts(self):
        found = {}
        for id, fields, data_key, sealed in self.metadata(2):
            name, user, _, scopes = (fields.text() for _ in range(4))
            restricted, token = fields.flag(), fields.opt(fields.token)
            fields.instant()
            address = self.tail(fields, {0x81}).get(0x81)
            string = self.string(id, 2, 0, data_key, sealed)
            found[name] = (user, scopes, restricted, token, string, address and address.decode())
        return found

    def tail(self, fields, known):
        """The numbered fields behind a structure."""
        found, last = {}, -1
        while fields.left():
            number = fields.of("B")
            assert number > last and (number in known or number < 0x80), "field"
            found[number], last = fields.bytes(), number
        return found

    def settings(self):
        found = {}
        for id, fields, data_key, string in self.metadata(3):
            name, value = fields.text(), fields.bytes()
            fields.end()
            assert (data_key, string) == (None, None)
            assert self.one("SELECT item FROM name WHERE hash = ?", self.name("setting", name)) == id
            found[name] = value
        return found
