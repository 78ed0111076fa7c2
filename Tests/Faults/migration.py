"""A vault of version 1 becomes one of version 2, and is killed, or refused by the disk, at every call that changes a file:

    migration.py [STEP]     at every STEPth call (1)

Afterwards the old vault or the new one opens, with all that was in it, and the next opening leaves nothing beside it. A second reader,
which knows nothing of Lockstep, has to agree.
"""

import concurrent.futures
import errno
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Clients"))
from former import Former

# Killed, or the disk is full, or fails, from there on.
FATES = {"killed": None, "full": errno.ENOSPC, "failing": errno.EIO}


def settings(library, vault, **more):
    return {"LD_PRELOAD": library, "WITHIN": str(vault.folder)} | {name: str(value) for name, value in more.items()}


def fated(case):
    """One migration; the version that it left, and what is wrong."""
    library, name, fate, number, call = case
    with tempfile.TemporaryDirectory() as folder:
        vault = Former(folder, name)
        more = {"NTH": number} | ({"FAIL": FATES[fate]} if FATES[fate] else {})
        code, _, said = vault.change(settings=settings(library, vault, **more))
        wanted = {"killed": {-9}, "full": {0, 11}, "failing": {0, 1, 11}}[fate]
        # Of a sync that failed SQLite does not say why.
        wanted |= {1} if "sync" in call else set()
        problems = [] if code in wanted else [f"exit {code}: {said}"]
        missing, version = vault.problems()
        problems += missing
        if code == 0 and version != 2:
            problems.append("said that it was changed, and is as it was")
        copy = pathlib.Path(f"{vault.path}-format1")
        # Until it is wiped.
        hasCopy = version == 2 and copy.exists() and any(copy.read_bytes()[:16])
        problems += vault.copy_problems() if hasCopy else []
        # What looks leaves nothing behind, and all can be handed out.
        for label in vault.labels[:2]:
            got, out, said = vault.run("get", label, "--no-input")
            if got not in (0, 5) or (got == 0 and out.strip() != vault.told_string(label)):
                problems.append(f"get {label}: exit {got}: {said}")
        if vault.remains():
            problems.append(f"left behind: {sorted(vault.remains())}")
        if vault.problems()[1] != version:
            problems.append("looking changed the version")
        code, _, said = vault.change()
        missing, version_then = vault.problems()
        problems += missing
        if (code, version_then) != (0, 2) or vault.remains():
            problems.append(f"the next change: exit {code}, version {version_then}, beside it {sorted(vault.remains())}: {said}")
        if code == 0 and "changed.example" not in vault.run("bind", vault.labels[0], "--json")[1]:
            problems.append("the next change is lost")
    return case[1:], (version, "and a copy" if hasCopy else "alone"), problems


def calls(library, name):
    """The calls of one migration that change a file."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Former(folder, name)
        code, _, said = vault.change(settings=settings(library, vault, TRACE=f"{folder}/trace"))
        assert code == 0, said
        return pathlib.Path(f"{folder}/trace").read_text().splitlines()


def main(step):
    bad, versions = 0, {}
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        library = f"{folder}/fatal.so"
        source = pathlib.Path(__file__).with_name("fatal.c")
        subprocess.run(["cc", "-shared", "-fPIC", source, "-o", library, "-ldl"], check=True)
        made = {name: calls(library, name) for name in ("early", "stopped")}
        cases = [
            (library, name, fate, number, call)
            for name in made
            for fate in FATES
            for number, call in enumerate(made[name], 1)
            if (number + list(FATES).index(fate)) % step == 0
        ]
        for case, left, problems in pool.map(fated, cases):
            versions[left] = versions.get(left, 0) + 1
            bad += len(problems)
            for problem in problems:
                print(f"migration: {case}: {problem}", flush=True)
    if step == 1 and (2, "and a copy") not in versions:
        print("migration: the copy was never there once the vault was converted")
        bad += 1
    lengths = {name: len(lines) for name, lines in made.items()}
    print(f"migration: {len(cases)} of 3 x {lengths} calls, versions left {versions}, {bad} problems", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 1) else 0)
