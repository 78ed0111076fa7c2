"""Eight processes, a hundred mixed operations each, at once on one vault: no error but conflict and absence, no lost
update, one provider call an intent, and both sides equal at the end."""

import collections
import concurrent.futures
import json
import random
import sys

from both import Run

LABELS = [f"t{number}" for number in range(12)]
# Done; no such token (another process was faster); pending (another process has it); conflict.
ALLOWED = {0, 4, 8, 10}


def choose(draw):
    label = draw.choice(LABELS)
    return draw.choices(
        [
            f"create {label} --scope linodes:ro --expiry 9d",
            f"get {label}",
            f"rename {label} {draw.choice([other for other in LABELS if other != label])}",
            f"revoke {label} --yes",
            "list",
            "sync",
        ],
        [30, 20, 10, 15, 15, 10],
    )[0]


def work(run, seed, count):
    draw = random.Random(seed)
    told = []
    for _ in range(count):
        line = choose(draw)
        code, _, err = run.command(line)
        told.append((line.split()[0], code, err))
    return told


def main(count):
    class Alone(Run):
        options = ["--rate", "1000000"]

    Alone.setUpClass()
    run = Alone()
    run.begin()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        told = [entry for told in pool.map(lambda seed: work(run, seed, count), range(8)) for entry in told]
    codes = collections.Counter((verb, code) for verb, code, _ in told)
    bad = [f"{verb}: exit {code}: {err}" for verb, code, err in told if code not in ALLOWED]
    bad += run.differences()
    entries = json.loads(run.lockstep("audit", "--json", "--limit", "0"))["entries"]
    begun = sum(1 for entry in entries if entry["event"] == "create-begun")
    posts = sum(1 for entry in run.control("GET", "log") if entry["method"] == "POST")
    if posts != begun:
        bad.append(f"{begun} creations were begun with {posts} requests")
    for problem in bad:
        print(f"mixed: {problem}")
    print(f"mixed: 8 processes, {8 * count} operations, {dict(sorted(codes.items()))}, {len(bad)} problems")
    Alone.tearDownClass()
    return len(bad)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 100) else 0)
