"""SIGKILL at every failpoint of every operation, and at random times; then one `sync`, and both sides must agree."""

import random
import subprocess
import sys
import time

from both import DELETE, FORGET, alone, everywhere

OPERATIONS = [
    "create ci --scope linodes:ro --expiry 9d",
    "rename old new",
    "adopt mine --id {id}",
    "revoke old --yes",
    DELETE,
    FORGET,
    "sync",
]
# What `sync` finds: operations that were stopped, each at the point of this number.
STOPPED = {"sync": [("create ci --scope linodes:ro --expiry 9d", 6), ("revoke old --yes", 4)]}


def prepare(run, operation):
    for line, point in STOPPED.get(operation, []):
        run.command(line, LOCKSTEP_FAILPOINT=str(point))


def at_point(run, case):
    operation, point = case
    prepare(run, operation)
    code, _, _ = run.command(operation, LOCKSTEP_FAILPOINT=str(point))
    return code, run.differences(operation)


def at_time(run, case):
    operation, seconds = case
    prepare(run, operation)
    words = [str(run.lockstep_path), *operation.format(id=run.stranger["id"]).split()]
    quiet = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(words, env=run.settings, **quiet)
    if operation.startswith("adopt"):
        process.stdin.write(run.stranger["token"].encode())
    process.stdin.close()
    time.sleep(seconds)
    process.kill()
    return process.wait(), run.differences(operation)


def probe(run, case):
    operation, point = case
    prepare(run, operation)
    return run.command(operation, LOCKSTEP_FAILPOINT=str(point))[0], []


def points(operation):
    """How many points an operation passes: nothing is killed at the one after the last."""
    low, high = 1, 200
    while low < high:
        middle = (low + high) // 2
        _, code, problems = alone(probe, (operation, middle))
        assert not problems, problems
        low, high = (middle + 1, high) if code == -9 else (low, middle)
    assert low < 200, "more points than were looked for"
    return low - 1


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    every = [(operation, point) for operation in OPERATIONS for point in range(1, points(operation) + 1)]
    bad = everywhere("kill matrix", at_point, every)
    draw = random.Random(1)
    bad += everywhere("random kills", at_time, [(draw.choice(OPERATIONS), draw.uniform(0, 0.08)) for _ in range(times)])
    sys.exit(1 if bad else 0)
