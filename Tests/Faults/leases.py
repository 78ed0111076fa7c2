"""Tokens for one run (`run --mint`): killed at every failpoint, at random times, and with their agent; then one `sync`, and nothing of
them may be left but tombstones. At last many runs on one vault, a third of whose wrappers are killed, some with the agent."""

import collections
import concurrent.futures
import json
import os
import random
import signal
import subprocess
import sys
import time

from both import alone, everywhere
from kills import BEFALLEN, Agent, at_point, at_time, at_time_through_agent, points, prepare, signalled

RUN = "run --mint --scope linodes:ro -- true"


def at_point_of_worker(run, case):
    """Its worker is killed: the one that makes the token, or the one that revokes it."""
    agent = Agent(run, case[1])
    code, _, said = run.command(RUN + " ", **agent.settings)
    return agent.after(RUN, code, said) if code else (code, agent.after(RUN, 0, said)[1])


def left(run):
    """What is left of the runs of a vault after one `sync`; and how many tombstones there are."""
    problems = run.differences()
    listed = json.loads(run.lockstep("list", "--all", "--json"))["tokens"]
    kinds = collections.Counter(token["state"] for token in listed if token["label"] != "old")
    problems += [f"left: {kinds}"] if set(kinds) - {"gone"} else []
    for token in listed:
        if token["state"] == "gone" and not run.command(f"audit receipt {token['label']} --json")[1]:
            problems.append(f"no receipt of {token['label']}")
    return problems, kinds["gone"]


def one(run, agent, seconds, isKilled, count):
    words = [str(run.lockstep_path), "run", "--mint", "--scope", "linodes:ro", "--label", f"run/{count}"]
    words += ["--no-input", "--", "sleep", "0.05"]
    given = run.settings | (agent.settings if agent else {}) | {"PATH": os.environ["PATH"], "HOME": str(run.folder)}
    process = subprocess.Popen(words, env=given, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if isKilled:
        time.sleep(seconds)
        signalled(process.pid, signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def crowd(run, case):
    """So many runs, six at a time; each second round goes through an agent, and each fourth kills it, too."""
    times, seed = case
    draw, codes, problems, count = random.Random(seed), collections.Counter(), [], 0
    run.lockstep("set", "--changes-per-hour", "1000")
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        for number in range(0, times // 30):
            agent = Agent(run) if number % 2 else None
            futures = []
            for place in range(30):
                futures.append(pool.submit(one, run, agent, draw.uniform(0, 0.5), place % 3 == 0, count))
                count += 1
            if agent and number % 4 == 3:
                time.sleep(draw.uniform(0.2, 1))
                agent.process.kill()
            for place, future in enumerate(futures):
                code, said = future.result()
                codes[code] += 1
                if code not in (0, -9) and not (agent and number % 4 == 3):
                    problems.append(f"run {number}.{place}: exit {code}: {said}")
            if agent:
                end(agent)
    more, gone = left(run)
    print(f"crowd: {times} runs, exit codes {dict(codes)}, {gone} tombstones", flush=True)
    return None, problems + more


def end(agent):
    """It ends, and its workers with it; which of them was at what is left to the one sync."""
    agent.process.kill()
    agent.process.wait()


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    every = [(RUN, point) for point in range(1, points(RUN) + 1)]
    bad = everywhere("leases, kill matrix", at_point, every)
    some = every if times >= 300 else every[times % 4 :: 4]
    bad += everywhere("leases, kill matrix through the agent", at_point_of_worker, some)
    draw = random.Random(1)
    bad += everywhere("leases, random kills", at_time, [(RUN, draw.uniform(0, 0.4)) for _ in range(times)])
    befallen = [(RUN, draw.choice(BEFALLEN), draw.uniform(0, 0.5)) for _ in range(times // 2)]
    bad += everywhere("leases that something befalls", at_time_through_agent, befallen)
    bad += everywhere("leases, a crowd", crowd, [(times // 30 * 30 or 30, 1)])
    sys.exit(1 if bad else 0)
