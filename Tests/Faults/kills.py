"""SIGKILL at every failpoint of every operation, and at random times; then one `sync`, and both sides must agree. The same through
the agent, whose workers are killed at each point, and where agent, worker or client is killed, locked or stopped meanwhile."""

import os
import pathlib
import random
import signal
import subprocess
import sys
import time

from both import DELETE, FORGET, alone, everywhere
from processes import children

OPERATIONS = [
    "create ci --scope linodes:ro --expiry 9d",
    "rename old new",
    "adopt mine --id {id}",
    "revoke old --yes",
    DELETE,
    FORGET,
    "rotate old",
    "rotate old --overlap 0s",
    "rekey",
    "rekey --deep",
    "sync",
]
# What only the process does that shows what opens the vault.
GUARDED = {"rekey", "rekey --deep"}
# What is planned at the provider, too: through the agent one worker plans it and another performs it, and each passes fewer points than
# one process that does both.
PLANNED = {DELETE, "rotate old", "rotate old --overlap 0s"}
# What `sync` finds: operations that were stopped, each at the point of this number.
STOPPED = {"sync": [("create ci --scope linodes:ro --expiry 9d", 6), ("revoke old --yes", 4), ("rekey", 4)]}


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


class Agent:
    """An unlocked agent, whose workers are killed at a point; nothing else opens the vault for who has its settings."""

    def __init__(self, run, point=None):
        self.run, socket = run, run.folder / "run" / "agent.sock"
        socket.parent.mkdir(mode=0o700, exist_ok=True)
        # That of one which was killed before it.
        socket.unlink(missing_ok=True)
        run.settings["LOCKSTEP_SOCKET"] = str(socket)
        words = [run.lockstep_path.with_name("lockstep-agent"), "--socket", socket, "--vault", run.vault, "--state"]
        points = {"LOCKSTEP_FAILPOINT": str(point)} if point else {}
        environment = run.settings | points | {"PATH": os.environ["PATH"], "HOME": str(run.folder)}
        self.process = subprocess.Popen([*map(str, words), f"{run.folder}/state/lockstep"], env=environment)
        while not socket.exists() and self.process.poll() is None:
            time.sleep(0.005)
        run.lockstep("unlock")
        self.settings = {"LOCKSTEP_KEY_FILE": ""}

    def after(self, operation, code, said):
        """It ends; what was told has to be true, and both sides agree."""
        forkers = children(self.process.pid)
        left = [pid for forker in forkers for pid in children(forker)] + forkers
        self.process.kill()
        self.process.wait()
        # They die with it, a moment later; what they had claimed is theirs until then.
        while any(pathlib.Path(f"/proc/{pid}").exists() for pid in left):
            time.sleep(0.001)
        problems = self.run.differences(operation)
        if code == 8 and "lockstep sync" not in said:
            problems.append(f"no word of what finishes it: {said}")
        return code, problems


def at_point_of_worker(run, case):
    operation, point = case
    prepare(run, operation)
    agent = Agent(run, point)
    code, _, said = run.command(operation + " --no-input", **agent.settings)
    # No point is passed over: a worker was killed at it, while it planned or performed. What is left for `sync` the agent has a worker
    # finish as soon as it is unlocked, and that one is killed.
    problems = [] if code in (1, 8) or operation in PLANNED | {"sync"} else [f"not killed: {said}"]
    return code, agent.after(operation, code, said)[1] + problems


BEFALLEN = ["kill agent", "kill client", "interrupt client", "lock", "agent stop", "freeze agent", "freeze worker"]


def at_time_through_agent(run, case):
    """Something befalls the agent, its worker or its client while a request is performed."""
    operation, what, seconds = case
    prepare(run, operation)
    agent = Agent(run)
    words = [str(run.lockstep_path), *operation.format(id=run.stranger["id"]).split(), "--no-input"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, env=run.settings | agent.settings, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    if operation.startswith("adopt"):
        process.stdin.write(run.stranger["token"])
    process.stdin.close()
    process.stdin = None
    time.sleep(seconds)
    frozen = befall(run, what, agent.process.pid, process)
    _, said = process.communicate(timeout=60)
    for pid in frozen:
        signalled(pid, signal.SIGKILL)
    return agent.after(operation, process.returncode, said)


def befall(run, what, agent, process):
    """Does it; returns the processes that were stopped."""
    verb, _, whom = what.partition(" ")
    if what in ("lock", "agent stop"):
        run.command(what)
        return []
    if verb == "freeze":
        # A worker is a child of the forker, which is one of the agent.
        pids = [agent] if whom == "agent" else [worker for forker in children(agent) for worker in children(forker)]
        for pid in pids:
            signalled(pid, signal.SIGSTOP)
        return pids
    number = signal.SIGINT if verb == "interrupt" else signal.SIGKILL
    signalled(agent if whom == "agent" else process.pid, number)
    return []


def signalled(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


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
    # The short run of the client tests takes each fourth point.
    every = [case for case in every if case[0] not in GUARDED]
    some = every if times >= 1000 else every[times % 4 :: 4]
    bad += everywhere("kill matrix through the agent", at_point_of_worker, some)
    draw = random.Random(1)
    bad += everywhere("random kills", at_time, [(draw.choice(OPERATIONS), draw.uniform(0, 0.08)) for _ in range(times)])
    asked = [operation for operation in OPERATIONS if operation not in GUARDED]
    befallen = [(draw.choice(asked), draw.choice(BEFALLEN), draw.uniform(0, 0.15)) for _ in range(times // 2)]
    bad += everywhere("requests that something befalls", at_time_through_agent, befallen)
    sys.exit(1 if bad else 0)
