"""Vectors of cells, free lists, the change log, receipts, and what a vault of version 1 brings along."""

import sealing
from building import SIZES
from contents import unread
from format2.crypto import Epoch, num, sized, subkey
from parts import change, entry, instant, statement
from sealing import fields
from vectors import at, but, vector

ALTERED = but(("whole", "altered"))
LOST = but(("whole", "altered"), ("string ci 1", "altered"))

# Cells


def cell(**how):
    """The record's string sealed otherwise."""

    def change(build):
        build.cells[0].pop()
        told = {"owner": build.record_id, "kind": 1, "generation": 1, "string": b"string of ci"} | how
        build.record[0x8A] = build.cell(**told)

    return at("parts", change)


def field(change):
    """The record's field about its cell."""
    return at("parts", lambda build: build.record.__setitem__(0x8A, change(build, build.record[0x8A])))


def cells_row(change, table="cells256"):
    return at("done", lambda build: change(build.rows[table]))


for size, length in {0: (0, 1, 136), 1: (137, 904), 2: (905, 3976), 3: (3977, 16264)}.items():
    for long in length:
        vector(f"a string of {long} bytes", but(("string ci 1", "x" * long)), cell(string=b"x" * long, size=size))
for size in (1, 2, 3):
    vector(f"a string in a larger cell than it takes: {SIZES[size]}", but(), cell(size=size))
vector("cell: a byte of the string", LOST, cells_row(lambda rows: rows.__setitem__(3, rows[3][:-1] + bytes([rows[3][-1] ^ 1]))))
vector(
    "cell: a byte of its data key",
    LOST,
    cells_row(lambda rows: rows.__setitem__(3, rows[3][:20] + bytes([rows[3][20] ^ 1]) + rows[3][21:])),
)
vector("cell: missing", LOST, cells_row(lambda rows: rows.pop(3)))
vector("cell: cut short", LOST, cells_row(lambda rows: rows.__setitem__(3, rows[3][:-1])))
vector("cell: one byte longer", LOST, cells_row(lambda rows: rows.__setitem__(3, rows[3] + b"\0")))
vector("cell: empty", LOST, cells_row(lambda rows: rows.__setitem__(3, b"")))
vector(
    "cell: swapped with the account's",
    but(("whole", "altered"), ("string ci 1", "altered"), ("string of account sandbox", "altered")),
    cells_row(lambda rows: rows.update({2: rows[3], 3: rows[2]})),
)
vector("cell: a free one is another", but(), cells_row(lambda rows: rows.__setitem__(1, bytes(256))))
vector("cell: a free one of another size", ALTERED, cells_row(lambda rows: rows.__setitem__(1, bytes(255))))
vector("cell: one too many", ALTERED, cells_row(lambda rows: rows.__setitem__(4, bytes(256))))
vector("cell: one in an empty class", ALTERED, cells_row(lambda rows: rows.__setitem__(1, bytes(1024)), "cells1k"))
vector("cell: number 0", ALTERED, cells_row(lambda rows: rows.__setitem__(0, bytes(256))))
vector("cell: sealed to another record", LOST, cell(owner=bytes(16)))
vector("cell: sealed for another generation", LOST, cell(generation=2))
vector("cell: sealed as an account's", LOST, cell(kind=2))
vector("cell: version 2", but(("string ci 1", "newer")), cell(front=num(2, 1) + num(1) + num(1, 1)))
vector("cell: version 0", LOST, cell(front=num(0, 1) + num(1) + num(1, 1)))
vector(
    "cell: wrapped by something of the future",
    but(("string ci 1", "newer")),
    cell(front=num(1, 1) + num(1) + num(2, 1)),
)
vector("cell: wrapped by nothing", LOST, cell(front=num(1, 1) + num(1) + num(0, 1)))
vector("cell: an epoch that the keyring has not", LOST, cell(front=num(1, 1) + num(5) + num(1, 1)))
vector("cell: a string longer than the cell", LOST, cell(plain=num(139, 2) + bytes(136)))
vector("cell: no zeros behind the string", LOST, cell(plain=num(12, 2) + b"string of ci" + b"\1" * 124))
vector("field: another class", LOST, field(lambda b, told: num(1, 1) + told[1:]))
vector("field: class 4", unread("record", "altered"), field(lambda b, told: num(4, 1) + told[1:]))
vector("field: another number", LOST, field(lambda b, told: told[:1] + num(1, 8) + told[9:]))
vector("field: number 0", LOST, field(lambda b, told: told[:1] + num(0, 8) + told[9:]))
vector("field: a number beyond all", LOST, field(lambda b, told: told[:1] + num(2**63, 8) + told[9:]))
vector("field: another hash", LOST, field(lambda b, told: told[:9] + bytes(32)))
vector("field: the account's cell", LOST, field(lambda b, told: b.account[0x8A]))


def numbers(change):
    """The list of the free cells."""
    return at("parts", lambda build: setattr(build, "free", [change(build.free[0]), *build.free[1:]]))


vector("free: nothing free, and a cell without an owner", ALTERED, numbers(lambda free: []))
vector("free: one that has an owner", ALTERED, numbers(lambda free: [*free, 3]))
vector("free: one twice", ALTERED, numbers(lambda free: [*free, *free]))
vector("free: one that is not there", ALTERED, numbers(lambda free: [9]))
vector("free: number 0", ALTERED, numbers(lambda free: [0]))
vector(
    "free: the count of the head is another",
    ALTERED,
    at("hashed", lambda b: b.head.__setitem__(0x87, (num(4, 8) + num(2)) + (num(1, 8) + num(0)) * 3)),
)
vector(
    "free: the next number of the head is another",
    ALTERED,
    at("hashed", lambda b: b.head.__setitem__(0x87, (num(5, 8) + num(1)) + (num(1, 8) + num(0)) * 3)),
)
vector("free: sixty", but(), at("parts", lambda b: [b.freed() for _ in range(59)]))
vector("free: sixty-one, on two pages", but(), at("parts", lambda b: [b.freed() for _ in range(60)]))
vector("free: of every class", but(), at("parts", lambda b: [b.freed(size) for size in range(4)]))
PAGE = num(0, 2) + num(0, 1) + num(0) + bytes(9)


def page(plain, key=PAGE):
    def change(build):
        build.free[0] = []
        build.parts["free"] = {key: plain}
        build.head[0x87] = (num(4, 8) + num(1)) + (num(1, 8) + num(0)) * 3

    return at("parts", change)


@vector("free page: sixty-one", ALTERED)
def too_full(build):
    """All of them are there and free, and on one page."""
    for _ in range(60):
        build.freed()
    numbers, build.free[0] = build.free[0], []
    build.parts["free"] = {PAGE: num(61, 2) + b"".join(num(number, 8) for number in numbers)}
    build.head[0x87] = (num(64, 8) + num(61)) + (num(1, 8) + num(0)) * 3
    yield


vector("free page: as it is", but(), page(num(1, 2) + num(1, 8)))
vector("free page: more than it says", ALTERED, page(num(1, 2) + num(1, 8) + num(2, 8)))
vector("free page: fewer than it says", ALTERED, page(num(2, 2) + num(1, 8)))

vector("free page: the second without the first", ALTERED, page(num(1, 2) + num(1, 8), num(1, 2) + num(0, 1) + num(1) + bytes(9)))
vector("free page: key and page differ", ALTERED, page(num(1, 2) + num(1, 8), num(1, 2) + num(0, 1) + num(0) + bytes(9)))
vector("free page: class 4", ALTERED, page(num(1, 2) + num(1, 8), num(0, 2) + num(4, 1) + num(0) + bytes(9)))
vector("free page: a key that goes on", ALTERED, page(num(1, 2) + num(1, 8), num(0, 2) + num(0, 1) + num(0) + bytes(8) + b"\1"))

# The change log

BROKEN = but(("whole", "altered"), ("changes", "altered"))


def changes_row(change):
    return at("done", lambda build: change(build.rows["changes"]))


vector("change: a byte", BROKEN, changes_row(lambda rows: rows.__setitem__(2, rows[2][:-1] + bytes([rows[2][-1] ^ 1]))))
vector("change: the first is missing", BROKEN, changes_row(lambda rows: rows.pop(1)))
vector("change: one in the middle is missing", BROKEN, changes_row(lambda rows: rows.pop(2)))
vector("change: the last is missing", "altered", changes_row(lambda rows: rows.pop(3)))
vector("change: two in another order", BROKEN, changes_row(lambda rows: rows.update({1: rows[2], 2: rows[1]})))
vector("change: one too many", BROKEN, changes_row(lambda rows: rows.__setitem__(4, rows[3])))
vector("change: number 0", BROKEN, changes_row(lambda rows: rows.__setitem__(0, rows[3])))
vector("change: four bytes", BROKEN, changes_row(lambda rows: rows.__setitem__(2, rows[2][:4])))
vector("change log that begins at 7", but(("counter", "9")), at("parts", lambda b: setattr(b, "first", 7)))


def told(plain, lines):
    return lines, at("parts", lambda build: build.changes.__setitem__(1, plain))


vector("change: tells nothing", *told(b"", but()))
vector("change: two entries", *told(change(entry(17, label=b"ci"), entry(20, detail=b"askpass")), but()))
CALLER = (-1).to_bytes(4, "big", signed=True) + num(1000) + sized(b"/usr/bin/git") + sized(b"a.service")
vector(
    "change: an entry with everything",
    *told(change(entry(12, label=b"ci", token=num(5, 8), generation=num(1), detail=b"x", caller=CALLER, interface=b"\1")), but()),
)
vector("change: an entry cut short", *told(change(entry(5)[:-1]), BROKEN))
vector("change: an entry without an event", *told(change(fields((0x82, instant()))), BROKEN))
vector("change: an entry without a time", *told(change(fields((0x81, b"\1"))), BROKEN))
vector("change: a caller cut short", *told(change(entry(5, caller=CALLER[:-1])), BROKEN))
vector(
    "change: an unknown optional field of an entry", *told(change(fields((0x30, b"x"), (0x81, b"\5"), (0x82, instant()))), but())
)
vector("change: an unknown critical field of an entry", *told(change(entry(5) + fields((0xB0, b"x"))), but(("changes", "2"))))
vector("change: an unknown optional field", *told(fields((0x30, b"x")), but()))
vector("change: an unknown critical field", *told(fields((0xB0, b"x")), but(("changes", "2"))))
vector("change: an event of the future", *told(change(entry(250)), but()))
vector("change: anchors", *told(fields((2, (bytes(32) + num(4, 8) + bytes(32)) * 2)), but()))
vector("change: half an anchor", *told(fields((2, bytes(71))), BROKEN))


def other_epoch(state, lines):
    """The second change under an epoch before this one."""

    def recipe(build):
        yield
        epoch = Epoch(0xA0, state, build.dice(32))
        build.epochs.append(epoch)
        plain = sealing.padded(change(entry(5)), 256)
        build.chained_by = {2: epoch}
        build.rows["changes"][2] = sealing.blob(build.dice, build.id, epoch, "changes", "lockstep 2 change", num(2, 8), plain)
        yield

    return lines, recipe


vector("change: under an epoch that is kept to verify", *other_epoch(3, but()))
vector("change: under an epoch that is being replaced", *other_epoch(2, but()))


@vector("change: of version 2", but(("changes", "2")))
def newer_change(build):
    yield
    plain = sealing.padded(b"", 256)
    build.rows["changes"][2] = sealing.blob(build.dice, build.id, build.epoch, "changes", "lockstep 2 change", num(2, 8), plain, 2)
    yield


# Receipts


def receipt(change):
    return at("parts", lambda build: build.gone.__setitem__(9, change(build)))


def stated(**told):
    """A receipt that states something else, signed as it should be."""
    values = {int(name[1:], 16): value for name, value in told.items()}
    return receipt(lambda b: sealing.signed(b.epoch["signing"], statement(b, b.gone_id, told=values)))


vector("receipt: none, forgotten", but(), at("parts", lambda b: b.gone.pop(9)))
vector("receipt: a byte of its signature", ALTERED, receipt(lambda b: b.gone[9][:-1] + bytes([b.gone[9][-1] ^ 1])))
vector("receipt: a byte of its statement", ALTERED, receipt(lambda b: b.gone[9].replace(b"https", b"httpt")))
vector("receipt: signed by another key that it names", ALTERED, receipt(lambda b: foreign(b)))
vector("receipt: of another vault", ALTERED, stated(_1=bytes(16)))
vector("receipt: of another record", ALTERED, stated(_2=bytes(16)))
vector("receipt: of another token", ALTERED, stated(_3=num(5, 8)))
vector("receipt: of another label", ALTERED, stated(_4=b"other"))
vector("receipt: of another generation", ALTERED, stated(_5=num(2)))
vector("receipt: deletion 4", ALTERED, stated(_6=num(4, 1)))
vector("receipt: names no provider", but(), stated(_8=None, _9=None, _A=None, _B=None))
vector("receipt: names no key", ALTERED, stated(_C=None))
vector("receipt: an unknown optional field", but(), stated(_30=b"more"))
vector("receipt: an unknown critical field", but(), stated(_B0=b"more"))
vector(
    "receipt: of the future",
    but(),
    receipt(lambda b: sealing.signed(b.epoch["signing"], sized(b"lockstep receipt 3"))),
)
vector("receipt: of something else", ALTERED, receipt(lambda b: sealing.signed(b.epoch["signing"], sized(b"another statement"))))
vector("receipt: something behind it", unread("gone", "altered"), receipt(lambda b: b.gone[9] + b"\0"))


def foreign(build):
    seed = build.dice(32)
    public = sealing.crypto_sign_seed_keypair(seed)[0]
    return sealing.signed(seed, statement(build, build.gone_id, told={12: public}))


# From version 1


def migrated(build):
    """Epoch 0 is version 1's key; the log that it wrote, and a receipt."""
    key = build.dice(32)
    build.epochs = [Epoch(0, 3, key), Epoch(1, 1, subkey(key, 99, "LSmigrat"))]
    build.audit = [legacy(1) + legacy(2, b"sandbox"), legacy(5, b"ci"), legacy(11, b"old")]
    old = sized(b"lockstep receipt 1") + build.id + build.gone_id + num(4712, 8) + sized(b"old") + num(1) + b"\1" + instant()
    build.gone[9] = sealing.signed(subkey(key, 5, "LSsign__"), old)
    build.cells = [[], [], [], []]
    build.free = [[], [], [], []]
    build.freed()
    build.account[0x8A] = build.cell(build.account_id, 2, 0, b"provisioning")
    build.record[0x8A] = build.cell(build.record_id, 1, 1, b"string of ci")


def legacy(event, label=b""):
    return num(event, 1) + instant() + sized(label) + b"\0" + b"\0" + sized(b"") + b"\0"


MIGRATED = [("audit", "4")]
vector("migrated", but(*MIGRATED), at("parts", migrated))
OLD_LOG = but(("whole", "altered"), ("audit", "altered"))


def audit(change):
    def recipe(build):
        migrated(build)
        yield from [None] * 4
        change(build)
        yield

    return recipe


vector("audit log of version 1: a byte", OLD_LOG, audit(lambda b: b.rows["audit"].__setitem__(1, b.rows["audit"][1][:-1] + b"\0")))
vector("audit log of version 1: cut at its end", OLD_LOG, audit(lambda b: b.rows["audit"].pop(2)))
vector("audit log of version 1: cut at its beginning", OLD_LOG, audit(lambda b: b.rows["audit"].pop(0)))
vector(
    "audit log of version 1: two in another order",
    OLD_LOG,
    audit(lambda b: b.rows["audit"].update({0: b.rows["audit"][1], 1: b.rows["audit"][0]})),
)
vector("audit log of version 1: one too many", OLD_LOG, audit(lambda b: b.rows["audit"].__setitem__(3, b.rows["audit"][0])))
vector("audit log of version 1: empty", OLD_LOG, audit(lambda b: b.rows["audit"].clear()))
vector("audit log of version 1: gone with its table", but(("whole", "altered")), audit(lambda b: b.rows.pop("audit")))


@vector("migrated, and the key of version 1 is not in the keyring", but(("whole", "altered"), ("audit", "altered")))
def keyless(build):
    migrated(build)
    yield
    yield
    build.rows["first"][2] = build.slot_row(ring=sealing.keyring(build.epochs[1:]))
    yield


def audited(change):
    """The second row of the log holds something else, sealed and chained as it should be."""

    def recipe(build):
        migrated(build)
        build.audit[1] = change(build.audit[1])

    return at("parts", recipe)


vector("audit log of version 1: a row without an entry", OLD_LOG, audited(lambda plain: b""))
vector("audit log of version 1: an entry cut short", OLD_LOG, audited(lambda plain: plain[:-1]))
vector("audit log of version 1: a flag that is neither", OLD_LOG, audited(lambda plain: plain[:-1] + b"\2"))
