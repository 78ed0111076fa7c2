"""Marks: small files outside the vault that stand twice and carry a MAC. The newest state that was seen is one."""

import os
import re
from dataclasses import dataclass

from .crypto import keyed
from .encoding import Cursor
from .refusal import Refused, check

SIZE, COPY, FILLED = 8192, 4096, 480


def content_of(path):
    """What the file has, nothing where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read(SIZE + 1)
    except FileNotFoundError:
        return None


def mark(path, magic, keyring, what):
    """The body of the valid copy with the higher sequence, and its epoch; nothing where there is no file. A copy of an epoch that this
    vault has not reached yet says that the vault is older, whatever the other one says."""
    content = content_of(path)
    if content is None:
        return None
    found, word = [], "uncounted"
    for place in (0, COPY):
        if len(content) < place + FILLED + 32:
            continue
        cursor = Cursor(content[place : place + FILLED])
        name, version, number, sequence = cursor.raw(4), cursor.number(2), cursor.number(4), cursor.number(8)
        epoch = keyring.epochs.get(number)
        if name != magic or version < 2:
            continue
        if version > 2:
            word = "newer" if word == "uncounted" else word
        elif number > max(keyring.epochs):
            word = "older"
        elif epoch and keyed(epoch["host"], content[place : place + FILLED]) == content[place + FILLED : place + 512]:
            found.append((sequence, cursor, epoch))
    if not found or word == "older":
        raise Refused(word, what)
    return max(found, key=lambda copy: copy[0])[1:]


def end_of(cursor):
    """Nothing but zeros behind a body."""
    if any(cursor.raw(cursor.left())):
        raise Refused("uncounted", "a mark")


@dataclass
class State:
    host: bytes
    counter: int
    row: bytes
    device: int
    inode: int
    epoch: object


def state(folder, keyring):
    found = mark(os.path.join(folder, "state"), b"LKSS", keyring, "state")
    if not found:
        return None
    cursor, epoch = found
    told = State(cursor.raw(16), cursor.number(8), cursor.raw(32), cursor.number(8), cursor.number(8), epoch)
    end_of(cursor)
    return told


def compare(state, head, row_at, opened):
    """Whether this file can be the one that was seen last, or a later one. What row_at gives is the change row of a state; one that does
    not open is no other state, but altered."""
    if head["counter"] < state.counter:
        raise Refused("older", f"{head['counter']} instead of {state.counter}")
    if state.counter < head["first"]:
        return "cannot tell"
    row = row_at(state.counter)
    check(row is not None, f"change {state.counter}")
    if keyed(state.epoch["host"], row) != state.row:
        opened(state.counter, row)
        raise Refused("forked", f"another change at {state.counter}")
    return "known"


def version_1(folder, id, counter):
    """What a host remembers of a vault that was of version 1, beside the folder."""
    content = content_of(os.path.join(os.path.dirname(os.path.abspath(folder)), id.hex() + ".counter"))
    if content is None:
        return "not seen yet"
    line = re.match(rb"([0-9]{1,20})\n", content)
    if not line or int(line[1]) >= 2**64:
        raise Refused("uncounted", "counter of version 1")
    if counter < int(line[1]):
        raise Refused("older", f"{counter} instead of {int(line[1])}")
    return "known"
