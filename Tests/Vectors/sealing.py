"""Sealing with fixed randomness: the other half of Tests/Clients/format2, which opens."""

import hashlib

from format2.crypto import Epoch, binding, num, sized
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box,
    crypto_box_seed_keypair,
    crypto_sign,
    crypto_sign_seed_keypair,
)


class Dice:
    """Bytes that look random and are the same every time."""

    def __init__(self, seed):
        self.seed, self.count = seed.encode(), 0

    def __call__(self, size):
        self.count += 1
        return hashlib.shake_256(self.seed + num(self.count, 8)).digest(size)


def fields(*pairs):
    """(number, value) in the order given."""
    return b"".join(num(number, 1) + sized(value) for number, value in pairs if value is not None)


def padded(content, least):
    size = least
    while size < len(content) + 1:
        size *= 2
    return content + b"\x80" + bytes(size - len(content) - 1)


def sealed(dice, key, plain, data):
    nonce = dice(24)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, data, nonce, key)


def blob(dice, vault, epoch, purpose, label, key, plain, version=1):
    front = num(version, 1) + num(epoch.number)
    return front + sealed(dice, epoch[purpose], plain, binding(label, vault, front, key))


def box_seal(dice, message, public):
    """crypto_box_seal with a one-time key that is known beforehand."""
    once, private = crypto_box_seed_keypair(dice(32))
    nonce = hashlib.blake2b(once + public, digest_size=24).digest()
    return once + crypto_box(message, nonce, public, private)


def signed(seed, statement):
    public, private = crypto_sign_seed_keypair(seed)
    return sized(statement) + sized(crypto_sign(statement, private)[:64])


def keyring(epochs):
    return num(len(epochs), 2) + b"".join(num(epoch.number) + num(epoch.state, 1) + epoch.root for epoch in epochs)


def epoch(dice, number=1, state=1):
    return Epoch(number, state, dice(32))
