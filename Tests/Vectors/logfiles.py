"""Vectors of summaries, of several files, of what the vault says of a log, and of archives."""

from format2.crypto import ZERO, keyed, num, sized
from host import END, HOST, READ, WRITER, Outside, host, log, summed
from parts import NOW, entry
from readlogs import CUT, REFUSED, lines, then
from sealing import fields
from vectors import but, vector

# Summaries and files


def read_later(outside, label):
    """One more is read, a second after all others. Returns what a summary may say."""
    outside.add(b"\1" + sized(entry(12, label=label.encode(), generation=num(1), time=NOW + 1)))
    return {(label, 1): (NOW + 1, NOW + 1, 1)}


vector("summary: of what was handed out", lines("3"), then(lambda o: o.sum_up()))
vector("summary: goes on", lines("4"), then(lambda o: [o.sum_up(), o.read()]))
vector("summary: tells of fewer", REFUSED, then(lambda o: o.sum_up({("ci", 1): (NOW, NOW, 2)})))
vector("summary: tells of another label", REFUSED, then(lambda o: o.sum_up({("other", 1): (NOW, NOW, 3)})))
vector("summary: tells of nothing, all was too old", lines("3"), then(lambda o: o.sum_up({})))
vector("summary: what was read first is missing", lines("4"), then(lambda o: o.sum_up(read_later(o, "other"))))
vector("summary: what was read last is missing", REFUSED, then(lambda o: o.sum_up({("ci", 1): read_later(o, "other") and (NOW, NOW, 3)})))
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


@vector("readings: fewer batches than the vault's anchor says", lines("1", "cut"))
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
        frames = retention(outside) + told.get("torn", b"")
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
vector("archive: version 1", archive_lines("altered"), archived(version=1))
vector("archive: version 3", archive_lines("newer"), archived(version=3))
vector("archive: of another vault", archive_lines("wrong-key"), archived(id=bytes(16)))
vector("archive: fewer batches", archive_lines("altered"), archived(batches=2))
vector("archive: another link", archive_lines("altered"), archived(link=bytes(32)))
vector("archive: more entries", archive_lines("altered"), archived(entries=4))
vector("archive: more sections", archive_lines("altered"), archived(sections=2))
vector("archive: a byte of a frame", archive_lines("altered"), archived(lambda c: c[:200] + bytes([c[200] ^ 1]) + c[201:]))
vector("archive: a byte of the time", archive_lines("altered"), archived(lambda c: c[:-42] + bytes([c[-42] ^ 1]) + c[-41:]))
vector("archive: a byte of its MAC", archive_lines("altered"), archived(lambda c: c[:-1] + bytes([c[-1] ^ 1])))
vector("archive: cut short", archive_lines("altered"), archived(lambda c: c[:-1]))
vector("archive: something behind it", archive_lines("altered"), archived(lambda c: c + b"\0"))
vector("archive: another magic", archive_lines("foreign"), archived(magic=b"LKSB"))
vector("archive: a section of another kind", archive_lines("altered"), archived(last=2))
vector("archive: something between its frames", archive_lines("altered"), archived(torn=b"\0"))
vector("archive: empty", archive_lines("foreign"), archived(lambda c: b""))
