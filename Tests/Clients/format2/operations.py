"""Journal entries: what each kind of operation has written down of itself."""

from .changes import legacy_flag, legacy_id
from .encoding import Cursor, Shape, among, flag, instant, label, number, raw, scopes, tid, whole
from .refusal import Refused, check
from .shapes import TOKEN, caller


def newer_or(known, value):
    """Of a number that only a later version knows: newer."""
    if value not in known:
        raise Refused("newer", f"number {value}")
    return value


def ids(cursor):
    count = cursor.number(2)
    check(count, "ids")
    return [legacy_id(cursor) for _ in range(count)]


def optional(cursor, read):
    return read(cursor) if legacy_flag(cursor) else None


def failure(cursor):
    code = among(1, 1, 10)(cursor.raw(1))
    status = optional(cursor, lambda cursor: cursor.number(8, signed=True))
    reason = optional(cursor, Cursor.text)
    wait = optional(cursor, lambda cursor: cursor.number(8, signed=True))
    scope = optional(cursor, Cursor.text)
    check(0 <= (status or 0) <= 999 and 0 <= (wait or 0) <= 86400, "failure")
    check(len(reason or "") <= 600 and len(scope or "") <= 4096, "failure")
    return code, status, reason, wait, scope


def revocation(cursor):
    state = newer_or({1, 2, 3}, cursor.number(1))
    return (state, newer_or({1, 2, 3}, cursor.number(1)), cursor.number(2)) if state == 2 else (state,)


def cause(source):
    return newer_or({1, 2, 3, 4, 5}, number(1)(source))


def undo(cursor):
    why = newer_or({1, 2, 3, 4, 5, 6}, cursor.number(1))
    return (why, failure(cursor)) if why == 4 else (why,)


def token(cursor):
    return TOKEN(cursor.raw(cursor.left()))


CREATION = {
    1: lambda cursor: None,
    2: lambda cursor: cursor.number(2),
    3: ids,
    4: lambda cursor: (ids(cursor), cursor.number(2)),
    5: token,
    6: lambda cursor: (legacy_id(cursor), revocation(cursor), undo(cursor)),
    7: lambda cursor: instant(cursor.raw(8)),
}
ADOPTION = {1: lambda cursor: None, 2: token, 3: token}
DELETION = {1: lambda cursor: None, 2: lambda cursor: cursor.number(2), 3: lambda cursor: None}
REKEY = {
    1: lambda cursor: None,
    2: lambda cursor: (cursor.number(1), cursor.bytes()),
    3: lambda cursor: None,
    4: lambda cursor: None,
}


def creation(cursor):
    found = newer_or(CREATION, cursor.number(1))
    return found, CREATION[found](cursor)


ROTATION = {
    1: creation,
    2: lambda cursor: (cursor.number(2), token(cursor)),
    3: lambda cursor: instant(cursor.raw(8)),
    4: revocation,
}
ACCOUNT = {1: creation, 2: lambda cursor: (cursor.number(2), token(cursor)), 3: revocation}
LEASE = {1: creation, 2: legacy_id, 3: lambda cursor: (legacy_id(cursor), revocation(cursor))}


@whole
def overlap(cursor):
    """How long the old token is kept, and whether its readers may end that."""
    return cursor.number(4), legacy_flag(cursor)


@whole
def identity(cursor):
    """Who a provisioning token belongs to, with its scopes, and whether grants restrict that user."""
    return cursor.text(), cursor.text(), scopes(cursor.text().encode()), legacy_flag(cursor)


@whole
def holder(cursor):
    """The process that has a token for one run, and the byte that it has locked."""
    which, boot = cursor.number(8), cursor.raw(16)
    check(which < 1 << 62, "holder")
    machine = cursor.raw(16) if legacy_flag(cursor) else None
    return which, boot, machine, cursor.number(8), cursor.number(8)


def state(states):
    """u8 which, then what that one has."""

    def read(cursor):
        found = newer_or(states, cursor.number(1))
        return found, states[found](cursor)

    return whole(read)


VAULT_CODES = {*range(1, 18), *range(20, 25), 30, 35, 36, 37, 40, 45, 46, *range(50, 55)}
REASONS = {1: failure, 2: lambda cursor: (cursor.number(1), cursor.text()), 14: lambda cursor: cursor.number(1)}
CODES = {1: range(1, 11), 2: VAULT_CODES, 14: range(1, 14)}


def setback(source):
    """What held it up; one of a later version is kept as it is."""
    cursor = Cursor(source)
    why = cursor.number(1)
    if not 1 <= why <= 18 or (why in CODES and source[1:2] and source[1] not in CODES[why]):
        return source
    told = why, REASONS.get(why, lambda cursor: None)(cursor)
    told += cursor.number(4), instant(cursor.raw(8)), instant(cursor.raw(8))
    cursor.end()
    return told


def origin(source):
    cursor = Cursor(source)
    interface = cursor.number(1)
    if interface not in (1, 2):
        return source
    told = interface, caller(cursor)
    cursor.end()
    return told


SUBJECT = {
    "record": (0x81, raw(16), True), "account": (0x82, raw(16), True), "label": (0x83, label, True), "began": (0x84, instant, True),
    "settle": (0x05, number(2)), "setback": (0x06, setback), "origin": (0x07, origin),
}  # fmt: skip
KINDS = {
    1: Shape(
        **SUBJECT, scopes=(0x90, scopes), expiry=(0x91, instant), nonce=(0x92, raw(16), True), state=(0x93, state(CREATION), True)
    ),
    2: Shape(**SUBJECT, token=(0x90, tid, True), new=(0x91, label, True)),
    3: Shape(
        **SUBJECT, token=(0x90, tid, True), state=(0x91, state(ADOPTION), True), depositor=(0x12, label), nonce=(0x13, raw(16))
    ),
    4: Shape(**SUBJECT, token=(0x90, tid, True), cause=(0x91, cause, True), state=(0x92, whole(revocation), True)),
    5: Shape(**SUBJECT, token=(0x90, tid, True), generation=(0x91, number(4), True)),
    6: Shape(**SUBJECT, token=(0x90, tid, True), state=(0x91, state(DELETION), True)),
    7: Shape(**SUBJECT, state=(0x90, state(REKEY), True), deep=(0x91, flag)),
    8: Shape(
        **SUBJECT, scopes=(0x90, scopes), expiry=(0x91, instant), nonce=(0x92, raw(16), True), state=(0x93, state(ROTATION), True),
        token=(0x94, tid, True), successor=(0x95, raw(16), True), generation=(0x96, number(4), True), overlap=(0x97, overlap, True)
    ),
    9: Shape(
        **SUBJECT, scopes=(0x90, scopes), expiry=(0x91, instant), nonce=(0x92, raw(16), True), state=(0x93, state(LEASE), True),
        holder=(0x94, holder, True)
    ),
    10: Shape(
        **SUBJECT, expiry=(0x91, instant), nonce=(0x92, raw(16), True), state=(0x93, state(ACCOUNT), True), former=(0x94, TOKEN, True),
        identity=(0x95, identity, True)
    ),
}


def operation(kind, fields):
    return kind, KINDS[newer_or(KINDS, kind)](fields)
