"""Processes stopped, hung up on, killed beside and lied to; then one `sync`, and both sides must agree.

`freeze`: SIGSTOP for a while, another `sync` meanwhile, SIGCONT. `pipe`: nobody reads stdout and stderr. `helper`:
`lockstep-provider` is killed. `frozen helper`: it is stopped, then killed. `fake helper`: in its place something answers
nonsense, echoes, ends at once, or is not there. `opening`: another process was stopped while it opened the vault; `mark`: while it
wrote what this machine has seen of it.
"""

import fcntl
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

from both import FORGET, everywhere
from kills import GUARDED, OPERATIONS, prepare

FAKES = {
    "random": "#!/bin/sh\nhead -c 100000 /dev/urandom\n",
    "zeros": "#!/bin/sh\nhead -c 100000 /dev/zero\n",
    "echo": "#!/bin/sh\nexec cat\n",
    "ends": "#!/bin/sh\nexit 0\n",
    "text": "#!/bin/sh\necho HTTP/1.1 200 OK\n",
    "missing": None,
}


def helper_of(process):
    """The process id of its lockstep-provider, once there is one."""
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(200):
        if process.poll() is not None:
            return None
        found = children.read_text().split() if children.exists() else []
        if found:
            return int(found[0])
        time.sleep(0.001)
    return None


def start(run, operation, program=None):
    words = [str(program or run.lockstep_path), *operation.format(id=run.stranger["id"]).split()]
    process = subprocess.Popen(
        words, env=run.settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    if operation.startswith("adopt"):
        process.stdin.write(run.stranger["token"].encode())
    process.stdin.close()
    process.stdin = None
    return process


def signalled(pid, number):
    try:
        os.kill(pid, number)
    except (ProcessLookupError, TypeError):
        pass


def stop(run, case):
    kind, operation, seconds = case
    prepare(run, operation)
    process = start(run, operation)
    problems = []
    if kind == "pipe":
        process.stdout.close()
        process.stderr.close()
    elif kind == "freeze":
        time.sleep(seconds)
        signalled(process.pid, signal.SIGSTOP)
        code, _, said = run.command("sync")
        if code not in (0, 8, 10):
            problems.append(f"sync beside a frozen process: exit {code}: {said}")
        signalled(process.pid, signal.SIGCONT)
    else:
        helper = helper_of(process)
        time.sleep(seconds / 2)
        if kind == "frozen helper":
            signalled(helper, signal.SIGSTOP)
            time.sleep(0.05)
        signalled(helper, signal.SIGKILL)
    code = process.wait(60)
    if code not in (0, 1, 4, 6, 7, 8, 10):
        problems.append(f"exit {code}")
    for stream in (process.stdout, process.stderr):
        stream.close()
    return code, problems + run.differences(
        operation, mayDiffer=operation.startswith(("rename", "adopt")))


def fake(run, case):
    _, operation, name = case
    prepare(run, operation)
    place = run.folder / "fake"
    place.mkdir()
    program = shutil.copy(run.lockstep_path, place / "lockstep")
    if FAKES[name] is not None:
        (place / "lockstep-provider").write_text(FAKES[name])
        (place / "lockstep-provider").chmod(0o755)
    process = start(run, operation, program)
    _, said = process.communicate(timeout=60)
    # What asks nobody needs no helper.
    allowed = (0,) if operation == FORGET else (7, 8)
    problems = [] if process.returncode in allowed else [f"exit {process.returncode}: {said.decode()}"]
    return process.returncode, problems + run.differences(operation)


def opening(run, case):
    """The locks of a process that prepares the log's index (wal.c, "WAL_WRITE_LOCK"): nobody gets in, and all say why."""
    _, line, byte = case
    with open(f"{run.vault}-shm", "r+b") as index:
        fcntl.lockf(index, fcntl.LOCK_EX, 1, byte)
        code, _, said = run.command(line)
    problems = [] if code == 10 and "Another process held the vault" in said else [f"exit {code}: {said}"]
    return code, problems + run.differences()


def mark(run, case):
    """A process that was stopped with the lock on this machine's mark keeps nobody from a change."""
    (state,) = pathlib.Path(run.settings["XDG_STATE_HOME"]).glob("lockstep/*/state")
    with open(state, "r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, _, said = run.command(case[1])
    problems = [] if code == 0 else [f"exit {code}: {said}"]
    return code, problems + run.differences()


def work(run, case):
    return {"fake helper": fake, "opening": opening, "mark": mark}.get(case[0], stop)(run, case)


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    draw = random.Random(2)
    kinds = ["freeze", "pipe", "helper", "frozen helper"]
    cases = [(draw.choice(kinds), draw.choice(OPERATIONS), draw.uniform(0, 0.08)) for _ in range(times)]
    # New keys are no matter of the provider.
    cases += [("fake helper", operation, name) for operation in OPERATIONS if operation not in GUARDED for name in FAKES]
    cases += [("opening", line, byte) for line in ("get old", "revoke old --yes") for byte in (120, 122)]
    cases += [("mark", line) for line in (OPERATIONS[0], "revoke old --yes", "rename old new", "sync")]
    sys.exit(1 if everywhere("stops", work, cases) else 0)
