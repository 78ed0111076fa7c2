"""Receipts, of both versions."""

from nacl.bindings import crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from .changes import legacy_id
from .crypto import subkey
from .encoding import Cursor, among, instant
from .refusal import Refused, check
from .shapes import STATEMENT


def statement(source):
    """What is stated, under `version` which form it has."""
    cursor = Cursor(source)
    name = cursor.text()
    if name == "lockstep receipt 2":
        return STATEMENT(cursor.raw(cursor.left())) | {"version": 2}
    if name.startswith("lockstep receipt ") and name != "lockstep receipt 1":
        raise Refused("newer", "receipt")
    check(name == "lockstep receipt 1", "receipt")
    found = {"vault": cursor.raw(16), "record": cursor.raw(16), "token": legacy_id(cursor), "label": cursor.text()}
    found |= {"generation": cursor.number(4), "deletion": among(1, 1, 3)(cursor.raw(1)), "refused": instant(cursor.raw(8))}
    cursor.end()
    return found | {"version": 1}


def signed_by(receipt, public):
    try:
        return crypto_sign_open(receipt[1] + receipt[0], public) == receipt[0]
    except (BadSignatureError, ValueError):
        return False


def public_keys(keyring):
    """Of version 1 and of version 2, those that this vault has signed with."""
    old = [crypto_sign_seed_keypair(subkey(keyring.epochs[0].root, 5, "LSsign__"))[0]] if 0 in keyring.epochs else []
    new = [crypto_sign_seed_keypair(epoch["signing"])[0] for number, epoch in keyring.epochs.items() if number]
    return {1: old, 2: new}


def verify(receipt, keyring, owner, record):
    """That a record's receipt speaks of it and was signed by this vault."""
    what = f"receipt of {owner.hex()}"
    told = statement(receipt[0])
    keys = [key for key in public_keys(keyring)[told["version"]] if told.get("key", key) == key]
    check(len(receipt[1]) == 64 and any(signed_by(receipt, key) for key in keys), what)
    check((told["vault"], told["record"]) == (keyring.id, owner), what)
    check(
        (told["token"], told["label"], told["generation"]) == (record["token"]["id"], record["label"], record["generation"]), what
    )
    return told
