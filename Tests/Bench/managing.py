"""What is asked of the agent besides hand-outs:   managing.py RUNS REQUESTS HAND-OUTS

`list` of 100 tokens beside `age -d` of one, and how long hand-outs at full speed take with and without managing requests
beside them: tokens are created, renamed and revoked through the same agent, one request after the other.
"""

import contextlib
import pathlib
import statistics
import sys
import threading

import peers
from house import House, run
from interleaved import Timed, table, take_turns
from throughput import agent

CONNECTIONS = 64
STRING = "0123456789abcdef" * 4


def listing(house, stack, runs):
    vault = house.vault("hundred", 100)
    vault.agent()
    folder = house.folder / "age"
    folder.mkdir(mode=0o700)
    # Nothing but the agent can open the vault.
    settings = vault.settings | {"LOCKSTEP_KEY_FILE": ""}
    age = Timed("`age -d`", *peers.age(stack, folder, house.settings, STRING))
    commands = [age]
    for words in (["list"], ["list", "--json"], ["show", "hundred/7"]):
        commands.append(Timed(f"`{' '.join(words)}`", ["lockstep", *words, "--no-input"], settings))
    take_turns(commands, runs)
    table(commands, age, f"100 tokens, {runs} runs in turn")


def managed(vault, requests, done):
    """So many requests, each of which has to succeed; says when it is over, however it ends."""
    settings = vault.settings | {"LOCKSTEP_KEY_FILE": "", "LOCKSTEP_SETTLE": "0s"}
    try:
        for number in range(requests):
            label, new = f"managed{number // 3}", f"renamed{number // 3}"
            create = ["create", label, "--scope", "linodes:ro", "--expiry", "9d"]
            words = [create, ["rename", label, new], ["revoke", new, "--yes"]][number % 3]
            run(["lockstep", *words, "--no-input"], settings)
    finally:
        done.set()


def handing_out(house, requests, count):
    socket, request, size = agent(house, STRING)
    load, vault = house.folder / "load", house.vaults[-1]
    run(["cc", "-O2", "-o", load, pathlib.Path(__file__).parent / "load.c"], house.settings)
    (house.folder / "request").write_bytes(request)
    words = [load, socket, house.folder / "request", size, CONNECTIONS, count, "waits"]

    def measured():
        return tuple(map(float, run(words, house.settings).split()))

    measured()
    runs = {"alone": [measured()], "beside": []}
    done = threading.Event()
    beside = threading.Thread(target=managed, args=(vault, requests, done))
    beside.start()
    while not done.is_set():
        runs["beside"].append(measured())
    beside.join()
    while len(runs["alone"]) < len(runs["beside"]):
        runs["alone"].append(measured())
    print(f"\n| {CONNECTIONS} connections | hand-outs a second | half of them within | 99 of 100 within |")
    print("| --- | --- | --- | --- |")
    middle = {name: [statistics.median(values) for values in zip(*found)] for name, found in runs.items()}
    titles = {"alone": "alone", "beside": f"beside {requests} managing requests"}
    for name, (rate, half, most) in middle.items():
        print(f"| {titles[name]} | {rate:,.0f} | {half:,.0f} µs | {most:,.0f} µs |")
    _, half, most = (beside / alone for beside, alone in zip(middle["beside"], middle["alone"]))
    print(f"| ratio | | {half:.2f} | {most:.2f} |")
    print(f"\n{len(runs['beside'])} runs of {count:,} hand-outs each way; the middle of the runs.")


def main(runs, requests, count):
    with House() as house, contextlib.ExitStack() as stack:
        listing(house, stack, runs)
        handing_out(house, requests, count)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
