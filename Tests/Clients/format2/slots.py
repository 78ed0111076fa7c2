"""The ways to unlock a vault, and the keyring that they open."""

import hashlib
import hmac
import subprocess
import unicodedata

from nacl.bindings import crypto_box_seal_open, crypto_box_seed_keypair
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from . import shares
from .crypto import Epoch, Keyring, binding, keyed, num, opened, sized, subkey
from .encoding import Cursor, Shape, raw, whole
from .refusal import Refused, check

PASSPHRASE, KEY_FILE, RECOVERY, TWO_FACTORS, SHARES, PERSON, SYSTEM = 1, 2, 3, 4, 5, 6, 7
LEGACY = 16  # added to the kind of a slot of version 1
COST = whole(lambda cursor: (cursor.number(4), cursor.number(4)))
PAIR = {"public": (3, raw(32), True), "commitment": (4, raw(32), True), "sealed": (5, raw(80), True)}
OLD = whole(lambda cursor: (cursor.number(4), cursor.number(4), cursor.bytes(), cursor.bytes(), cursor.raw(16)))

# Who adds a person's slot knows no more than the public key.
NONE = whole(lambda cursor: check(False, "a field that this kind does not have"))


@whole
def SHARE_SET(cursor):
    found = cursor.raw(6), cursor.number(1), cursor.number(1)
    check(2 <= found[1] <= found[2] <= 16, "shares")
    return found


def credential(cursor):
    check(1 <= cursor.left() <= 4096, "credential")
    return cursor.raw(cursor.left())


SHAPES = {
    PASSPHRASE: Shape(cost=(1, COST, True), salt=(2, raw(16), True), **PAIR),
    KEY_FILE: Shape(**PAIR),
    RECOVERY: Shape(**PAIR),
    TWO_FACTORS: Shape(cost=(1, COST, True), salt=(2, raw(16), True), **PAIR),
    SHARES: Shape(**PAIR, shares=(7, SHARE_SET, True)),
    PERSON: Shape(public=PAIR["public"], commitment=(4, NONE), sealed=PAIR["sealed"]),
    SYSTEM: Shape(**PAIR, credential=(7, whole(credential), True)),
    **{LEGACY + kind: Shape(**PAIR, old=(6, OLD, True)) for kind in (1, 2, 3)},
}


def recovery_key(typed):
    """The key of what was typed: with its check behind it, or, as version 1 printed it, without."""
    try:
        typed = bytes.fromhex("".join(typed.replace("-", " ").split())[4:])
    except ValueError:
        raise Refused("wrong-key", "no recovery key") from None
    key, told = typed[:32], typed[32:]
    if len(key) < 32 or told not in (b"", keyed(key, b"lockstep recovery key")[:4]):
        raise Refused("wrong-key", "the recovery key was mistyped")
    return key


def composed(passphrase):
    """A passphrase in composed form, whichever system it was typed on; what is no UTF-8 as it was typed."""
    try:
        return unicodedata.normalize("NFC", passphrase.decode()).encode()
    except UnicodeDecodeError:
        return passphrase


def secret_of(kind, value):
    """What a person has, as bytes: a passphrase, a file's 32 bytes, a recovery key as it is printed. Of shares those that
    are printed, with commas between; of the system's credential what systemd-creds is told of the TPM."""
    if kind == SHARES:
        return shares.key_of(value.split(","))
    if kind == RECOVERY and isinstance(value, str):
        return recovery_key(value)
    return value.encode() if isinstance(value, str) else value


def passes_and_memory(kind, fields):
    if kind in (PASSPHRASE, TWO_FACTORS):
        return fields["cost"]
    return fields["old"][:2] if kind == LEGACY + PASSPHRASE else None


class Slots:
    """The row of the slots, read but not believed."""

    def __init__(self, row, id):
        cursor = Cursor(row)
        version = cursor.number(1)
        if version > 1:
            raise Refused("newer", "slots")
        check(version == 1, "slots")
        self.row, self.id, self.epoch = row, id, cursor.number(4)
        count = cursor.number(2)
        check(1 <= count <= 16, "number of slots")
        self.slots, self.damaged, self.newer, self.passed_over = [], [], [], []
        for place in range(count):
            slot, checksum = cursor.bytes(), cursor.raw(16)
            if hashlib.blake2b(id + slot, digest_size=16).digest() != checksum:
                self.damaged.append(place)
            else:
                self.read(slot, place)
        self.keyring, checksum = cursor.bytes(), cursor.raw(16)
        cursor.end()
        if hashlib.blake2b(id + self.keyring, digest_size=16).digest() != checksum:
            raise Refused("altered", "keyring")
        self.bound()

    def read(self, slot, place):
        cursor = Cursor(slot)
        id, kind = cursor.raw(16), cursor.number(1)
        if kind not in SHAPES:
            return self.passed_over.append(place)
        try:
            fields = SHAPES[kind](cursor.raw(cursor.left()))
        except Refused as refused:
            if refused.word != "newer":
                raise
            return self.newer.append(place)
        cost = passes_and_memory(kind, fields)
        if cost and not (2 <= cost[0] <= 8 and 65536 <= cost[1] <= 1048576):
            return self.damaged.append(place)
        self.slots.append((id, kind, fields))

    def bound(self):
        costs = [cost for _, kind, fields in self.slots if (cost := passes_and_memory(kind, fields))]
        check(sum(passes * memory for passes, memory in costs) <= 8 * 1048576, "cost of all slots")

    def unlock(self, kind, value):
        """The keyring."""
        value = secret_of(kind, value)
        for id, found, fields in self.slots:
            if found not in (kind, LEGACY + kind):
                continue
            secret = self.secret(found, fields, value)
            if secret and (ring := self.ring_key(secret, fields)):
                return self.open(ring)
        word = "newer" if self.newer else "altered" if self.damaged else "wrong-key"
        raise Refused(word, "no slot opens")

    def secret(self, kind, fields, value):
        if kind == PASSPHRASE:
            passes, memory = fields["cost"]
            value = composed(value)
            return argon2id.kdf(32, value, fields["salt"], opslimit=passes, memlimit=memory * 1024)
        if kind == TWO_FACTORS:
            # The key file's 32 bytes, and the passphrase behind them.
            passes, memory = fields["cost"]
            first = argon2id.kdf(32, composed(value[32:]), fields["salt"], opslimit=passes, memlimit=memory * 1024)
            return keyed(value[:32], b"lockstep two factors" + first)
        if kind == SHARES:
            return value
        if kind == SYSTEM:
            words = ["systemd-creds", "decrypt", *value, "--name=lockstep", "-", "-"]
            done = subprocess.run(words, input=fields["credential"], capture_output=True)
            return done.stdout if len(done.stdout) == 32 else None
        if kind < LEGACY:
            return value
        passes, memory, salt, wrapped, id = fields["old"]
        bound = id + num(kind - LEGACY, 1) + num(passes) + num(memory) + sized(salt)
        if kind == LEGACY + PASSPHRASE:
            wrapping = argon2id.kdf(32, value, salt, opslimit=passes, memlimit=memory * 1024)
        else:
            wrapping = subkey(value, 8, "LSwrap__")
        try:
            return opened(wrapped, wrapping, binding("lockstep slot", self.id, bound), "slot")
        except Refused:
            return None

    def ring_key(self, secret, fields):
        """R, or nothing where the secret is another slot's."""
        public, private = crypto_box_seed_keypair(subkey(secret, 1, "LSslot__"))
        if public != fields["public"]:
            return None
        # The slot of a person has none: whoever adds it knows the public key alone.
        if "commitment" in fields and not hmac.compare_digest(subkey(secret, 2, "LSslot__"), fields["commitment"]):
            return None
        try:
            ring = crypto_box_seal_open(fields["sealed"], public, private)
        except CryptoError:
            raise Refused("altered", "a slot's sealed key") from None
        return ring

    def open(self, ring):
        cursor = Cursor(opened(self.keyring, ring, binding("lockstep 2 keyring", self.id), "keyring"))
        epochs = [Epoch(cursor.number(4), cursor.number(1), cursor.raw(32)) for _ in range(cursor.number(2))]
        cursor.end()
        check(len({epoch.number for epoch in epochs}) == len(epochs), "an epoch twice")
        check(all(epoch.state in (1, 2, 3) for epoch in epochs), "state of an epoch")
        current = [epoch.number for epoch in epochs if epoch.state == 1]
        check(current == [self.epoch], "the current epoch")
        return Keyring(self.id, epochs)
