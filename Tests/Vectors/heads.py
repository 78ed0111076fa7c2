"""Vectors of the keyring and the head."""

import sealing
from format2.crypto import ZERO, Epoch, num
from rows import both, flipped, row
from slots import slots
from vectors import at, but, vector

# The keyring

for name, change in {
    "two current epochs": lambda b: [*b.epochs, Epoch(2, 1, b.dice(32))],
    "no current epoch": lambda b: [Epoch(1, 2, b.epochs[0].root)],
    "nothing in it": lambda b: [],
    "an epoch twice": lambda b: [*b.epochs, Epoch(1, 2, b.epochs[0].root)],
    "a state of the future": lambda b: [*b.epochs, Epoch(2, 4, b.dice(32))],
    "state 0": lambda b: [*b.epochs, Epoch(2, 0, b.dice(32))],
    "the current epoch missing": lambda b: [Epoch(2, 1, b.dice(32))],
}.items():

    @vector(f"keyring: {name}", "altered")
    def wrong_ring(build, change=change):
        yield
        yield
        build.rows["first"][2] = build.slot_row(ring=sealing.keyring(change(build)))
        yield


vector(
    "keyring: cut short",
    "altered",
    at("sealed", lambda b: b.rows["first"].__setitem__(2, b.slot_row(ring=sealing.keyring(b.epochs)[:-1]))),
)
vector(
    "keyring: something behind",
    "altered",
    at("sealed", lambda b: b.rows["first"].__setitem__(2, b.slot_row(ring=sealing.keyring(b.epochs) + b"\0"))),
)
vector(
    "keyring: epochs that are being replaced and kept",
    but(),
    slots(lambda b: b.epochs.extend([Epoch(7, 2, b.dice(32)), Epoch(9, 3, b.dice(32))])),
)

# The head

vector("first head damaged", but(("mend", "first 3")), row("first", 3, flipped(40)))
vector("second head damaged", but(("mend", "second 3")), row("second", 3, flipped(40)))
vector("first head missing", but(("mend", "first 3")), row("first", 3, None))
vector("both heads damaged", "altered", both(3, flipped(40)))
vector("both heads missing", "altered", at("done", lambda b: [b.rows[table].pop(3) for table in ("first", "second")]))
vector("heads: version 2", "newer", both(3, lambda value: b"\2" + value[1:]))
vector("heads: another epoch", "altered", both(3, lambda value: value[:4] + b"\2" + value[5:]))
for number, size in {0x81: 8, 0x82: 32, 0x83: 32, 0x84: 8, 0x86: 4, 0x87: 48}.items():
    vector(f"head: field {number:#x} missing", "altered", at("hashed", lambda b, number=number: b.head.__setitem__(number, None)))
    vector(
        f"head: field {number:#x} too long",
        "altered",
        at("hashed", lambda b, n=number, s=size: b.head.__setitem__(n, bytes(s + 1))),
    )
for name, number, value, lines in (
    ("an unknown optional field", 0x30, b"more", but()),
    ("an unknown critical field", 0xB0, b"more", "newer"),
    ("another root", 0x82, bytes(range(32)), "altered"),
    ("the root of nothing", 0x82, ZERO, "altered"),
    ("another link", 0x83, bytes(range(32)), but(("whole", "altered"), ("changes", "altered"))),
    ("one operation less", 0x86, num(0), but(("whole", "altered"))),
    ("one operation more", 0x86, num(2), but(("whole", "altered"))),
    ("no accounts", 0x85, b"", but(("whole", "altered"))),
    ("half an account", 0x85, bytes(8), "altered"),
    ("another account", 0x85, bytes(16), but(("whole", "altered"))),
    ("a counter ahead of the change log", 0x81, num(4, 8), "altered"),
    ("a counter behind the change log", 0x81, num(2, 8), but(("whole", "altered"), ("changes", "altered"), ("counter", "2"))),
    ("the largest counter", 0x81, num(2**64 - 1, 8), "altered"),
    ("the largest numbers of cells", 0x87, (num(2**64 - 1, 8) + num(2**32 - 1)) * 4, but(("whole", "altered"))),
    ("a change log that begins at 0", 0x84, num(0, 8), but(("whole", "altered"), ("changes", "altered"))),
    ("a change log that begins behind the counter", 0x84, num(4, 8), "altered"),
    ("a change log that begins later", 0x84, num(2, 8), but(("whole", "altered"), ("changes", "altered"))),
    ("restored from a copy", 0x90, num(1_700_000_000, 8), but()),
    ("restored at no instant", 0x90, num(2**63, 8), "altered"),
    ("restored, cut short", 0x90, bytes(4), "altered"),
    ("an audit log of version 1 that is not there", 0x88, bytes(40), but(("whole", "altered"))),
):
    vector(f"head: {name}", lines, at("hashed", lambda b, number=number, value=value: b.head.__setitem__(number, value)))


@vector("head: accounts not in order", "altered")
def disordered_accounts(build):
    yield from [None] * 3
    build.head[0x85] = b"\2" * 16 + b"\1" * 16
    yield


@vector("head of an older state put back", but(("whole", "altered"), ("changes", "altered"), ("counter", "2")))
def older_head(build):
    yield from [None] * 3
    build.head[0x81] = num(2, 8)
    yield


for name, change in {
    "without its end": lambda content: content + bytes(256 - len(content)), "another end": lambda content: content + b"\x81" + bytes(255 - len(content)),
    "something behind its end": lambda content: content + b"\x80" + bytes(254 - len(content)) + b"\1",
    "of nothing": lambda content: bytes(256),
}.items():  # fmt: skip
    vector(f"head: padding {name}", "altered", at("hashed", lambda b, change=change: setattr(b, "head_padding", change)))
vector(
    "head: padded to more than it takes",
    but(),
    at("hashed", lambda b: setattr(b, "head_padding", lambda content: sealing.padded(content, 1024))),
)
vector("head: not padded", but(), at("hashed", lambda b: setattr(b, "head_padding", lambda content: content + b"\x80")))
