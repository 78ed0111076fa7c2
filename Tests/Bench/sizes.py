"""`get` and its like at 10, 1,000 and many tokens, with an agent and without:   sizes.py RUNS COLD-RUNS LARGEST"""

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


def main(runs, cold_runs, largest):
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

        # Without an agent: each run opens the vault by its key file.
        age = Timed("`age -d`", words, settings)
        cold = [age]
        for tokens, vault in vaults.items():
            cold.append(Timed(f"`get`, {tokens:,} tokens", any_token("get", vault.name, tokens), vault.settings))
        for tokens, vault in vaults.items():
            cold.append(Timed(f"`show`, {tokens:,} tokens", any_token("show", vault.name, tokens), vault.settings))
        for tokens, vault in vaults.items():
            cold.append(Timed(f"`list`, {tokens:,} tokens", ["lockstep", "list"], vault.settings))
        # What takes long is measured less often.
        take_turns(cold[: 1 + len(vaults)], runs)
        take_turns(cold[1 + len(vaults) :], cold_runs)

        warm = [Timed("`age -d`", words, settings)]
        for tokens, vault in vaults.items():
            vault.agent()
            warm.append(Timed(f"`get`, {tokens:,} tokens", any_token("get", vault.name, tokens), vault.settings))
        take_turns(warm, runs)

        print("### Through the agent, another token each time\n")
        table(warm, warm[0], f"{runs} runs in turn")
        print("\n### By key file, without an agent\n")
        table(cold, age, f"{runs} runs in turn; `show` and `list` {cold_runs}", sizes=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
