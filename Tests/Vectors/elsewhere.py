"""Vectors of what a host keeps outside the vault: the newest state seen, and the reading log. And a vault of the future."""

import sealing
from contents import part
from format2.crypto import ZERO, Epoch, binding, keyed, num, sized
from parts import entry
from sealing import fields
from vectors import at, but, vector

HOST, WRITER = b"\x0a" * 16, b"\x0b" * 16


class Outside:
    """The files of the state folder by name. Every part can be changed before it is written."""

    def __init__(self, build):
        self.build, self.files, self.link, self.batch = build, {}, ZERO, 0

    def mac(self, content, size):
        content += bytes(size - 32 - len(content))
        return content + keyed(self.build.epoch["host"], content)

    def state(self, counter=None, row=None, sequence=1, epoch=None, version=2):
        rows = self.build.rows["changes"]
        counter = max(rows) if counter is None else counter
        row = keyed(self.build.epoch["host"], rows.get(counter, b"") if row is None else row)
        front = b"LKSS" + num(version, 2) + num(self.build.epoch.number if epoch is None else epoch) + num(sequence, 8)
        return self.mac(front + HOST + num(counter, 8) + row + num(1, 8) + num(2, 8), 4096)

    def batch_frame(self, plain, file=0, label="lockstep 2 reading", batch=None, host=HOST):
        key = host + WRITER + num(file) + num(self.batch if batch is None else batch, 8)
        blob = sealing.blob(self.build.dice, self.build.id, self.build.epoch, "readings", label, key, plain)
        self.link = keyed(self.build.epoch["links"], self.link + num(self.batch, 8) + sized(blob))
        self.batch += 1
        return num(len(blob)) + blob + num(len(blob))

    def end(self, file=0, offset=None, batches=None, link=None, sequence=1, writer=WRITER):
        offset = len(self.files.get(log(file), b"")) if offset is None else offset
        front = b"LKSE" + num(2, 2) + num(self.build.epoch.number) + num(sequence, 8) + writer + num(file) + num(offset, 8)
        return self.mac(front + num(self.batch if batches is None else batches, 8) + (link or self.link) + num(0, 8), 512)


def log(number, writer=WRITER):
    return f"readings/{writer.hex()}-{number:08x}.log"


END = f"readings/{WRITER.hex()}.end"


def host(change):
    """A state of two copies, and what is to be otherwise."""

    def recipe(build):
        yield from [None] * 4
        outside = Outside(build)
        outside.files["state"] = outside.state(sequence=1) + outside.state(sequence=2)
        change(outside)
        build.outside = outside.files
        yield

    return recipe


def state(change):
    return host(lambda outside: outside.files.__setitem__("state", change(outside)))


def absent(outside):
    outside.files.pop("state")


vector("state: as it is", but(), host(lambda outside: None))
vector("state: none yet", but(), host(absent))
vector("state: an older one was seen", but(), state(lambda o: o.state(counter=2) * 2))
vector("state: a newer one was seen", "older", state(lambda o: o.state(counter=4) * 2))
vector("state: another change at the same counter", "forked", state(lambda o: o.state(row=b"another") * 2))
vector("state: another change before", "forked", state(lambda o: o.state(counter=2, row=b"another") * 2))
vector("state: the higher sequence counts, in the first copy", "older", state(lambda o: o.state(counter=4, sequence=9) + o.state(sequence=8)))
vector("state: the higher sequence counts, in the second copy", but(), state(lambda o: o.state(counter=4, sequence=8) + o.state(sequence=9)))
vector("state: the newer copy is torn", but(), state(lambda o: o.state(sequence=1) + o.state(counter=4, sequence=2)[:2000] + bytes(2096)))
vector("state: the first copy alone", but(), state(lambda o: o.state() + bytes(4096)))
vector("state: the second copy alone", but(), state(lambda o: bytes(4096) + o.state()))
for name, change in {
    "empty": lambda o: b"", "zeros": lambda o: bytes(8192), "half": lambda o: o.state(), "one byte more": lambda o: o.state() * 2 + b"\0",
    "version 3": lambda o: o.state(version=3) * 2, "an epoch that the keyring has not": lambda o: o.state(epoch=9) * 2,
    "a byte of both copies": lambda o: (o.state()[:50] + b"\xff" + o.state()[51:]) * 2, "a number, as version 1 wrote it": lambda o: b"%020d\n" % 3,
}.items():  # fmt: skip
    vector(f"state: {name}", "uncounted", state(change))


@vector("state: seen before the change log begins", but(("counter", "9"), ("seen", "cannot tell")))
def long_ago(build):
    build.first = 7
    yield from host(lambda o: o.files.__setitem__("state", o.state(counter=3, row=b"whatever") * 2))(build)


# The reading log

ONE = sized(entry(12, label=b"ci"))
READ = f"readings of {WRITER.hex()}"


def readings(change, batches=3):
    """A log of so many batches in one file, its end behind the last, and what is to be otherwise."""

    def recipe(outside):
        outside.files[log(0)] = b"".join(outside.batch_frame(ONE) for _ in range(batches))
        outside.files[END] = outside.end() * 2
        change(outside)

    return host(recipe)


def bytes_of(name, change):
    return readings(lambda o: o.files.__setitem__(name, change(o.files[name])))


def lines(value, whole="yes"):
    return but((READ, value), ("whole", whole))


REFUSED = but(("readings of all", "altered"), ("whole", "altered"))
CUT = but(("readings of all", "cut"), ("whole", "cut"))
vector("readings: three batches", lines("3"), readings(lambda o: None))
vector("readings: two entries in a batch", lines("5"), readings(lambda o: o.files.__setitem__(log(0), o.files[log(0)] + o.batch_frame(ONE * 2))))
vector("readings: more than was synced", lines("4"), readings(lambda o: o.files.__setitem__(log(0), o.files[log(0)] + o.batch_frame(ONE))))
vector("readings: torn behind what was synced", lines("3 torn"), bytes_of(log(0), lambda value: value + num(99) + bytes(20)))
vector("readings: cut into what was synced", CUT, bytes_of(log(0), lambda value: value[:-1]))
vector("readings: the last batch is gone", CUT, bytes_of(log(0), lambda value: value[: len(value) * 2 // 3]))
vector("readings: empty", CUT, bytes_of(log(0), lambda value: b""))
vector("readings: the file is gone", CUT, readings(lambda o: o.files.pop(log(0))))
vector("readings: the end is gone", lines("3"), readings(lambda o: o.files.pop(END)))
vector("readings: a byte of the end in both copies", but(("readings of all", "uncounted"), ("whole", "uncounted")), bytes_of(END, lambda value: (value[:60] + b"\xff" + value[61:512]) * 2))
vector("readings: the first copy of the end alone", lines("3"), bytes_of(END, lambda value: value[:512] + bytes(512)))
vector("readings: another writer's end", REFUSED, readings(lambda o: o.files.__setitem__(END, o.end(writer=bytes(16)) * 2)))
vector("readings: another link", REFUSED, readings(lambda o: o.files.__setitem__(END, o.end(link=bytes(31) + b"\1") * 2)))
vector("readings: a byte of a batch", REFUSED, bytes_of(log(0), lambda value: value[:40] + bytes([value[40] ^ 1]) + value[41:]))
vector("readings: the first batch is gone", REFUSED, bytes_of(log(0), lambda value: value[len(value) // 3 :]))
vector("readings: two batches in another order", REFUSED, bytes_of(log(0), lambda value: value[len(value) // 3 : len(value) * 2 // 3] + value[: len(value) // 3] + value[len(value) * 2 // 3 :]))
vector("readings: a batch of another host", REFUSED, readings(lambda o: o.files.__setitem__(log(0), o.files[log(0)] + o.batch_frame(ONE, host=bytes(16)))))
vector("readings: a file under another number", but(("readings of all", "altered"), ("whole", "altered")), readings(lambda o: o.files.__setitem__(log(1), o.files.pop(log(0)))))
vector("readings: without a state", but(("readings of all", "altered"), ("whole", "altered")), readings(absent))


def two_files(outside):
    outside.files[log(0)] += outside.batch_frame(b"a summary", label="lockstep 2 summary")
    outside.files[log(1)] = outside.batch_frame(ONE, file=1)
    outside.files[END] = outside.end(file=1) * 2


vector("readings: two files, the first closed by a summary", lines("4"), readings(two_files))
vector("readings: the second file is gone", CUT, readings(lambda o: [two_files(o), o.files.pop(log(1))]))
vector("readings: torn in a file that is closed", REFUSED, readings(lambda o: [two_files(o), o.files.__setitem__(log(0), o.files[log(0)] + b"\0")]))


def anchored(right):
    """The vault says how far this writer's log went when the last change was made."""

    def recipe(build):
        anchor = HOST + WRITER + num(2, 8)
        yield
        yield
        yield
        outside = Outside(build)
        frames = [outside.batch_frame(ONE), outside.batch_frame(ONE)]
        anchor += outside.link if right else bytes(32)
        build.changes[2] = fields((2, anchor))
        build.rows["changes"].clear()
        build.change_rows()
        yield
        frames += [outside.batch_frame(ONE)]
        outside.files["state"] = outside.state() * 2
        outside.files[log(0)] = b"".join(frames)
        outside.files[END] = outside.end() * 2
        build.outside = outside.files
        yield

    return recipe


vector("readings: as the vault's anchor says", lines("3"), anchored(True))
vector("readings: another link than the vault's anchor says", lines("3", "altered"), anchored(False))

# The future


@vector("a vault of the future that this version can read", but(
    ("unknown field of record ci 1", "0x40 6f7074696f6e616c"), ("unknown field of account sandbox", "0x40 6f7074696f6e616c"),
    ("unknown field of label ci", "0x40 6f7074696f6e616c"), ("passed over", lambda b: b"\x77" * 16)))  # fmt: skip
def future(build):
    for told in (build.record, build.account, build.label):
        told[0x40] = b"optional"
    build.setting[0x40] = b"optional"
    build.operation[0x40] = b"optional"
    build.head[0x40] = b"optional"
    build.slots += [build.dice(16) + num(4, 1) + b"both together", build.dice(16) + num(6, 1) + b"a person"]
    build.changes[1] += fields((0x40, b"optional"))
    yield
    build.parts["items"][b"\x77" * 16] = num(0x31, 1) + fields((0x81, b"a new kind"))
    yield


@vector("a vault of the future with one record that it cannot", but(("record ci 1", None), ("string ci 1", None), ("newer", lambda b: b.record_id)))
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
