"""Vaults of the future."""

from format2.crypto import num
from sealing import fields
from vectors import but, vector


@vector("a vault of the future that this version can read", but(
    ("unknown field of record ci 1", "0x40 6f7074696f6e616c"), ("unknown field of account sandbox", "0x40 6f7074696f6e616c"),
    ("unknown field of label ci", "0x40 6f7074696f6e616c"), ("passed over", lambda b: b"\x77" * 16)))  # fmt: skip
def future(build):
    for told in (build.record, build.account, build.label):
        told[0x40] = b"optional"
    build.setting[0x40] = b"optional"
    build.operation[0x40] = b"optional"
    build.head[0x40] = b"optional"
    build.slots += [build.dice(16) + num(8, 1) + b"a later kind", build.dice(16) + num(9, 1) + b"another"]
    build.changes[1] += fields((0x40, b"optional"))
    yield
    build.parts["items"][b"\x77" * 16] = num(0x31, 1) + fields((0x81, b"a new kind"))
    yield


@vector(
    "a vault of the future with one record that it cannot",
    but(("record ci 1", None), ("string ci 1", None), ("newer", lambda b: b.record_id)),
)
def future_record(build):
    build.record[0xC0] = b"only on Mondays"
    yield


@vector("a vault of the future that keeps its keys otherwise", "newer")
def future_slots(build):
    yield
    yield
    build.rows["first"][2] = b"\2" + build.dice(600)
    yield


@vector("a vault of the future with another head", "newer")
def future_head(build):
    yield from [None] * 4
    for table in ("first", "second"):
        build.rows[table][3] = b"\2\0\0\0\1" + build.dice(500)
    yield
