"""The row that a fork lost: an agent, its workers, command lines, python's sqlite3 and a forked committer use one vault at
once, in a random order. What one of them was told is committed has to be there after each interleaving, and both sides agree
at the end.

    forks.py [INTERLEAVINGS]     how many (1000), sixty of them a vault
"""

import json
import random
import sqlite3
import subprocess
import sys
import threading

from both import everywhere
from sandbox import BUILT

EACH = 60


class Interleavings:
    """One vault, and what everybody was told about it."""

    def __init__(self, run, draw):
        self.run, self.draw, self.problems = run, draw, []
        # Labels that are there; entries that forked workers committed.
        self.labels, self.committed, self.made = {"old"}, 0, 0
        (run.folder / "run").mkdir(mode=0o700)
        run.settings["LOCKSTEP_SOCKET"] = str(run.folder / "run" / "agent.sock")
        run.settings["LOCKSTEP_SETTLE"] = "0s"
        run.lockstep("agent", "start")
        # Sixty an hour are soon made.
        run.lockstep("set", "--changes-per-hour", "1000")
        self.doors = {"agent": {"LOCKSTEP_KEY_FILE": ""}, "alone": {"LOCKSTEP_SOCKET": str(run.folder / "no agent")}}

    def say(self, problem):
        self.problems.append(problem)

    def command(self, line, door):
        """Runs it through the agent or without; it has to succeed."""
        code, out, err = self.run.command(line + " --no-input", **self.doors[door])
        if code != 0:
            self.say(f"{door}: {line}: exit {code}: {err}")
        return out

    # What somebody does in an interleaving. Nobody has a label that another one has.

    def create(self, door):
        self.made += 1
        label = f"made{self.made}"
        self.labels.add(label)
        return lambda: self.command(f"create {label} --scope linodes:ro --expiry 9d", door)

    def rename(self, door):
        if not self.free:
            return self.create(door)
        self.made += 1
        label, new = self.free.pop(), f"renamed{self.made}"
        self.labels = self.labels - {label} | {new}
        return lambda: self.command(f"rename {label} {new}", door)

    def revoke(self, door):
        if not self.free:
            return self.create(door)
        label = self.free.pop()
        self.labels.discard(label)
        return lambda: self.command(f"revoke {label} --yes", door)

    def look(self, door):
        line = self.draw.choice(["list", "audit", "show old", "get old", "doctor"])
        return lambda: self.command(line, door)

    def read(self, _):
        """The last of its readers to leave writes SQLite's log back and deletes it, where nobody else has the vault open."""

        def work():
            with sqlite3.connect(self.run.vault, timeout=20) as other:
                other.execute("SELECT count(*) FROM changes").fetchone()
            other.close()

        return work

    def fork(self, _):
        """A worker has the vault open while the process beside it closes it, and commits after that."""
        self.committed += 1
        reading = self.read(_)

        def work():
            pipe = subprocess.PIPE
            words = [BUILT / "Forking", "early", self.run.folder / "key"]
            with subprocess.Popen(words, env=self.run.settings, stdin=pipe, stdout=pipe, text=True) as process:
                process.stdout.readline()
                reading()
                said = process.communicate("gone\n", timeout=60)[0]
            if said != "committed\n":
                self.say(f"forked worker: {said}")

        return work

    def interleave(self):
        """Two to five of them at once, and what is there then."""
        self.free = sorted(self.labels - {"old"})
        self.draw.shuffle(self.free)
        kinds = [self.create, self.create, self.rename, self.revoke, self.look, self.read, self.read, self.fork]
        count = self.draw.randint(2, 5)
        chosen = [(self.draw.choice(kinds), self.draw.choice(sorted(self.doors))) for _ in range(count)]
        threads = [threading.Timer(self.draw.uniform(0, 0.03), kind(door)) for kind, door in chosen]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = json.loads(self.command("list --json", "alone") or '{"tokens":[]}')
        listed = {token["label"] for token in found["tokens"]}
        if listed != self.labels:
            self.say(f"after {[(kind.__name__, door) for kind, door in chosen]}: {listed ^ self.labels}")
            self.labels = listed

    def end(self):
        """Nothing is lost of the log either, and the provider has the same."""
        self.command("audit --verify", "alone")
        logged = self.command("audit --limit 0 --json", "agent").count("of the worker")
        if logged != self.committed:
            self.say(f"{logged} entries of {self.committed} that forked workers committed")
        self.run.lockstep("agent", "stop")
        return self.problems + self.run.differences()


def interleavings(run, case):
    seed, count = case
    world = Interleavings(run, random.Random(seed))
    for _ in range(count):
        world.interleave()
    return 0, world.end()


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    cases = [(seed, min(EACH, times - start)) for seed, start in enumerate(range(0, times, EACH))]
    sys.exit(1 if everywhere("interleavings", interleavings, cases) else 0)
