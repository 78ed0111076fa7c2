"""What is asked of the agent besides hand-outs:   managing.py RUNS REQUESTS HAND-OUTS

`list` of 100 tokens beside `age -d` of one, and how long hand-outs take with and without managing requests beside them,
at 10,000 a second and as fast as they come: tokens are created, renamed and revoked through the same agent, one request
after the other.
"""

import concurrent.futures
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
RATE = 10_000
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


def managed(vault, name, requests, done):
    """So many requests, each of which has to succeed; says when it is over, however it ends."""
    settings = vault.settings | {"LOCKSTEP_KEY_FILE": "", "LOCKSTEP_SETTLE": "0s"}
    try:
        for number in range(requests):
            label, new = f"{name}/managed{number // 3}", f"{name}/renamed{number // 3}"
            create = ["create", label, "--scope", "linodes:ro", "--expiry", "9d"]
            words = [create, ["rename", label, new], ["revoke", new, "--yes"]][number % 3]
            run(["lockstep", *words, "--no-input"], settings)
    finally:
        done.set()


def compared(vault, name, requests, measured):
    """What `measured` gives while nothing else is asked, and beside so many requests; as many runs each."""
    measured()
    beside, done = [], threading.Event()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        other = pool.submit(managed, vault, name, requests, done)
        while not done.is_set():
            beside.append(measured())
        # Throws what went wrong there.
        other.result()
    return [measured() for _ in beside], beside


def handing_out(house, requests, count):
    socket, request, size = agent(house, STRING)
    load, vault = house.folder / "load", house.vaults[-1]
    # The usual sixty changes an hour are made within seconds.
    vault.lockstep("set", "--changes-per-hour", "1000")
    run(["cc", "-O2", "-o", load, pathlib.Path(__file__).parent / "load.c"], house.settings)
    (house.folder / "request").write_bytes(request)
    print(f"\n| {CONNECTIONS} connections | hand-outs a second | half of them within | 99 of 100 within |")
    print("| --- | --- | --- | --- |")
    for title, pace, many in (("10,000 a second", RATE, RATE), ("as fast as they come", "waits", count)):
        words = [load, socket, house.folder / "request", size, CONNECTIONS, many, pace]
        runs = compared(vault, str(pace), requests, lambda: tuple(map(float, run(words, house.settings).split())))
        alone, beside = ([statistics.median(values) for values in zip(*found)] for found in runs)
        count = len(runs[0])
        for what, (rate, half, most) in (("alone", alone), (f"beside {requests} managing requests", beside)):
            print(f"| {title}, {what} | {rate:,.0f} | {half:,.0f} µs | {most:,.0f} µs |")
        print(f"| ratio | | {beside[1] / alone[1]:.2f} | {beside[2] / alone[2]:.2f} |")
        print(f"| runs of {many:,}, each way | {count} | | |")


def main(runs, requests, count):
    with House() as house, contextlib.ExitStack() as stack:
        listing(house, stack, runs)
        handing_out(house, requests, count)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
