"""What SQLite copies from the memory of a process into the -shm file, and that wiping freed memory ends it.

    heap.py     shows both: without wiping something is found, with it nothing

When a log is recovered (walIndexRecover, SQLite 3.40.1), its index is built in memory from sqlite3_malloc64 and copied into the
-shm file whole. Where the log has a header and no frame that belongs to it (a process was killed after it had begun the log
anew, or somebody put such a log there), nothing was ever written into that memory: what the process freed before, pages with
cells among it, is in the file then, and stays until the last connection is closed.
"""

import os
import random
import signal
import sqlite3
import struct
import subprocess
import sys

import marker
import store
from history import found_in
from law import VAULT


def checksum(content):
    """The log's own, over words of the byte order that its first byte names (here: big-endian)."""
    one = two = 0
    for first, second in struct.iter_unpack(">II", content):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return struct.pack(">II", one, two)


def leave_a_log(path, dice):
    """A process that commits and is killed; then the log's header as a process has written it that begins the log anew."""
    pid = os.fork()
    if pid == 0:
        database = store.connect(path, VAULT, dice)
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("UPDATE first SET value = randomblob(200)")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    with open(path + "-wal", "r+b") as file:
        header = file.read(32)
        header = struct.pack(">I", 0x377F0683) + header[4:16] + dice.randbytes(8)
        file.seek(0)
        file.write(header + checksum(header))


def once(seed):
    """Whether cells of this vault's file were found in the -shm file."""
    dice = random.Random(seed)
    with store.folder() as folder:
        path = os.path.join(folder, "vault.db")
        store.create(path, VAULT, dice)
        database = store.connect(path, VAULT, dice)
        database.execute("INSERT INTO first VALUES (1, randomblob(200))")
        for number in range(40):
            database.execute("INSERT INTO cells4k VALUES (?, ?)", (number + 1, marker.filled(number, 4096)))
        database.close()
        leave_a_log(path, dice)
        # This process has read every cell and closed the file; then it opens it again.
        aside = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        aside.execute("SELECT sum(length(value)) + count(DISTINCT value) FROM cells4k").fetchone()
        aside.close()
        database = store.connect(path, VAULT, dice)
        database.execute("SELECT count(*) FROM first").fetchone()
        found = [serials for name, _, _, serials in found_in(folder) if name.endswith("-shm")]
        database.close()
    return bool(found and found[0])


def main(words):
    if words == ["once"]:
        print(sum(once(seed) for seed in range(20)))
        return 0
    results = []
    for perturb in ("0", str(0xA5)):
        settings = os.environ | {"MALLOC_PERTURB_": perturb}
        run = subprocess.run([sys.executable, __file__, "once"], env=settings, capture_output=True, text=True, check=True)
        results.append(int(run.stdout))
    told = f"{results[0]} of 20 times where freed memory is not wiped, {results[1]} where it is"
    print(f"purging: memory of the process in the -shm file: {told}")
    return 0 if results[0] and not results[1] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
