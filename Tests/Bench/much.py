"""What a vault is like after very many hand-outs, beside one after ten:   much.py HAND-OUTS RUNS

The load program asks the agent for one token, over 64 connections, as often as is wanted. Then both agents are stopped, and each verb
is timed on both vaults in turn: it opens the vault by its key file, and this machine's reading log with it.
"""

import pathlib
import sys
import time

from house import House, run
from interleaved import Timed, take_turns

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Faults"))
from clients import Client, hand_out

FEW = 10


def size(path):
    """The bytes of a file with its log, or of all files below a folder."""
    files = path.rglob("*") if path.is_dir() else path.parent.glob(path.name + "*")
    return sum(file.stat().st_size for file in files if file.is_file() and not file.name.endswith("-shm"))


def ask(house, vault, count):
    """Has an agent hand out the same token so often; returns how long that took."""
    vault.agent()
    request = hand_out(str(vault.path), f"{vault.name}/7")
    body, secret = Client(str(vault.socket)).ask(request)
    load, frame = house.folder / "load", house.folder / "request"
    run(["cc", "-O2", "-o", load, pathlib.Path(__file__).parent / "load.c"], house.settings)
    frame.write_bytes(request)
    start = time.monotonic()
    run([load, vault.socket, frame, 8 + len(body) + len(secret), min(64, count - 1), count - 1], house.settings)
    took = time.monotonic() - start
    vault.lockstep("agent", "stop")
    return took


def main(count, runs):
    with House() as house:
        few, much = house.vault("few", 10), house.vault("much", 10)
        ask(house, few, FEW)
        before = size(much.path)
        took = ask(house, much, count)
        after, vaults = size(much.path), (few, much)
        logs = house.folder / "state" / "lockstep"
        written = size(logs)
        # Whoever hands out next removes what is more than is kept.
        much.lockstep("get", "much/7")
        verbs = {
            "get": lambda vault: ["lockstep", "get", f"{vault.name}/7"],
            "show": lambda vault: ["lockstep", "show", f"{vault.name}/7"],
            "list": lambda vault: ["lockstep", "list"],
            "status": lambda vault: ["lockstep", "status"],
            "audit --limit 50": lambda vault: ["lockstep", "audit", "--limit", "50"],
        }
        pairs = [
            [Timed(f"`{verb}`", words(vault), vault.settings) for vault in vaults] for verb, words in verbs.items()
        ]
        take_turns([command for pair in pairs for command in pair], runs)
        print(f"| {runs} runs in turn | after {FEW} hand-outs | after {count:,} | ratio |")
        print("| --- | --- | --- | --- |")
        for left, right in pairs:
            ratio = right.median / left.median
            print(f"| {left.name} | {left.median:.2f} ms | {right.median:.2f} ms | {ratio:.2f} |")
        print(f"| the vault, with SQLite's log | {before / 1e3:,.0f} kB | {after / 1e3:,.0f} kB | {after / before:.2f} |")
        print(f"\n{count:,} hand-outs took {took:.0f} s over 64 connections.", end=" ")
        print(f"The reading log had {written / 1e6:,.0f} MB then, and {size(logs) / 1e6:,.0f} MB after the next process had handed out.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
