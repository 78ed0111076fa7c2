"""One of many tokens, and all of them:   large.py RUNS SLOW-RUNS LARGEST

`revoke` and `show` of one token of ten and of many; `list --json` and `status` of many beside `sqlite3 -json` of as many plain rows;
and how long a vault of format 1 takes to become one of this: `LOCKSTEP_FORMAT1` names a folder with a `vault.db`, `key` and `state`.
"""

import contextlib
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import sys
import time

from house import House, Vault, run
from interleaved import Timed, table, take_turns

COLUMNS = "label, account, id, scopes, created, expires, state, generation, prefix"


def plain(path, name, tokens):
    """A database of plain rows with what `list --json` tells of as many tokens."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE tokens ({COLUMNS})")
        rows = (
            (f"{name}/{n}", "sandbox", n, "linodes:read_only", "2026-11-26T08:51:57Z", "2027-02-24T08:51:57Z", "active", 1, f"{n:016x}")
            for n in range(1, tokens + 1)
        )
        connection.executemany("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.commit()
    return ["sqlite3", "-json", path, f"SELECT {COLUMNS} FROM tokens ORDER BY label"]


def used(words, settings):
    """The seconds of processor time that a program takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(word) for word in words], env=settings, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def revoking(house, small, big, runs):
    """Tokens that the provider knows, revoked one after the other in each vault."""
    for vault in (small, big):
        for number in range(runs + 1):
            vault.lockstep("create", f"made-{number}", "--scope", "linodes:ro", "--expiry", "9d")
    return [
        Timed(f"`revoke`, one of {name}", lambda number: ["lockstep", "revoke", "--yes", f"made-{number + 1}"], vault.settings)
        for name, vault in (("10", small), ("many", big))
    ]


def migrating(house, tokens):
    """The first change of a vault of format 1, beside the same change of the vault that it has become."""
    there = os.environ.get("LOCKSTEP_FORMAT1")
    if not there:
        return print("\nSKIPPED: the migration: `LOCKSTEP_FORMAT1` names no vault of format 1")
    vault = Vault(house, "former")
    vault.path.parent.mkdir()
    for file in pathlib.Path(there).glob("**/vault.db*"):
        shutil.copy(file, vault.path.parent)
    shutil.copy(pathlib.Path(there) / "key", vault.key)
    shutil.copytree(pathlib.Path(there) / "state" / "lockstep", house.folder / "state" / "lockstep", dirs_exist_ok=True)
    before, times = vault.path.stat().st_size, []
    for program in ("/bin/true", "/bin/false"):
        start = time.monotonic()
        vault.lockstep("agent", "askpass", program)
        times.append(time.monotonic() - start)
    print(f"\nA vault of format 1 ({before / 1e6:.0f} MB) becomes one of format 2 ({vault.path.stat().st_size / 1e6:.0f} MB)", end=" ")
    print(f"with its first change in {times[0]:.1f} s; the next change takes {times[1]:.2f} s.")


def main(runs, slow_runs, largest):
    with House() as house:
        small, big = house.vault("small", 10), house.vault("big", largest)
        revokes = revoking(house, small, big, runs)
        take_turns(revokes, runs)
        print("### One of many\n")
        table(revokes, revokes[0], f"{runs} runs in turn")
        shows = [
            Timed(f"`show`, one of {count:,}", ["lockstep", "show", f"{vault.name}/7"], vault.settings)
            for count, vault in ((10, small), (largest, big))
        ]
        take_turns(shows, runs)
        print()
        table(shows, shows[0], f"{runs} runs in turn")
        rows = Timed("`sqlite3 -json`", plain(house.folder / "plain.db", "big", largest), house.settings)
        all_ = [
            rows,
            *(Timed(f"`{' '.join(words)}`", ["lockstep", *words], big.settings) for words in (["list", "--json"], ["list"], ["status"])),
        ]
        take_turns(all_, slow_runs)
        print(f"\n### All {largest:,}\n")
        table(all_, rows, f"{slow_runs} runs in turn", sizes=True)
        spent = [min(used(command.of(0), command.settings) for _ in range(3)) for command in all_]
        words = ", ".join(f"{command.name} {seconds:.2f} s" for command, seconds in zip(all_, spent))
        print(f"\nProcessor time: {words}: {spent[1] / spent[0]:.1f} times.")
        migrating(house, largest)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
