"""A second process that works on the vault until it is killed.

It is forked before its parent has a connection: SQLite keeps the locks of a process by file, and a child that is forked
beside an open connection would share them.
"""

import contextlib
import itertools
import json
import mmap
import os
import random
import signal
import sqlite3
import time

import law as laws
import store

# Where it is worth dying.
TARGETS = ["opening", "change", "commit", "commit", "checkpoint", "checkpoint", "closing"]
PHASES = ["waiting", "opening", "change", "commit", "checkpoint", "closing", "idle", "done"]


class Actor:
    def __init__(self, number):
        self.first = 30000 + 8000 * number
        self.phase = mmap.mmap(-1, 1)
        reading, self.pipe = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.pipe)
            with contextlib.suppress(BaseException):
                self.act(json.loads(os.read(reading, 4096)))
            os._exit(0)
        os.close(reading)

    def mark(self, phase):
        self.phase[0] = PHASES.index(phase)
        if phase == self.target and self.dice.random() < 0.4:
            # Nobody handles this signal: it ends the process as SIGKILL does, and comes when this phase has just begun.
            signal.setitimer(signal.ITIMER_REAL, self.dice.choice([3e-5, 1e-4, 3e-4]) * self.dice.random() + 1e-6)

    def act(self, task):
        self.dice = dice = random.Random(task["seed"])
        self.target = dice.choice(TARGETS)
        law = next(law for law in [laws.VAULT, laws.CURE, *laws.CONTROLS, *laws.CURIOSITIES] if law.name == task["law"])
        changes = store.Changes(law, dice, itertools.count(self.first))
        database = None
        for _ in range(300):
            with contextlib.suppress(sqlite3.OperationalError):
                database = self.work(task["path"], law, dice, changes, database)
        self.mark("done")

    def work(self, path, law, dice, changes, database):
        if database is None:
            self.mark("opening")
            database = store.connect(path, law, dice)
            store.living(database)
        what = dice.random()
        if database.in_transaction:
            database.execute("ROLLBACK")
        if what < 0.6:
            changes.transaction(database, self.mark)
        elif what < 0.9:
            self.mark("checkpoint")
            database.execute(f"PRAGMA wal_checkpoint({dice.choice(['PASSIVE', 'FULL', 'RESTART', 'TRUNCATE'])})").fetchone()
        else:
            self.mark("closing")
            database.close()
            return None
        return database

    def start(self, path, law, seed):
        os.write(self.pipe, json.dumps({"path": path, "law": law.name, "seed": seed}).encode())

    def kill(self, patience=0.0):
        """Ends it, if it has not ended itself by then. Returns the phase it was in."""
        late = time.perf_counter() + patience
        dead = 0
        while not dead and self.phase[0] != PHASES.index("done") and time.perf_counter() < late:
            dead, _ = os.waitpid(self.pid, os.WNOHANG)
        if not dead:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        phase = PHASES[self.phase[0]]
        os.close(self.pipe)
        self.phase.close()
        return phase
