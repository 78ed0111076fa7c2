"""Vectors of the reading log."""

from format2.crypto import num, sized
from host import END, HOST, READ, WRITER, host, log
from parts import entry
from sealing import fields
from vectors import but, vector


def bytes_of(name, change):
    return host(lambda o: o.files.__setitem__(name, change(o.files[name])))


def then(change):
    """What is done with the log, then its end."""

    def recipe(outside):
        change(outside)
        outside.files[END] = outside.both(outside.end())

    return host(recipe)


def lines(value, whole="yes", **more):
    return but((READ, value), ("whole", whole))


REFUSED, CUT = lines("altered", "altered"), lines("cut", "cut")
vector("readings: three batches", lines("3"), host(lambda o: None))
vector("readings: two entries in a batch", lines("5"), then(lambda o: o.read(2)))
vector("readings: another event", lines("4"), then(lambda o: o.read(event=13)))
vector("readings: more than was synced", lines("4"), host(lambda o: o.read()))
vector("readings: torn behind what was synced", lines("3 torn"), bytes_of(log(1), lambda value: value + num(99) + bytes(20)))
vector(
    "readings: a whole frame behind that does not open",
    lines("3 torn"),
    bytes_of(log(1), lambda value: value + num(99) + b"\1" + bytes(98) + num(99)),
)
vector(
    "readings: a frame of version 2 behind",
    lines("newer", "newer"),
    bytes_of(log(1), lambda value: value + num(99) + b"\2" + bytes(98) + num(99)),
)
vector("readings: torn within a length", lines("3 torn"), bytes_of(log(1), lambda value: value + b"\0"))
vector(
    "readings: another length behind the last frame",
    lines("3 torn"),
    host(lambda o: [o.read(), o.files.__setitem__(log(1), o.files[log(1)][:-1] + b"\0")]),
)
vector(
    "readings: a frame of 45 bytes behind", lines("3 torn"), bytes_of(log(1), lambda value: value + num(45) + bytes(45) + num(45))
)
vector("readings: cut into what was synced", CUT, bytes_of(log(1), lambda value: value[:-1]))
vector("readings: the last batch is gone", CUT, bytes_of(log(1), lambda value: value[: len(value) * 2 // 3]))
vector("readings: empty", CUT, bytes_of(log(1), lambda value: b""))
vector("readings: the file is gone", CUT, host(lambda o: o.files.pop(log(1))))
vector("readings: the end is gone", REFUSED, host(lambda o: o.files.pop(END)))
vector("readings: the end is empty", REFUSED, bytes_of(END, lambda value: b""))
vector(
    "readings: just being made, no file yet",
    lines("just being made"),
    host(lambda o: [o.files.pop(log(1)), o.files.__setitem__(END, b"")]),
)
vector(
    "readings: just being made, an empty file", lines("just being made"), host(lambda o: o.files.update({log(1): b"", END: b""}))
)
vector(
    "readings: nothing yet",
    lines("0"),
    host(lambda o: [o.__init__(o.build), o.files.update({"state": o.both(o.state()), END: o.both(o.end())})]),
)
vector(
    "readings: a byte of the end in both copies",
    REFUSED,
    host(lambda o: o.files.__setitem__(END, o.both(o.end()[:60] + b"\xff" + o.end()[61:]))),
)
vector("readings: the second copy of the end alone", lines("3"), host(lambda o: o.files.__setitem__(END, o.both(b"", o.end()))))
vector(
    "readings: the end of version 3", lines("newer", "newer"), host(lambda o: o.files.__setitem__(END, o.both(o.end(version=3))))
)
vector("readings: something behind the end's fields", REFUSED, host(lambda o: o.files.__setitem__(END, o.both(o.end(more=b"\1")))))
vector("readings: another writer's end", REFUSED, host(lambda o: o.files.__setitem__(END, o.both(o.end(writer=bytes(16))))))
vector(
    "readings: another host's end", lines("another host's", "altered"), host(lambda o: o.files.__setitem__(END, o.both(o.end(host=bytes(16)))))
)
vector("readings: another link", REFUSED, host(lambda o: o.files.__setitem__(END, o.both(o.end(link=bytes(31) + b"\1")))))
vector(
    "readings: durable within a frame",
    REFUSED,
    host(lambda o: o.files.__setitem__(END, o.both(o.end((1, len(o.files[log(1)]) - 1, 3, o.link))))),
)
vector(
    "readings: durable with fewer batches",
    REFUSED,
    host(lambda o: o.files.__setitem__(END, o.both(o.end((1, len(o.files[log(1)]), 2, o.link))))),
)
vector("readings: a byte of a batch", REFUSED, bytes_of(log(1), lambda value: value[:40] + bytes([value[40] ^ 1]) + value[41:]))
vector("readings: a byte of the first length", REFUSED, bytes_of(log(1), lambda value: b"\1" + value[1:]))
vector("readings: the first batch is gone", CUT, bytes_of(log(1), lambda value: value[len(value) // 3 :]))
vector(
    "readings: the first batch instead of the last",
    REFUSED,
    bytes_of(
        log(1), lambda value: value[: len(value) // 3] + value[len(value) // 3 : len(value) * 2 // 3] + value[: len(value) // 3]
    ),
)
vector(
    "readings: two batches in another order",
    REFUSED,
    bytes_of(
        log(1), lambda value: value[len(value) // 3 : len(value) * 2 // 3] + value[: len(value) // 3] + value[len(value) * 2 // 3 :]
    ),
)
vector("readings: a batch of another host", REFUSED, then(lambda o: o.add(b"\1", host=bytes(16))))
vector("readings: a batch of another writer", REFUSED, then(lambda o: o.add(b"\1", writer=bytes(16))))
vector("readings: a batch of another file", REFUSED, then(lambda o: o.add(b"\1", file=2)))
vector("readings: a batch of a number that follows", CUT, then(lambda o: o.add(b"\1", batch=7)))
vector("readings: a batch under another label", REFUSED, then(lambda o: o.add(b"\1", label="lockstep 2 summary")))
vector("readings: a batch without anything", REFUSED, then(lambda o: o.add(b"")))
vector("readings: a batch without an entry", lines("3"), then(lambda o: o.add(b"\1")))
vector("readings: an entry cut short", REFUSED, then(lambda o: o.add(b"\1" + sized(entry(12))[:-1])))
vector(
    "readings: an entry that must be understood", lines("4"), then(lambda o: o.add(b"\1" + sized(entry(12) + fields((0xB0, b"")))))
)
vector("readings: a kind that is passed over", lines("3"), then(lambda o: o.add(b"\x7fwhatever")))
vector("readings: a kind that must be understood", lines("3"), then(lambda o: o.add(b"\x80whatever")))
vector("readings: a batch of version 2", lines("newer", "newer"), then(lambda o: o.add(b"\1", version=2)))
vector("readings: a file under another number", CUT, host(lambda o: o.files.__setitem__(log(2), o.files.pop(log(1)))))
vector("readings: without a state", lines("another host's", "altered"), host(lambda o: o.files.pop("state")))
vector(
    "readings: two writers, one of them torn",
    [(READ, "3"), (f"readings of {'0c' * 16}", "just being made")],
    host(lambda o: o.files.__setitem__(f"readings/{'0c' * 16}.end", b"")),
)
vector(
    "readings: a person was told",
    lines("cut", "cut"),
    host(lambda o: o.files.update({log(1): b"", f"readings/{WRITER.hex()}.noted": o.both(o.copy(b"LKSN", HOST + WRITER))})),
)
