"""What a reader has to say of a vault, as lines that two readers can be compared by."""

import os

from .refusal import Refused
from .store import format_of
from .vault import Vault
from .verification import verify


def attempt(read):
    try:
        return read()
    except Refused as refused:
        return refused.word


def told(path, kind, secret, state=None):
    """A list of (what, value), both texts."""
    try:
        found = format_of(path)
        if found != 2:
            raise Refused("newer" if found > 2 else "altered")
        vault = Vault(path, kind, secret, state)
    except Refused as refused:
        return [("expect", refused.word)]
    try:
        return [("expect", "opens"), *inside(vault)]
    finally:
        vault.store.close()


def inside(vault):
    yield "counter", str(vault.head["counter"])
    yield from (("mend", what) for what in sorted(vault.mends))
    if vault.slots.damaged:
        yield "damaged slots", str(len(vault.slots.damaged))
    if vault.seen == "cannot tell":
        yield "seen", vault.seen
    yield "whole", attempt(lambda: verify(vault) or "yes")
    try:
        rows = [(key, fields) for key, _, fields in vault.items + vault.labels] + list(vault.operations.items())
    except Refused as refused:
        # The file itself is damaged where a whole table is read.
        yield "rows", refused.word
        return
    yield from ((fields, key.hex()) for key, fields in rows if isinstance(fields, str))
    yield from sorted(line for key, record in vault.records.items() for line in of_record(vault, key, record))
    yield from sorted(line for key, account in vault.accounts.items() for line in of_account(vault, key, account))
    yield from sorted((f"setting {name}", value.hex()) for name, value in vault.settings.items())
    for key, kind, fields in vault.labels:
        if isinstance(fields, dict):
            yield from kept(f"label {fields['name']}", fields)
    yield "operations", str(sum(not isinstance(operation, str) for operation in vault.operations.values()))
    yield "changes", attempt(lambda: str(sum(isinstance(change, dict) for change in vault.changes.values())))
    yield from logs(vault)


def of_record(vault, key, record):
    name = f"{record['label']} {record['generation']}"
    yield f"record {name}", record["state"]
    if "cell" in record:
        yield f"string {name}", attempt(lambda: vault.handed_out(key).decode())
    yield from kept(f"record {name}", record)
    yield from kept(f"token of {name}", record["token"])


def of_account(vault, key, account):
    yield f"account {account['name']}", account.get("address", "no address")
    if "cell" in account:
        yield f"string of account {account['name']}", attempt(lambda: vault.string(key).decode())
    yield from kept(f"account {account['name']}", account)


def kept(name, fields):
    """Optional fields that this version does not know."""
    return [
        (f"unknown field of {name}", f"{number:#04x} {value.hex()}") for number, value in fields.items() if isinstance(number, int)
    ]


def logs(vault):
    if vault.store.audited:
        yield "audit", attempt(lambda: str(len(vault.audit)))
    for writer, chain in vault.readings.items():
        if isinstance(chain, Refused):
            yield f"readings of {writer}", chain.word
        elif isinstance(chain, str):
            yield f"readings of {writer}", chain
        else:
            yield f"readings of {writer}", f"{len(chain.entries)}{' torn' if chain.torn else ''}"
    path = os.path.join(vault.folder or "", "archive")
    if vault.folder and os.path.exists(path):
        yield "archive", attempt(lambda: str(sum(len(chain.entries) for chain in vault.archived(path))))
