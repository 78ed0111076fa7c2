"""One random history of a vault's file, and the search for what should be gone."""

import collections
import contextlib
import itertools
import json
import os
import random
import sqlite3

import marker
import store
from actor import Actor

# What glibc fills memory with before it is given out (MALLOC_PERTURB_, see histories.py): in a file it was written unset.
RAW = bytes([0x5A]) * 64
MODES = ["PASSIVE", "FULL", "RESTART", "TRUNCATE"]


class Residue(Exception):
    pass


def found_in(folder):
    """File by file: its size and the serials in it, looked for by a process of its own. One that has the file open in SQLite
    would lose its locks by closing another descriptor of it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        found = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            found.append((name, len(content), RAW in content, list(marker.serials_in(content).items())))
        with os.fdopen(writing, "w") as pipe:
            json.dump(found, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        found = json.load(pipe)
    os.waitpid(pid, 0)
    return found


class History:
    def __init__(self, folder, law, seed):
        self.path, self.law, self.random = os.path.join(folder, "vault.db"), law, random.Random(seed)
        self.told = collections.Counter()
        # First the other processes, then the first connection.
        self.actors = [Actor(number) for number in range(self.random.choice([0, 1, 1, 2]))]
        self.changes = store.Changes(law, self.random, itertools.count())
        self.ranges = [range(actor.first, actor.first + 8000) for actor in self.actors]
        store.create(self.path, law, self.random)
        self.readers = []
        self.connections = []
        self.open()
        self.version = self.schema_version()

    def schema_version(self):
        return self.one().execute("PRAGMA schema_version").fetchone()[0]

    def open(self):
        self.connections = [store.connect(self.path, self.law, self.random) for _ in range(self.random.choice([1, 2, 3]))]

    def one(self):
        return self.random.choice(self.connections)

    def run(self):
        try:
            for _ in range(self.random.randint(10, 50)):
                self.step()
            self.finish()
        finally:
            for actor in self.actors:
                actor.kill()
            self.close()
        return self.told

    def step(self):
        steps = [self.change, self.checkpoint, self.scrub, self.read, self.stop_reading, self.reopen, self.vacuum, self.crash]
        self.random.choices(steps, [12, 2, 4, 2, 2, 1, 0.4, 2])[0]()

    def change(self):
        database = self.one()
        try:
            self.changes.transaction(database)
            self.told["transactions"] += 1
        except sqlite3.OperationalError:
            if database.in_transaction:
                database.execute("ROLLBACK")

    def checkpoint(self):
        with contextlib.suppress(sqlite3.OperationalError):
            self.one().execute(f"PRAGMA wal_checkpoint({self.random.choice(MODES)})").fetchone()

    def read(self):
        """A reader that keeps its snapshot for a while."""
        reader = store.connect(self.path, self.law, self.random)
        with contextlib.suppress(sqlite3.OperationalError):
            reader.execute("BEGIN")
            store.living(reader)
        self.readers.append(reader)

    def stop_reading(self):
        if self.readers:
            self.readers.pop(self.random.randrange(len(self.readers))).close()

    def reopen(self):
        for database in self.connections:
            database.close()
        self.open()

    def close(self):
        for database in self.readers + self.connections:
            database.close()
        self.readers, self.connections = [], []

    def vacuum(self):
        """A stranger with the sqlite3 program."""
        stranger = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        stranger.execute(f"PRAGMA secure_delete = {'ON' if self.law.stranger else 'OFF'}").fetchone()
        with contextlib.suppress(sqlite3.OperationalError):
            stranger.execute("VACUUM")
            self.told["vacuums"] += 1
        stranger.close()

    def crash(self):
        """Another process at work, killed; sometimes this one works beside it, sometimes nobody else has the file open."""
        if not self.actors:
            return
        actor = self.actors.pop()
        if self.random.random() < 0.4:
            self.close()
        actor.start(self.path, self.law, self.random.random())
        for _ in range(self.random.choice([0, 0, 2, 5])):
            if self.connections:
                self.random.choice([self.change, self.checkpoint])()
        self.told["killed: " + actor.kill(self.random.choice([0.0, 0.001, 0.1, 0.1]))] += 1
        if not self.connections:
            self.open()

    def scrub(self):
        """What follows a purge. Clean means that nothing is left; pending, that somebody still reads the log."""
        if self.law.scrub:
            try:
                if self.law.mends and self.schema_version() != self.version:
                    self.one().execute("VACUUM")
                    self.version = self.schema_version()
                busy = self.one().execute(f"PRAGMA wal_checkpoint({self.law.scrub})").fetchone()[0]
            except sqlite3.OperationalError:
                busy = 1
            if busy and not self.law.believes:
                self.told["pending"] += 1
                if not self.readers:
                    raise Residue("pending, and nobody reads")
                return
        self.told["clean"] += 1
        self.search()

    def search(self):
        known, last = store.living(self.one()), next(self.changes.serials)
        written = [range(last), *self.ranges]
        for name, size, raw, serials in found_in(os.path.dirname(self.path)):
            self.told["bytes searched"] += size
            self.told["raw memory in " + name] += raw
            left = {serial: count for serial, count in serials if serial not in known and any(serial in some for some in written)}
            if left:
                raise Residue(f"{name}: units of purged values {left}")

    def finish(self):
        """Everything is purged; then not a unit of any value may be left."""
        while self.readers:
            self.readers.pop().close()
        database = self.one()
        inner = "SELECT count(*) FROM dbstat WHERE name GLOB 'cells*' AND path GLOB '/*/*' AND pagetype = 'internal'"
        self.told["trees of three levels"] += database.execute(inner).fetchone()[0] > 0
        database.execute("BEGIN IMMEDIATE")
        for table in store.CELLS:
            self.changes.purge(database, table, all=True)
        database.execute("COMMIT")
        self.scrub()
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Residue("the file is not sound")
