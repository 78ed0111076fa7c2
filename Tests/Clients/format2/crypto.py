"""The keys of an epoch, and what is sealed under them."""

import hashlib

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.exceptions import CryptoError

from .refusal import Refused, check

ZERO = bytes(32)
SUBKEYS = [
    "items",
    "labels",
    "names",
    "journal",
    "data",
    "changes",
    "chain",
    "tree",
    "head",
    "signing",
    "readings",
    "links",
    "host",
    "free",
    "deposits",
]


def num(value, size=4):
    return value.to_bytes(size, "big")


def sized(value):
    return num(len(value)) + value


def binding(label, *fields):
    return b"".join(sized(field) for field in (label.encode(), *fields))


def subkey(key, place, context):
    """crypto_kdf_derive_from_key."""
    salt = place.to_bytes(8, "little") + bytes(8)
    return hashlib.blake2b(b"", digest_size=32, key=key, salt=salt, person=context.encode() + bytes(8)).digest()


def keyed(key, message):
    return hashlib.blake2b(message, digest_size=32, key=key).digest()


def opened(sealed, key, data, what):
    """nonce, ciphertext, tag."""
    check(len(sealed) >= 40, what)
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[24:], data, sealed[:24], key)
    except CryptoError:
        raise Refused("altered", what) from None


class Epoch:
    def __init__(self, number, state, root):
        self.number, self.state, self.root = number, state, root
        self.keys = {name: subkey(root, place + 1, "LSvault2") for place, name in enumerate(SUBKEYS)}

    def __getitem__(self, name):
        return self.keys[name]


class Keyring:
    """The epochs of a vault; `id` is the vault's."""

    def __init__(self, id, epochs):
        self.id, self.epochs = id, {epoch.number: epoch for epoch in epochs}
        self.current = next(epoch for epoch in epochs if epoch.state == 1)

    def epoch(self, number, what, old=False):
        """One that may be read from; with `old` also one that is kept to verify."""
        found = self.epochs.get(number)
        check(found and (old or found.state != 3), f"{what}: epoch {number}")
        return found

    def stamp(self, blob, what, old=False):
        """The epoch that stands in a blob's first five bytes."""
        check(len(blob) >= 5 and blob[0] >= 1, what)
        if blob[0] > 1:
            raise Refused("newer", what)
        return self.epoch(int.from_bytes(blob[1:5], "big"), what, old)

    def open(self, blob, purpose, label, key, what, old=False):
        epoch = self.stamp(blob, what, old)
        return opened(blob[5:], epoch[purpose], binding(label, self.id, blob[:5], key), what)
