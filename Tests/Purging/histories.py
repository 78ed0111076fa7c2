"""Random histories of a vault's file: a purge leaves nothing behind; and each broken rule of it is found out.

histories.py [N [SEED]]     N histories (200), then the controls
"""

import collections
import concurrent.futures
import os
import sys
import time

import law as laws
import store
from history import History, Residue


def one(law, seed):
    with store.folder() as folder:
        try:
            return History(folder, law, seed).run(), None
        except Residue as residue:
            return collections.Counter(), f"history {seed}: {residue}"


def many(pool, law, seeds):
    """How often what happened, and what was found."""
    told, found = collections.Counter(), []
    for counts, residue in pool.map(one, [law] * len(seeds), seeds, chunksize=10):
        told += counts
        found += [residue] if residue else []
    return told, found


def control(pool, law, seed):
    """Runs histories until one of them finds out what is wrong. Returns whether one did."""
    for first in range(0, 2000, 40):
        _, found = many(pool, law, [f"{seed}/{n}" for n in range(first, first + 40)])
        if found:
            print(f"purging: control: {law.name}: found out in {len(found)} of {first + 40}", flush=True)
            return True
    print(f"purging: control: {law.name}: NOT FOUND OUT")
    return False


def main(words):
    count, seed = int(words[0]) if words else 200, words[1] if len(words) > 1 else "1"
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        start = time.monotonic()
        told, found = many(pool, laws.VAULT, [f"{seed}/{n}" for n in range(count)])
        print(f"purging: {count} histories, {time.monotonic() - start:.0f} s; {len(found)} of them left something")
        for residue in found[:20]:
            print("purging: FOUND", residue)
        print("purging: " + ", ".join(f"{n:,} {what}" for what, n in sorted(told.items()) if n), flush=True)
        _, left = many(pool, laws.CURE, [f"{seed}/{n}" for n in range(max(100, count // 10))])
        print(f"purging: {laws.CURE.name}: {len(left)} of {max(100, count // 10)} left something", flush=True)
        found += left
        red = [control(pool, law, seed) for law in laws.CONTROLS]
        for law in laws.CURIOSITIES if count >= 1000 else []:
            _, left = many(pool, law, [f"{seed}/{n}" for n in range(count // 10)])
            print(f"purging: not relied upon: {law.name}: something left in {len(left)} of {count // 10}", flush=True)
    return 1 if found or not all(red) else 0


if __name__ == "__main__":
    # The vault's programs give SQLite memory that is wiped when it is freed; here glibc does it. Without that, memory of the
    # process may get into the -shm file: heap.py.
    if "MALLOC_PERTURB_" not in os.environ:
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"MALLOC_PERTURB_": str(0xA5)})
    sys.exit(main(sys.argv[1:]))
