"""What stands in the sealed rows, field by field."""

from .encoding import Cursor, Shape, address, among, flag, instant, label, number, raw, scopes, text, tid, whole
from .refusal import Refused, check

RECORD, ACCOUNT, SETTING, DEPOSIT, RECIPIENT = 1, 2, 3, 4, 5
LABEL, ACCOUNT_NAME = 1, 2
STATES = {1: "creating", 2: "active", 3: "retiring", 4: "revoking", 5: "gone"}


def ids(source):
    return Cursor(source).many(lambda cursor: cursor.raw(16))


def caller(cursor):
    return cursor.number(4, signed=True), cursor.number(4), cursor.text(), cursor.text()


def grants(source):
    cursor = Cursor(source)
    found = [grant(cursor.bytes()) for _ in range(cursor.number(1))]
    check(1 <= len(found) <= 32, "rules")
    cursor.end()
    return found


def hosts(source):
    cursor = Cursor(source)
    found = [cursor.text() for _ in range(cursor.number(2))]
    check(1 <= len(found) <= 64, "hosts")
    cursor.end()
    return found


def lifetime(cursor):
    seconds, months = cursor.number(8, signed=True), cursor.number(4)
    check(0 <= seconds <= 31_536_000_000 and months <= 12_000 and (seconds or months), "a lifetime")


def line(most):
    def read(source):
        found = text(source)
        check(1 <= len(found) <= most, "a text of a policy")
        return found

    return read


def tags(source):
    cursor = Cursor(source)
    found = cursor.many(lambda cursor: cursor.text())
    check(1 <= len(found) <= 16 and all(1 <= len(tag) <= 40 for tag in found), "tags")
    check([tag.encode() for tag in found] == sorted({tag.encode() for tag in found}), "the order of tags")
    return found


def overlap(source):
    found = number(4)(source)
    check(found <= 31_622_400, "an overlap")
    return found


def named(source):
    check(source, "an empty name")
    return text(source)


def state(source):
    return STATES[among(1, 1, 5)(source)]


TOKEN = Shape(
    id=(0x81, tid, True),
    label=(0x02, text),
    scopes=(0x03, scopes),
    created=(0x04, instant),
    expiry=(0x05, instant),
    prefix=(0x06, text),
)
CELL = whole(lambda cursor: (among(1, 0, 3)(cursor.raw(1)), cursor.number(8), cursor.raw(32)))
RECEIPT = whole(lambda cursor: (cursor.bytes(), cursor.bytes()))
GRANT_FIELDS = Shape(
    executable=(0x81, text), unit=(0x82, text), cgroup=(0x83, text), confirmed=(0x84, flag), manages=(0x85, flag), into=(0x86, text),
    terminal=(0x87, flag),
)  # fmt: skip


def grant(source):
    found = GRANT_FIELDS(source)
    asked, asked_there = found.get("confirmed"), found.get("terminal")
    check(not (asked and asked_there), "a person asked in two ways")
    check(not found.get("manages") or not (asked or asked_there or "into" in found), "a rule on changes that is about hand-outs")
    return found


RECORD_FIELDS = Shape(
        account=(0x81, raw(16), True), label=(0x82, label, True), generation=(0x83, number(4), True), state=(0x84, state, True),
        token=(0x85, TOKEN, True), nonce=(0x06, raw(16)), sealed=(0x07, instant), purged=(0x08, instant), receipt=(0x09, RECEIPT),
        ruled=(0x0B, among(1, 1, 1)), decided=(0x0C, among(1, 1, 1)), cell=(0x8A, CELL),
        leased=(0x8B, among(1, 1, 1)),
)  # fmt: skip


def record(source):
    found = RECORD_FIELDS(source)
    check((found["state"] == "gone") == ("cell" not in found), "only a tombstone has no cell")
    check(not ("leased" in found and found["state"] == "gone"), "a tombstone for one run")
    return found


ITEMS = {
    RECORD: record,
    ACCOUNT: Shape(
        name=(0x81, label, True), provider=(0x82, named, True), address=(0x83, address), user=(0x04, text), customer=(0x05, text),
        scopes=(0x06, scopes), restricted=(0x07, flag), token=(0x08, TOKEN), sealed=(0x09, instant), cell=(0x8A, CELL, True),
    ),
    SETTING: Shape(name=(0x81, text, True), value=(0x82, bytes, True)),
}  # fmt: skip
RETIRING = whole(lambda cursor: cursor.many(lambda cursor: (cursor.number(4), cursor.raw(16))))
POLICY = Shape(
    lifetime=(0x01, whole(lifetime)), renewal=(0x02, among(1, 0, 99)), overlap=(0x03, overlap), owner=(0x04, line(100)), purpose=(0x05, line(300)),
    tags=(0x06, tags), kept=(0x07, flag),
)  # fmt: skip
LABELS = {
    LABEL: Shape(
        name=(0x81, label, True), current=(0x82, raw(16)), next=(0x83, number(4)), retiring=(0x84, RETIRING), reserved=(0x85, raw(16)),
        grants=(0x86, grants), hosts=(0x87, hosts), policy=(0x08, POLICY),
    ),
    ACCOUNT_NAME: Shape(name=(0x81, label, True), account=(0x82, raw(16), True)),
}  # fmt: skip
CLASSES = whole(lambda cursor: [(cursor.number(8), cursor.number(4)) for _ in range(4)])
HEAD = Shape(
    counter=(0x81, number(8), True), root=(0x82, raw(32), True), link=(0x83, raw(32), True), first=(0x84, number(8), True),
    accounts=(0x85, ids), operations=(0x86, number(4), True), cells=(0x87, CLASSES, True),
    legacy=(0x88, whole(lambda cursor: (cursor.number(8), cursor.raw(32)))), restored=(0x90, instant),
)  # fmt: skip
ENTRY = Shape(
    event=(0x81, number(1), True), time=(0x82, instant, True), label=(0x03, text), token=(0x04, tid), generation=(0x05, number(4)),
    detail=(0x06, text), caller=(0x07, whole(caller)), interface=(0x08, number(1)),
)  # fmt: skip
ENTRIES = whole(lambda cursor: cursor.many(lambda cursor: ENTRY(cursor.bytes())))


def entry_or_newer(cursor):
    source = cursor.bytes()
    try:
        return ENTRY(source)
    except Refused as refused:
        if refused.word != "newer":
            raise
        return "newer"


# Of the reading log: what a later version has told stands among the others.
READINGS = whole(lambda cursor: cursor.many(entry_or_newer))
ANCHORS = whole(lambda cursor: cursor.many(lambda cursor: (cursor.raw(16), cursor.raw(16), cursor.number(8), cursor.raw(32))))
CHANGE = Shape(entries=(0x01, ENTRIES), anchors=(0x02, ANCHORS))
STATEMENT = Shape(
    vault=(0x01, raw(16), True), record=(0x02, raw(16), True), token=(0x03, tid, True), label=(0x04, label, True),
    generation=(0x05, number(4), True), deletion=(0x06, among(1, 1, 3), True), refused=(0x07, instant, True), provider=(0x08, text),
    address=(0x09, address), account=(0x0A, text), prefix=(0x0B, text), key=(0x0C, raw(32), True),
)  # fmt: skip
