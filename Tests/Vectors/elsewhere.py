"""Vectors of what a host keeps outside the vault: the newest state seen, and the reading log. And a vault of the future."""

import sealing
from format2.crypto import ZERO, keyed, num, sized
from parts import NOW, entry
from sealing import fields
from vectors import but, vector

HOST, WRITER = b"\x0a" * 16, b"\x0b" * 16
END = f"readings/{WRITER.hex()}.end"
READ = f"readings of {WRITER.hex()}"


def log(number, writer=WRITER):
    return f"readings/{writer.hex()}-{number:08x}.log"


class Outside:
    """The files of the state folder by name, and one writer's log as it grows. Every part can be changed before it is written."""

    def __init__(self, build):
        self.build, self.files = build, {}
        self.file, self.batch, self.link = 1, 0, ZERO
        self.kept, self.summary, self.seen = (1, 0, 0, ZERO), (0, 0, 0, 0), {}
        self.files[log(1)] = b""

    # Marks

    def copy(self, magic, body, sequence=1, version=2, epoch=None):
        number = self.build.epoch.number if epoch is None else epoch
        content = magic + num(version, 2) + num(number) + num(sequence, 8) + body
        content += bytes(480 - len(content))
        return content + keyed(self.build.epoch["host"], content)

    def both(self, *copies):
        """Two copies in a file, each in its sector; one given is written twice."""
        return b"".join(copy + bytes(4096 - len(copy)) for copy in (copies * 2)[:2])

    def state(self, counter=None, row=None, more=b"", **mark):
        rows = self.build.rows["changes"]
        counter = max(rows) if counter is None else counter
        row = keyed(self.build.epoch["host"], rows.get(counter, b"") if row is None else row)
        return self.copy(b"LKSS", HOST + num(counter, 8) + row + num(1, 8) + num(2, 8) + more, **mark)

    def end(self, durable=None, host=HOST, writer=WRITER, more=b"", link=None, **mark):
        def position(file, offset, batches, link):
            return num(file) + num(offset, 8) + num(batches, 8) + link

        durable = durable or (self.file, len(self.files[log(self.file)]), self.batch, self.link)
        body = host + writer + position(*self.kept) + num(0, 8) + num(0, 8) + position(*durable[:3], link or durable[3])
        file, offset, batch, length = self.summary
        body += num(file) + num(offset, 8) + num(batch, 8) + num(length) + num(0) + num(0, 8)
        return self.copy(b"LKSE", body + more, **mark)

    # The log

    def frame(self, plain, host=HOST, file=None, batch=None, label="lockstep 2 reading", version=1, writer=WRITER):
        file, batch = self.file if file is None else file, self.batch if batch is None else batch
        key = host + writer + num(file) + num(batch, 8)
        blob = sealing.blob(self.build.dice, self.build.id, self.build.epoch, "readings", label, key, plain, version)
        self.link = keyed(self.build.epoch["links"], self.link + num(self.batch, 8) + sized(blob))
        self.batch += 1
        return num(len(blob)) + blob + num(len(blob))

    def add(self, plain, **how):
        self.files[log(self.file)] += self.frame(plain, **how)

    def read(self, times=1, event=12):
        """A batch of so many hand-outs."""
        if event == 12:
            self.seen[("ci", 1)] = (NOW, NOW, self.seen.get(("ci", 1), (0, 0, 0))[2] + times)
        self.add(b"\1" + sized(entry(event, label=b"ci", generation=num(1))) * times)

    def sum_up(self, seen=None, **how):
        told = [summed(name, times) for name, times in (self.seen if seen is None else seen).items()]
        place = self.file, len(self.files[log(self.file)]), self.batch
        self.add(b"\2" + num(len(told)) + b"".join(told), **how)
        self.summary = (*place, len(self.files[log(self.file)]) - place[1])

    def next_file(self):
        self.file += 1
        self.files[log(self.file)] = b""
        self.sum_up()


def summed(name, times, incomplete=0, readers=0):
    first, last, count = times
    told = num(first, 8) + num(last, 8) + num(count, 8)
    reader = sized(b"/bin/cat") + sized(b"") + num(1000) + told
    return sized(name[0].encode()) + num(name[1]) + told + num(incomplete, 1) + num(readers, 2) + reader * readers


def host(change):
    """A state and three batches in one file, synced, and what is to be otherwise."""

    def recipe(build):
        yield from [None] * 4
        outside = Outside(build)
        outside.files["state"] = outside.both(outside.state(sequence=2), outside.state(sequence=1))
        for _ in range(3):
            outside.read()
        outside.files[END] = outside.both(outside.end())
        change(outside)
        build.outside = outside.files
        yield

    return recipe


def state(change):
    """A state of other bytes, and no reading log."""

    def change_all(outside):
        outside.files = {"state": change(outside)}

    return host(change_all)


# The newest state that was seen

vector("state: as it is", but(), state(lambda o: o.both(o.state())))
vector("state: none yet", but(), host(lambda o: o.files.clear()))
vector("state: an older one was seen", but(), state(lambda o: o.both(o.state(counter=2))))
vector("state: a newer one was seen", "older", state(lambda o: o.both(o.state(counter=4))))
vector("state: another change at the same counter", "forked", state(lambda o: o.both(o.state(row=b"another"))))
vector("state: another change before", "forked", state(lambda o: o.both(o.state(counter=2, row=b"another"))))
vector(
    "state: the higher sequence counts, in the first copy",
    "older",
    state(lambda o: o.both(o.state(counter=4, sequence=8), o.state(sequence=7))),
)
vector(
    "state: the higher sequence counts, in the second copy",
    but(),
    state(lambda o: o.both(o.state(counter=4, sequence=8), o.state(sequence=9))),
)
vector("state: the newer copy is torn", but(), state(lambda o: o.both(o.state(sequence=2), o.state(counter=4, sequence=3)[:400])))
vector("state: the first copy alone", but(), state(lambda o: o.both(o.state(), b"")))
vector("state: the second copy alone", but(), state(lambda o: o.both(b"", o.state())))
vector("state: other bytes behind its copies", but(), state(lambda o: o.state() + b"\1" * 3584 + o.state() + b"\2" * 3584))
vector("state: an epoch above all of the keyring's", "older", state(lambda o: o.both(o.state(epoch=9))))
vector("state: one copy of an epoch above all of the keyring's", "older", state(lambda o: o.both(o.state(), o.state(epoch=9))))
vector("state: version 3", "newer", state(lambda o: o.both(o.state(version=3))))
vector("state: one copy of version 3", but(), state(lambda o: o.both(o.state(), o.state(version=3))))
for name, change in {
    "empty": lambda o: b"", "zeros": lambda o: bytes(8192), "half": lambda o: o.both(o.state())[:4096],
    "one byte more": lambda o: o.both(o.state()) + b"\0", "one byte less": lambda o: o.both(o.state())[:-1],
    "version 1": lambda o: o.both(o.state(version=1)), "epoch 0 that the keyring has not": lambda o: o.both(o.state(epoch=0)),
    "a byte of both copies": lambda o: o.both(o.state()[:50] + b"\xff" + o.state()[51:]),
    "a number, as version 1 wrote it": lambda o: b"%020d\n" % 3, "another magic": lambda o: o.both(b"LKSX" + o.state()[4:]),
    "the end of a log": lambda o: o.both(o.end()),
}.items():  # fmt: skip
    vector(f"state: {name}", "uncounted", state(change))


@vector("state: seen before the change log begins", but(("counter", "9"), ("seen", "cannot tell")))
def long_ago(build):
    build.first = 7
    yield from state(lambda o: o.both(o.state(counter=3, row=b"whatever")))(build)


def counter(content, with_state=False):
    """What version 1 left beside the folder."""

    def change(outside):
        outside.files = {"state": outside.both(outside.state())} if with_state else {}
        outside.files[f"../{outside.build.id.hex()}.counter"] = content

    return host(change)


vector("counter of version 1: the same", but(), counter(b"%020d\n" % 3))
vector("counter of version 1: lower", but(), counter(b"2\nwhatever"))
vector("counter of version 1: higher", "older", counter(b"%020d\n" % 4))
vector("counter of version 1: no number", "uncounted", counter(b"three\n"))
vector("counter of version 1: empty", "uncounted", counter(b""))
vector("counter of version 1: higher, and a state", but(), counter(b"%020d\n" % 4, with_state=True))

# The reading log


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
vector("readings: the end is gone", lines("uncounted", "uncounted"), host(lambda o: o.files.pop(END)))
vector("readings: the end is empty", lines("uncounted", "uncounted"), bytes_of(END, lambda value: b""))
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
    lines("uncounted", "uncounted"),
    host(lambda o: o.files.__setitem__(END, o.both(o.end()[:60] + b"\xff" + o.end()[61:]))),
)
vector("readings: the second copy of the end alone", lines("3"), host(lambda o: o.files.__setitem__(END, o.both(b"", o.end()))))
vector(
    "readings: the end of version 3", lines("newer", "newer"), host(lambda o: o.files.__setitem__(END, o.both(o.end(version=3))))
)
vector("readings: something behind the end's fields", REFUSED, host(lambda o: o.files.__setitem__(END, o.both(o.end(more=b"\1")))))
vector("readings: another writer's end", REFUSED, host(lambda o: o.files.__setitem__(END, o.both(o.end(writer=bytes(16))))))
vector(
    "readings: another host's end", lines("another host's"), host(lambda o: o.files.__setitem__(END, o.both(o.end(host=bytes(16)))))
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
vector("readings: a batch of another number", REFUSED, then(lambda o: o.add(b"\1", batch=7)))
vector("readings: a batch under another label", REFUSED, then(lambda o: o.add(b"\1", label="lockstep 2 summary")))
vector("readings: a batch without anything", REFUSED, then(lambda o: o.add(b"")))
vector("readings: a batch without an entry", lines("3"), then(lambda o: o.add(b"\1")))
vector("readings: an entry cut short", REFUSED, then(lambda o: o.add(b"\1" + sized(entry(12))[:-1])))
vector(
    "readings: an entry that must be understood", lines("3"), then(lambda o: o.add(b"\1" + sized(entry(12) + fields((0xB0, b"")))))
)
vector("readings: a kind that is passed over", lines("3"), then(lambda o: o.add(b"\x7fwhatever")))
vector("readings: a kind that must be understood", lines("3"), then(lambda o: o.add(b"\x80whatever")))
vector("readings: a batch of version 2", lines("newer", "newer"), then(lambda o: o.add(b"\1", version=2)))
vector("readings: a file under another number", CUT, host(lambda o: o.files.__setitem__(log(2), o.files.pop(log(1)))))
vector("readings: without a state", lines("another host's"), host(lambda o: o.files.pop("state")))
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

# Summaries and files

vector("summary: of what was handed out", lines("3"), then(lambda o: o.sum_up()))
vector("summary: goes on", lines("4"), then(lambda o: [o.sum_up(), o.read()]))
vector("summary: tells of fewer", REFUSED, then(lambda o: o.sum_up({("ci", 1): (NOW, NOW, 2)})))
vector("summary: tells of another label", REFUSED, then(lambda o: o.sum_up({("other", 1): (NOW, NOW, 3)})))
vector("summary: tells of nothing", REFUSED, then(lambda o: o.sum_up({})))
vector("summary: cut short", REFUSED, then(lambda o: o.add(b"\2" + num(1) + summed(("ci", 1), (NOW, NOW, 3))[:-1])))
vector("summary: something behind it", REFUSED, then(lambda o: o.add(b"\2" + num(1) + summed(("ci", 1), (NOW, NOW, 3)) + b"\0")))
vector("summary: two readers", lines("3"), then(lambda o: o.add(b"\2" + num(1) + summed(("ci", 1), (NOW, NOW, 3), readers=2))))
vector(
    "summary: sixty-four readers and more",
    lines("3"),
    then(lambda o: o.add(b"\2" + num(1) + summed(("ci", 1), (NOW, NOW, 3), 1, 64))),
)
vector("summary: sixty-five readers", REFUSED, then(lambda o: o.add(b"\2" + num(1) + summed(("ci", 1), (NOW, NOW, 3), 0, 65))))
vector("summary: a flag that is neither", REFUSED, then(lambda o: o.add(b"\2" + num(1) + summed(("ci", 1), (NOW, NOW, 3), 2))))
vector(
    "summary: the end names another frame", REFUSED, then(lambda o: [o.sum_up(), setattr(o, "summary", (1, 0, 0, o.summary[3]))])
)
vector(
    "summary: the end names a batch that is none",
    REFUSED,
    then(lambda o: setattr(o, "summary", (1, 0, 0, len(o.files[log(1)]) // 3))),
)
vector("files: a second one begins with a summary", lines("4"), then(lambda o: [o.next_file(), o.read()]))
vector(
    "files: the second is gone",
    CUT,
    host(lambda o: [o.next_file(), o.files.__setitem__(END, o.both(o.end())), o.files.pop(log(2))]),
)
vector(
    "files: the first is gone", CUT, host(lambda o: [o.next_file(), o.files.__setitem__(END, o.both(o.end())), o.files.pop(log(1))])
)
vector(
    "files: the first is cut",
    REFUSED,
    host(lambda o: [o.next_file(), o.files.__setitem__(END, o.both(o.end())), o.files.__setitem__(log(1), o.files[log(1)][:-1])]),
)
vector(
    "files: torn behind the first",
    REFUSED,
    host(
        lambda o: [o.next_file(), o.files.__setitem__(END, o.both(o.end())), o.files.__setitem__(log(1), o.files[log(1)] + b"\0")]
    ),
)
vector("files: the second is not synced yet", lines("4"), host(lambda o: [o.next_file(), o.read()]))


def retention(outside, leave=False):
    """The first file was removed: the log begins with the second."""
    first = outside.files[log(1)]
    outside.kept = (2, 0, outside.batch, outside.link)
    outside.next_file()
    outside.read()
    if not leave:
        outside.files.pop(log(1))
    outside.files[END] = outside.both(outside.end())
    return first


vector("files: the first was removed by retention", lines("1"), host(retention))
vector("files: the first was to be removed, and is there still", lines("1"), host(lambda o: retention(o, leave=True)))


def wrongly_kept(outside):
    retention(outside)
    outside.kept = (2, 0, outside.kept[2], bytes(32))
    outside.files[END] = outside.both(outside.end())


vector("files: what was kept is linked to something else", REFUSED, host(wrongly_kept))


def anchored(right, batches=2):
    """The vault says how far this writer's log went when the last change was made."""

    def recipe(build):
        yield from [None] * 3
        outside = Outside(build)
        for _ in range(batches):
            outside.read()
        build.changes[2] = fields(
            (2, HOST + WRITER + num(batches, 8) + (outside.link if right else bytes(32)) + bytes(32) + num(5, 8) + bytes(32))
        )
        build.rows["changes"].clear()
        build.change_rows()
        yield
        outside.read()
        outside.files["state"] = outside.both(outside.state())
        outside.files[END] = outside.both(outside.end())
        build.outside = outside.files
        yield

    return recipe


vector("readings: as the vault's anchor says", lines("3"), anchored(True))
vector("readings: another link than the vault's anchor says", lines("3", "altered"), anchored(False))


@vector("readings: fewer batches than the vault's anchor says", lines("1", "altered"))
def fewer(build):
    recipe = anchored(True, 3)(build)
    for _ in range(4):
        next(recipe)
        yield
    shorter = Outside(build)
    shorter.read()
    shorter.files["state"] = shorter.both(shorter.state())
    shorter.files[END] = shorter.both(shorter.end())
    build.outside = shorter.files
    yield


# Archives


def archived(change=lambda content: content, words=None, **told):
    """The first file of a log in an archive beside the state."""

    def recipe(outside):
        batches, link = outside.batch, outside.link
        frames = retention(outside)
        front = told.get("magic", b"LKSA") + num(told.get("version", 2), 2) + told.get("id", outside.build.id) + HOST
        before = b"\1" + WRITER + num(1) + num(0, 8) + ZERO + num(len(frames), 8)
        behind = num(told.get("batches", batches), 8) + told.get("link", link) + num(told.get("entries", 3), 8) + num(NOW, 8)
        tail = num(told.get("last", 0), 1) + num(outside.build.epoch.number) + num(told.get("sections", 1))
        mac = keyed(outside.build.epoch["host"], front + before + behind + tail)
        outside.files["archive"] = change(front + before + frames + behind + tail + mac)

    return host(recipe)


def archive_lines(value):
    return but((READ, "1"), ("archive", value))


vector("archive: a file of three", archive_lines("3"), archived())
vector("archive: version 3", archive_lines("newer"), archived(version=3))
vector("archive: of another vault", archive_lines("altered"), archived(id=bytes(16)))
vector("archive: fewer batches", archive_lines("altered"), archived(batches=2))
vector("archive: another link", archive_lines("altered"), archived(link=bytes(32)))
vector("archive: more entries", archive_lines("altered"), archived(entries=4))
vector("archive: more sections", archive_lines("altered"), archived(sections=2))
vector("archive: a byte of a frame", archive_lines("altered"), archived(lambda c: c[:200] + bytes([c[200] ^ 1]) + c[201:]))
vector("archive: a byte of the time", archive_lines("altered"), archived(lambda c: c[:-42] + bytes([c[-42] ^ 1]) + c[-41:]))
vector("archive: a byte of its MAC", archive_lines("altered"), archived(lambda c: c[:-1] + bytes([c[-1] ^ 1])))
vector("archive: cut short", archive_lines("altered"), archived(lambda c: c[:-1]))
vector("archive: something behind it", archive_lines("altered"), archived(lambda c: c + b"\0"))
vector("archive: another magic", archive_lines("altered"), archived(magic=b"LKSB"))
vector("archive: a section of another kind", archive_lines("altered"), archived(last=2))
vector("archive: empty", archive_lines("altered"), archived(lambda c: b""))

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
