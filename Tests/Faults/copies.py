"""Vaults that were killed at random moments, and every set of their files that a person might copy.

A copy opens with everything that the vault has, or is refused with one sentence; it never opens as something else. The same on this
machine and on one that has not seen the vault.

copies.py [HISTORIES]     how many vaults (1000)
"""

import concurrent.futures
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(os.environ["LOCKSTEP_BUILT"]) / "Crashing"
SETS = {
    "vault.db": ["vault.db"],
    "vault.db and -wal": ["vault.db", "vault.db-wal"],
    "vault.db, -wal and -shm": ["vault.db", "vault.db-wal", "vault.db-shm"],
    "the folder": None,
}
# "Copy again while nothing changes, or use lockstep backup."
SENTENCE = ["refused older log"]
PATIENCE = 60


def crashing(folder, *words):
    done = subprocess.run([PROGRAM, folder, *words], capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, done.stdout.splitlines()


def told(folder):
    """What a vault is; which lines tell of hand-outs does not matter here."""
    return [line for line in crashing(folder, "tell")[1] if not line.startswith(("handed", "kept"))]


def churned(made, folder, dice):
    """Changes a copy of the vault until it is killed, by one process or two."""
    shutil.copytree(made, folder)
    runs = [
        subprocess.Popen([PROGRAM, folder, "churn"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(dice.choice([1, 1, 2]))
    ]
    lines = [run.stdout.readline() for run in runs]
    # Waiting for a random moment is what is tested.
    time.sleep(dice.random() ** 2 * 0.25)
    said = [run.poll() for run in runs]
    for run in runs:
        run.kill()
    ends = [run.communicate()[0] for run in runs]
    said = [end for end, code in zip(ends, said) if code is not None]
    return [] if lines == ["begun\n"] * len(runs) and not said else [f"it ended by itself: {lines} {said}"]


def copied(folder, names, place, is_here):
    (place / "data").mkdir(0o700, parents=True)
    for file in sorted((folder / "data").iterdir()):
        if names is None or file.name in names:
            shutil.copyfile(file, place / "data" / file.name)
            (place / "data" / file.name).chmod(0o600)
    shutil.copyfile(folder / "key", place / "key")
    if is_here:
        shutil.copytree(folder / "state", place / "state")


def history(case):
    made, above, number, seed = case
    dice, folder = random.Random(seed), above / str(number)
    tally, problems = {}, []
    try:
        problems = churned(made, folder / "vault", dice)
        for name, names in SETS.items():
            for is_here in (False, True):
                copied(folder / "vault", names, folder / f"{name}-{is_here}", is_here)
        # The vault itself, last: opening it mends it.
        everything = told(folder / "vault")
        if not everything or not everything[0].startswith("opened"):
            problems.append(f"the vault itself: {everything[:1]}")
        for name in SETS:
            for is_here in (False, True):
                found = told(folder / f"{name}-{is_here}")
                word = "everything" if found == everything else "refused" if found == SENTENCE else "wrong"
                tally[name, word] = tally.get((name, word), 0) + 1
                if word == "wrong":
                    where = "here" if is_here else "elsewhere"
                    problems.append(f"{name}, {where}: {found[:1]} for {everything[:1]}")
    except Exception as failure:
        problems.append(repr(failure))
    if not problems or not os.environ.get("LOCKSTEP_KEEP"):
        shutil.rmtree(folder, ignore_errors=True)
    return seed, tally, problems


def run(count):
    bad, tally = 0, {}
    first = random.SystemRandom().randrange(2**32)
    with tempfile.TemporaryDirectory() as above, concurrent.futures.ThreadPoolExecutor(3) as pool:
        place = Path(above)
        (place / "made").mkdir(0o700)
        code, said = crashing(place / "made", "make")
        assert code == 0, said
        cases = [(place / "made", place, number, first + number) for number in range(count)]
        for seed, found, problems in pool.map(history, cases):
            for key, times in found.items():
                tally[key] = tally.get(key, 0) + times
            bad += len(problems)
            for problem in problems:
                print(f"copies: seed {seed}: {problem}", flush=True)
    for (name, word), times in sorted(tally.items()):
        print(f"copies: {name}: {times} times {word}")
    print(f"copies: {count} histories, {bad} problems")
    return bad


if __name__ == "__main__":
    sys.exit(1 if run(int((sys.argv + ["1000"])[1])) else 0)
