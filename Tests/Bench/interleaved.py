"""Commands timed in turn, 150 times each, so that whatever else the machine does falls on all of them.

    interleaved.py NAME COMMAND -- NAME COMMAND -- …      the first is what the others are compared with
"""

import shlex
import statistics
import subprocess
import sys
import time

RUNS = 150


def once(command):
    start = time.perf_counter()
    status = subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - start
    if status:
        sys.exit(f"bench: {shlex.join(command)}: failed with {status}")
    return took * 1000


def main(words):
    commands, place = {}, 0
    while place < len(words):
        end = words.index("--", place) if "--" in words[place:] else len(words)
        commands[words[place]] = words[place + 1 : end]
        place = end + 1
    times = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            times[name].append(once(command))
    base = statistics.median(next(iter(times.values())))
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:<44}{middle:9.2f} ms{min(taken):9.2f} ms{middle / base:8.2f} times the first")


if __name__ == "__main__":
    main(sys.argv[1:])
