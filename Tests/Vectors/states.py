"""Vectors of the newest state that was seen."""

from host import host
from vectors import but, vector


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
vector("state: an epoch above all, and a higher version", "older", state(lambda o: o.both(o.state(epoch=9), o.state(version=3))))
vector("state: version 3", "newer", state(lambda o: o.both(o.state(version=3))))
vector("state: one copy of version 3", but(), state(lambda o: o.both(o.state(), o.state(version=3))))
for name, change in {
    "empty": lambda o: b"", "zeros": lambda o: bytes(8192), "less than a copy": lambda o: o.both(o.state())[:511],
    "something behind its fields": lambda o: o.both(o.state(more=b"\1")),
    "version 1": lambda o: o.both(o.state(version=1)), "epoch 0 that the keyring has not": lambda o: o.both(o.state(epoch=0)),
    "a byte of both copies": lambda o: o.both(o.state()[:50] + b"\xff" + o.state()[51:]),
    "a number, as version 1 wrote it": lambda o: b"%020d\n" % 3, "another magic": lambda o: o.both(b"LKSX" + o.state()[4:]),
    "the end of a log": lambda o: o.both(o.end()),
}.items():  # fmt: skip
    vector(f"state: {name}", "uncounted", state(change))


for name, change in {
    "half": lambda content: content[:4096],
    "cut within the second copy": lambda content: content[:4607],
    "one byte more": lambda content: content + b"\0",
    "one byte less": lambda content: content[:-1],
}.items():
    vector(f"state: {name}", but(), state(lambda o, change=change: change(o.both(o.state()))))


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
