"""SIGKILL before every system call of an archive, of retention and of repairs that changes something, and failures of it.

After each what `check` of Tests/Crashing says must be true of both: nothing is lost, what was removed is told, no string
is wrong; and a second run does all that the first was to do.

logs.py [STEP [SCENE…]]     every so many-th case only (1), of these scenes only
"""

import concurrent.futures
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import tracing

PROGRAM = Path(os.environ["LOCKSTEP_BUILT"]) / "Crashing"
LABELS = {"ci", *(f"token-{number}" for number in range(1, 16))}
BESIDE = {"vault.db", "vault.db-wal", "vault.db-shm", "vault.db-lock"}


def crashing(folder, *words):
    """What a run says: the code, and the words of its lines by their first."""
    done = subprocess.run([PROGRAM, folder, *words], capture_output=True, text=True, timeout=tracing.PATIENCE)
    said = {}
    for line in done.stdout.splitlines():
        first, *rest = line.split()
        said.setdefault(first, []).append(rest)
    return done.returncode, said


@contextlib.contextmanager
def copy(folder):
    with tempfile.TemporaryDirectory() as above:
        yield Path(shutil.copytree(folder, Path(above) / "copy"))


class Found:
    """What `check` found in a folder. It looks at a copy, so that it mends nothing; where the copy is refused as one without its log, at the
    vault in its own place."""

    def __init__(self, folder):
        with copy(folder) as place:
            _, self.said = crashing(place, "check")
        if self.said.get("closed") == [["older:log"]]:
            _, self.said = crashing(folder, "check")
        self.files = {path.name for path in (folder / "data").iterdir()}
        self.logs = len(list(folder.glob("state/*/readings/*.log")))
        self.log = self.words("log")
        self.exact = {label for (label,) in self.said.get("exact", [])}

    def words(self, what):
        return self.said.get(what, [[]])[0]

    def archived(self):
        return {time for archive in self.said.get("archive", []) for time in archive}

    def wrong(self, *but):
        """What is wrong whatever was done."""
        names = {"wrong", "closed", "unproven", "unread", "unexamined"} - set(but)
        found = [f"{name}: {self.said[name]}" for name in sorted(names & set(self.said))]
        if "closed" not in self.said and self.exact < LABELS:
            found.append(f"only {self.exact} have a string")
        return found

    def wrong_in_log(self, every):
        """What is wrong with the log of a vault that handed out at the times in `every`, and maybe later."""
        found = self.wrong()
        if self.words("damages"):
            found.append(f"damages: {self.words('damages')}")
        told, removed, _ = map(int, self.words("proven") or [-1, -1, -1])
        here = set(self.log)
        later = [time for time in self.log if time not in every]
        if told != len(self.log) or len(here & every) + len(later) != len(self.log):
            found.append(f"{told} are told of, and {len(self.log)} are there: {self.log}")
        if removed != len(every - here):
            found.append(f"{removed} are called removed, and {len(every - here)} are not there")
        if self.words("counted") != [str(len(every) + len(later))]:
            found.append(f"counted: {self.words('counted')} of {len(every)} and {len(later)}")
        return found

    def unfinished(self, logs):
        """What a second run had to take away."""
        found = [f"left: {self.files - BESIDE}"] if self.files - BESIDE else []
        return found + ([f"{self.logs} log files"] if self.logs != logs else [])


class Archive:
    """All closed files go into an archive, and then away."""

    verb, again = ["archive", "archive"], ["archive", "archive2"]

    def prepare(self, folder):
        self.every = set(Found(folder).log)
        assert len(self.every) == 20, self.every

    def after(self, found):
        problems = found.wrong_in_log(self.every)
        lost = self.every - set(found.log) - found.archived()
        if lost:
            problems.append(f"lost: {lost}")
        if set(found.log) < self.every and "readings-archived" not in found.words("notes"):
            problems.append("removed, and not noted")
        return problems

    def promised(self, found):
        return [f"not archived: {found.log}"] if found.log else []

    finished = promised

    def left(self, found):
        return found.unfinished(logs=2)


class Retention:
    """A hand-out after a year and more: all that was handed out before in closed files goes."""

    verb = again = ["retire"]

    def prepare(self, folder):
        self.every = set(Found(folder).log)
        self.kept = set(sorted(self.every)[-4:])

    def after(self, found):
        problems = found.wrong_in_log(self.every)
        if not self.kept <= set(found.log):
            problems.append(f"lost: {self.kept - set(found.log)}")
        return problems

    def promised(self, found):
        return [] if set(found.log) - self.every else ["handed out without an entry"]

    def finished(self, found):
        here = set(found.log)
        return self.promised(found) + ([f"not removed: {here}"] if here & self.every != self.kept else [])

    def left(self, found):
        return found.unfinished(logs=2)


class Repair:
    """Something of the file is damaged, and mended as `doctor --repair` does."""

    verb = again = ["repair"]

    def __init__(self, damage, labels=LABELS):
        self.damage, self.labels = damage, labels

    def prepare(self, folder):
        self.damage(folder)
        before = Found(folder)
        self.damages, self.closed = set(before.words("damages")), before.said.get("closed")
        assert self.damages or self.closed, f"not damaged: {before.said}"

    def after(self, found):
        # Killed once the log was emptied, while the file says still that there is one: damaged as it is, it is told as a copy without it, and
        # the second run goes on.
        if found.said.get("closed", self.closed) not in (self.closed, [["older:log"]]):
            return found.wrong()
        if "closed" in found.said:
            return found.wrong("closed", "unexamined")
        problems = found.wrong("unproven", "unread")
        more = set(found.words("damages")) - self.damages
        return problems + ([f"more is damaged: {more}"] if more and not self.closed else [])

    def promised(self, found):
        problems = found.wrong_in_log(set(found.log))
        if found.exact != self.labels or set(found.words("whole")) != self.labels or len(found.log) != 20:
            problems.append(f"not mended: {found.exact}, {found.words('whole')}, {len(found.log)} in the log")
        return problems

    finished = promised

    def left(self, found):
        return found.unfinished(logs=10)


def statement(sql):
    """Damage to a row, in SQL."""

    def damage(folder):
        with contextlib.closing(sqlite3.connect(folder / "data/vault.db")) as vault, vault:
            vault.execute(sql)

    return damage


def row(table, number):
    """Garbage in a row that stands twice, behind its version and epoch."""
    garbage = "CAST(substr(value, 1, 5) || randomblob(length(value) - 5) AS BLOB)"
    return statement(f"UPDATE {table} SET value = {garbage} WHERE id = {number}")


def page(table=None):
    """Zeros in a page: the first one, or the one that a table begins with."""

    def damage(folder):
        path = folder / "data/vault.db"
        number = 1
        if table:
            with contextlib.closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as vault:
                number = vault.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchone()[0]
        with open(path, "r+b") as file:
            file.seek(4096 * (number - 1))
            file.write(bytes(4096))

    return damage


def page_beside_log(table):
    """The same with a change that is in SQLite's log only: somebody read while it was made, and all of them were killed."""

    def damage(folder):
        with copy(folder) as place:
            with contextlib.closing(sqlite3.connect(place / "data/vault.db", isolation_level=None)) as reader:
                reader.execute("BEGIN")
                reader.execute("SELECT count(*) FROM first").fetchone()
                assert crashing(place, "change")[0] == 0
                assert (place / "data/vault.db-wal").stat().st_size > 0
                shutil.rmtree(folder)
                shutil.copytree(place, folder)
        page(table)(folder)

    return damage


SCENES = {
    "archive": Archive(),
    "retention": Retention(),
    "first slots": Repair(row("first", 2)),
    "second slots": Repair(row("second", 2)),
    "first head": Repair(row("first", 3)),
    "second head": Repair(row("second", 3)),
    "first page": Repair(page()),
    "a page": Repair(page("nodes")),
    "a page beside a log": Repair(page_beside_log("cells16k"), LABELS | {"later"}),
}


class Case(NamedTuple):
    scene: str
    folder: Path
    call: tracing.Call
    what: str


def failures(call):
    """How a call may fail."""
    return ["EIO"] if call.name in ("fsync", "fdatasync", "unlink", "unlinkat") else ["ENOSPC", "EIO"]


def attempt(case):
    """What is wrong after a call of a run was met by a kill or a failure, and after the second run."""
    scene = SCENES[case.scene]
    with copy(case.folder) as folder:
        first = tracing.met([PROGRAM, folder, *scene.verb], case.call, case.what)
        found = Found(folder)
        problems = scene.after(found)
        if first.returncode == 0:
            problems += scene.promised(found)
        if case.what == "signal=KILL" and first.returncode != -9:
            problems.append(f"was not killed: {first.returncode}, {first.stdout.strip()}")
        code, said = crashing(folder, *scene.again)
        found = Found(folder)
        problems += [f"second run: {problem}" for problem in scene.after(found) + scene.finished(found) + scene.left(found)]
        if code != 0:
            problems.append(f"second run: {said}")
    return first.returncode, problems


def safely(case):
    try:
        return case, *attempt(case)
    except Exception as failure:
        return case, None, [repr(failure)]


def cases(name, scene, place):
    """A scene's calls, each with a kill and with failures."""
    folder = place / name.replace(" ", "-")
    shutil.copytree(place / "made", folder)
    scene.prepare(folder)
    with copy(folder) as trial:
        found = tracing.calls([PROGRAM, trial, *scene.verb], place / "trace")
    for call in found:
        for what in ["signal=KILL"] + [f"error={error}" for error in failures(call)]:
            yield Case(name, folder, call, what)


def run(step, names):
    bad = 0
    with tempfile.TemporaryDirectory() as above, concurrent.futures.ThreadPoolExecutor(4) as pool:
        place = Path(above)
        (place / "made").mkdir(0o700)
        code, said = crashing(place / "made", "make")
        assert code == 0, said
        for name, scene in SCENES.items():
            if names and name not in names:
                continue
            chosen = list(cases(name, scene, place))[::step]
            codes = {}
            for case, code, problems in pool.map(safely, chosen):
                kind = "killed" if code == -9 else "ended" if code == 0 else "failed"
                codes[kind] = codes.get(kind, 0) + 1
                bad += len(problems)
                for problem in problems:
                    print(f"logs: {name}: {case.what} at {case.call}: {problem}", flush=True)
            print(f"logs: {name}: {len(chosen)} runs, {codes}, {bad} problems so far", flush=True)
    return bad


if __name__ == "__main__":
    if not tracing.is_possible():
        print("logs: skipped: there is no strace here that may trace")
        sys.exit(0)
    sys.exit(1 if run(int((sys.argv + ["1"])[1]), sys.argv[2:]) else 0)
