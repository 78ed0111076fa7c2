"""Vectors of operations: every kind in every state."""

from format2.crypto import num, sized
from parts import instant, subject, token
from sealing import fields
from vectors import at, but, vector

TID, NAMED = num(4711, 8), (-4).to_bytes(8, "big", signed=True) + b"ab-1"
IDS = num(2, 2) + TID + NAMED
FAILURE = b"\6" + b"\1" + num(400, 8) + b"\1" + sized(b"label is taken") + b"\0" + b"\1" + sized(b"linodes:read_write")
UNREAD = {"altered": "altered", "newer": "yes"}


def operation(kind, *own, word=None, **numbers):
    """An operation of this kind with fields of its own, and others of its subject."""

    def change(build):
        build.kinds["operation"] = kind
        told = subject(build) | dict(own)
        build.operation = told | {int(name[1:], 16): value for name, value in numbers.items()}

    lines = but() if word is None else but(("operations", "0"), (word, lambda b: b.operation_id), ("whole", UNREAD[word]))
    return lines, at("parts", change)


CREATION = (0x90, b"linodes:read_write"), (0x91, instant()), (0x92, bytes(16))
for name, state in {
    "asking": b"\1", "searching": b"\2" + num(3, 2), "removing": b"\3" + IDS, "confirming": b"\4" + IDS + num(1, 2), "naming": b"\5" + token(),
    "undoing, granted otherwise": b"\6" + TID + b"\1" + b"\1", "undoing, vanished": b"\6" + NAMED + b"\2\1" + num(2, 2) + b"\3",
    "undoing, the name was refused": b"\6" + TID + b"\3" + b"\4" + FAILURE, "watching": b"\7" + instant(),
}.items():  # fmt: skip
    vector(f"create: {name}", *operation(1, *CREATION, (0x93, state)))
for name, (state, word) in {
    "a state of the future": (b"\x08", "newer"), "state 0": (b"\0", "newer"), "no state": (b"", "altered"), "removing nothing": (b"\3" + num(0, 2), "altered"),
    "confirming, cut short": (b"\4" + IDS, "altered"), "asking, something behind": (b"\1\0", "altered"),
    "undoing for a reason of the future": (b"\6" + TID + b"\1" + b"\x09", "newer"), "naming, an unknown critical field": (b"\5" + token() + fields((0xB0, b"")), "newer"),
}.items():  # fmt: skip
    vector(f"create: {name}", *operation(1, *CREATION, (0x93, state), word=word))
vector("create: no scopes, never expires", *operation(1, (0x92, bytes(16)), (0x93, b"\1")))
vector("create: no nonce", *operation(1, (0x93, b"\1"), word="altered"))
vector("create: half a nonce", *operation(1, (0x92, bytes(8)), (0x93, b"\1"), word="altered"))
RENAME = (0x90, TID), (0x91, b"renamed")
vector("rename", *operation(2, *RENAME))
vector("rename: no token", *operation(2, (0x91, b"renamed"), word="altered"))
vector("rename: no label", *operation(2, (0x90, TID), word="altered"))
for name, state in {"viewing": b"\1", "probing": b"\2" + token(), "naming": b"\3" + token()}.items():
    vector(f"adopt: {name}", *operation(3, (0x90, TID), (0x91, state)))
DEPOSIT = (0x12, b"pipeline"), (0x13, bytes(16)), (0x90, TID), (0x91, b"\1")
vector("adopt: of a deposit", *operation(3, *DEPOSIT))
vector("adopt: of a deposit, half a nonce", *operation(3, (0x12, b"pipeline"), (0x13, bytes(8)), *DEPOSIT[2:], word="altered"))
vector("adopt: of a deposit by no name", *operation(3, (0x12, b""), *DEPOSIT[2:], word="altered"))
vector("adopt: a state of the future", *operation(3, (0x90, TID), (0x91, b"\4"), word="newer"))
for name, state in {"deleting": b"\1", "proving": b"\2\1" + num(2, 2), "scrubbing": b"\3"}.items():
    vector(f"revoke: {name}", *operation(4, (0x90, NAMED), (0x91, b"\1"), (0x92, state)))
vector("revoke: a state of the future", *operation(4, (0x90, TID), (0x91, b"\1"), (0x92, b"\4"), word="newer"))
vector("revoke: proving, cut short", *operation(4, (0x90, TID), (0x91, b"\1"), (0x92, b"\2\1"), word="altered"))
vector("revoke: no cause", *operation(4, (0x90, TID), (0x92, b"\1"), word="altered"))
vector("forget", *operation(5, (0x90, TID), (0x91, num(1))))
vector("forget: no generation", *operation(5, (0x90, TID), word="altered"))
for name, state in {"deleting": b"\1", "confirming": b"\2" + num(1, 2), "repeating": b"\3"}.items():
    vector(f"delete: {name}", *operation(6, (0x90, TID), (0x91, state)))
vector("delete: a state of the future", *operation(6, (0x90, TID), (0x91, b"\4"), word="newer"))
ZEROS = {"_81": bytes(16), "_82": bytes(16), "_83": b"vault"}
for name, state in {"beginning": b"\1", "resealing": b"\2\1" + sized(bytes(16)), "ending": b"\3", "scrubbing": b"\4"}.items():
    vector(f"rekey: {name}", *operation(7, (0x90, state), (0x91, b"\1"), **ZEROS))
vector("rekey: not deep", *operation(7, (0x90, b"\1"), **ZEROS))
vector("rekey: a flag that is neither", *operation(7, (0x90, b"\1"), (0x91, b"\2"), word="altered", **ZEROS))
ROTATE = (0x90, b"linodes:read_write"), (0x91, instant()), (0x92, bytes(16)), (0x94, TID), (0x95, bytes(16)), (0x96, num(2))
OVERLAP = num(3600) + b"\1"
for name, state in {
    "asking": b"\1\1", "naming": b"\1\5" + token(), "undoing, refused": b"\1\6" + TID + b"\1" + b"\5",
    "undoing, superseded": b"\1\6" + TID + b"\1" + b"\6", "watching": b"\1\7" + instant(), "probing": b"\2" + num(3, 2) + token(),
    "resting": b"\3" + instant(), "revoking": b"\4\1",
}.items():  # fmt: skip
    vector(f"rotate: {name}", *operation(8, *ROTATE, (0x93, state), (0x97, OVERLAP)))
for name, (state, overlap, word) in {
    "a state of the future": (b"\5", OVERLAP, "newer"), "a state of a creation of the future": (b"\1\x08", OVERLAP, "newer"),
    "resting, cut short": (b"\3" + instant()[:-1], OVERLAP, "altered"), "half an overlap": (b"\4\1", OVERLAP[:-1], "altered"),
    "no overlap": (b"\4\1", None, "altered"),
}.items():  # fmt: skip
    own = (*ROTATE, (0x93, state)) if overlap is None else (*ROTATE, (0x93, state), (0x97, overlap))
    vector(f"rotate: {name}", *operation(8, *own, word=word))
for kind in (10, 0x90, 0):
    vector(f"operation: kind {kind}", *operation(kind, *RENAME, word="newer"))
for number in (0x81, 0x82, 0x83, 0x84):
    vector(f"operation: field {number:#x} missing", *operation(2, *RENAME, word="altered", **{f"_{number:x}": None}))
SETBACKS = {
    "the provider": b"\1" + FAILURE, "the vault": b"\2\x0d" + sized(b"log"), "an unknown outcome": b"\3", "an impossible event": b"\x0e\2",
    "it is listed still": b"\x10",
}  # fmt: skip
BEHIND = num(2) + instant() + instant()
for name, why in SETBACKS.items():
    vector(f"held up by: {name}", *operation(2, *RENAME, _06=why + BEHIND))
vector("held up by: something of the future", *operation(2, *RENAME, _06=b"\x63whatever"))
vector("held up by: the provider, cut short", *operation(2, *RENAME, _06=b"\1" + FAILURE + BEHIND[:-1], word="altered"))
vector(
    "held up by: the vault, something behind",
    *operation(2, *RENAME, _06=b"\2\x0d" + sized(b"log") + BEHIND + b"\0", word="altered"),
)
CALLER = (4711).to_bytes(4, "big") + num(1000) + sized(b"/usr/bin/make") + sized(b"")
vector("begun by: the agent", *operation(2, *RENAME, _07=b"\2" + CALLER))
vector("begun by: an interface of the future", *operation(2, *RENAME, _07=b"\x09whatever"))
vector("begun by: a caller cut short", *operation(2, *RENAME, _07=b"\1" + CALLER[:-1], word="altered"))
vector("operation: an unknown optional field", *operation(2, *RENAME, _30=b"more"))
vector("operation: an unknown critical field", *operation(2, *RENAME, _B0=b"more", word="newer"))
vector("operation: settle is too long", *operation(2, *RENAME, _05=bytes(3), word="altered"))
vector("operation: nothing but a kind", *operation(2, _81=None, _82=None, _83=None, _84=None, _05=None, word="altered"))


@vector("operation: of version 2", but(("operations", "0"), ("newer", lambda b: b.operation_id)))
def newer(build):
    yield
    build.rows["operations"][build.operation_id] = build.seal("operations", build.operation_id, b"\1", version=2)
    yield


@vector("operation: fields out of order", but(("operations", "0"), ("whole", "altered"), ("altered", lambda b: b.operation_id)))
def disordered(build):
    yield
    build.parts["operations"][build.operation_id] = b"\2" + fields((0x91, b"renamed"), (0x90, TID))
    yield


vector("no operation", but(("operations", "0")), at("parts", lambda b: setattr(b, "operation", None)))
