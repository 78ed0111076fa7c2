"""What others have sealed to a vault, in files beside it."""

import pathlib

from nacl.bindings import crypto_box_seal_open, crypto_box_seed_keypair, crypto_sign_open
from nacl.exceptions import BadSignatureError, CryptoError

from .encoding import Cursor, Shape, raw
from .operations import operation
from .refusal import Refused, check
from .shapes import RECORD_FIELDS

DOMAIN = b"lockstep deposit 1"
PLAIN = Shape(
    vault=(0x81, raw(16), True), id=(0x82, raw(16), True), depositor=(0x83, raw(32), True), entry=(0x84, bytes), record=(0x85, bytes)
)


def opened(path, keyring):
    """Who has signed a deposit, the operation as its journal has it, the record's fields and the token string; what is not there is None."""
    source = pathlib.Path(path).read_bytes()
    check(len(source) <= 16384, "size")
    cursor = Cursor(source)
    check(cursor.raw(4) == b"LKSP", "magic")
    version = cursor.number(2)
    if version > 1:
        raise Refused("newer", "deposit")
    vault, id, depositor, epoch, sealed = cursor.raw(16), cursor.raw(16), cursor.raw(32), cursor.number(4), cursor.bytes()
    signed, signature = source[: len(source) - cursor.left()], cursor.raw(64)
    cursor.end()
    check((version, vault, id.hex()) == (1, keyring.id, pathlib.Path(path).stem), "deposit")
    check(epoch in keyring.epochs and epoch > 0, "epoch")
    public, private = crypto_box_seed_keypair(keyring.epochs[epoch]["deposits"])
    try:
        crypto_sign_open(signature + DOMAIN + signed, depositor)
        plain = Cursor(crypto_box_seal_open(sealed, public, private))
    except (BadSignatureError, CryptoError, ValueError):
        raise Refused("altered", "deposit") from None
    check(plain.left() % 2048 == 0, "padding")
    told = PLAIN(plain.bytes())
    check((told["vault"], told["id"], told["depositor"]) == (vault, id, depositor), "another's")
    string = plain.raw(plain.number(2))
    check(not any(plain.raw(plain.left())), "padding")
    entry, record = told.get("entry"), told.get("record")
    return depositor, entry and operation(entry[0], entry[1:]), record and RECORD_FIELDS(record[16:]), string or None
