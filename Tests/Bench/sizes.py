"""`get` and its like at 10, 1,000 and many tokens, with an agent and without:   sizes.py RUNS SLOW-RUNS LARGEST"""

import contextlib
import os
import random
import sys
import time

import peers
from house import House
from interleaved import Timed, table, take_turns


def any_token(verb, name, tokens):
    """The words for another token in each run, the same ones in each benchmark: nothing is gained by having it just read."""
    return lambda number: ["lockstep", verb, f"{name}/{random.Random(number).randint(1, tokens)}"]


def main(runs, slow_runs, largest):
    with House() as house, contextlib.ExitStack() as stack:
        string, folder = "0123456789abcdef" * 4, house.folder / "age"
        folder.mkdir()
        words, settings = peers.age(stack, folder, house.settings, string)
        vaults = {}
        for tokens in sorted({10, 1000, largest}):
            start = time.monotonic()
            vaults[tokens] = house.vault(f"of-{tokens}", tokens)
            took, size = time.monotonic() - start, os.path.getsize(vaults[tokens].path)
            print(f"bench: {tokens} tokens filled in {took:.0f} s, {size / 1e6:.1f} MB", file=sys.stderr)

        def each(verb):
            """The verb at every size."""
            for tokens, vault in vaults.items():
                words = any_token(verb, vault.name, tokens)
                yield Timed(f"`{verb}`, {tokens:,} tokens", words if verb != "list" else ["lockstep", "list"], vault.settings)

        # Without an agent first: each run opens the vault by its key file, one of them a vault that was much in use.
        used, uses = house.vault("used", 10), 10 * runs
        for _ in range(uses):
            used.lockstep("get", "used/7")
        age = Timed("`age -d`", words, settings)
        cold = [age, *each("get"), Timed(f"`get`, after {uses:,} more", any_token("get", "used", 10), used.settings)]
        slow = [*each("show"), *each("list")]
        take_turns(cold, runs)
        take_turns(slow, slow_runs)

        for vault in vaults.values():
            vault.agent()
        warm = [Timed("`age -d`", words, settings), *each("get")]
        take_turns(warm, runs)

        print("### Through the agent, another token each time\n")
        table(warm, warm[0], f"{runs} runs in turn")
        print("\n### By key file, without an agent\n")
        table(cold + slow, age, f"{runs} runs in turn; `show` and `list` {slow_runs}", sizes=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
