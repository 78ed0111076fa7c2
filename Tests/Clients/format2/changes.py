"""The change log, and what a vault of version 1 brought along."""

from .crypto import ZERO, binding, keyed, num, opened, sized, subkey
from .encoding import Cursor, instant, number, tid, unpadded
from .refusal import Refused, check
from .shapes import CHANGE, caller


def change_log(rows, keyring, head):
    """State by state: what was told, or that it is newer. The chain is whole."""
    count = head["counter"] - head["first"] + 1
    check(len(rows) == count and list(rows) == list(range(head["first"], head["first"] + len(rows))), "change log: rows")
    link, found = ZERO, {}
    for counter, value in rows.items():
        what = f"changes {counter}"
        check(len(value) >= 5, what)
        epoch = keyring.epoch(int.from_bytes(value[1:5], "big"), what, old=True)
        link = keyed(epoch["chain"], link + num(counter, 8) + sized(value))
        found[counter] = value
    check(link == head["link"], "change log: chain")
    return {counter: change(value, keyring, counter) for counter, value in found.items()}


def opened_row(value, keyring, counter):
    return unpadded(keyring.open(value, "changes", "lockstep 2 change", num(counter, 8), f"changes {counter}", old=True))


def change(value, keyring, counter):
    try:
        return CHANGE(opened_row(value, keyring, counter))
    except Refused as refused:
        if refused.word == "newer":
            return "newer"
        raise


def legacy_entry(cursor):
    event, time, label = cursor.number(1), instant(cursor.raw(8)), cursor.text()
    token = legacy_id(cursor) if legacy_flag(cursor) else None
    generation = cursor.number(4) if legacy_flag(cursor) else None
    detail = cursor.text()
    asker = caller(cursor) if legacy_flag(cursor) else None
    return {
        "event": event,
        "time": time,
        "label": label,
        "token": token,
        "generation": generation,
        "detail": detail,
        "caller": asker,
    }


def legacy_flag(cursor):
    found = cursor.number(1)
    check(found <= 1, "no flag")
    return found == 1


def legacy_id(cursor):
    first = cursor.raw(8)
    length = -number(8, signed=True)(first)
    return tid(first + (cursor.raw(length) if length > 0 else b""))


def audit_log(rows, keyring, told):
    """The audit log of version 1, under the key of epoch 0."""
    key = subkey(keyring.epoch(0, "audit log of version 1", old=True).root, 4, "LSaudit_")
    link, found = ZERO, []
    check(list(rows) == list(range(len(rows))), "audit log of version 1: rows")
    for sequence, sealed in rows.items():
        plain = Cursor(opened(sealed, key, binding("lockstep audit", keyring.id, num(sequence, 8)), f"audit {sequence}"))
        check(plain.left(), f"audit {sequence}")
        found += plain.many(legacy_entry)
        link = keyed(key, link + num(sequence, 8) + sized(sealed))
    check((len(rows), link) == told, "audit log of version 1: chain")
    return found
