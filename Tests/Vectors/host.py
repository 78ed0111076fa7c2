"""What a host keeps outside the vault: its marks and the reading log, written as they should be or otherwise."""

import sealing
from format2.crypto import ZERO, keyed, num, sized
from parts import NOW, entry

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
