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
    """The words for another token in each run: nothing is gained by its having been read just before."""
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
                words = ["lockstep", "list"] if verb == "list" else any_token(verb, vault.name, tokens)
                yield Timed(f"`{verb}`, {tokens:,} tokens", words, vault.settings)

        # Without an agent first: each run opens the vault by its key file.
        age, cold, slow = Timed("`age -d`", words, settings), [*each("get")], [*each("show"), *each("list")]
        take_turns([age, *cold], runs)
        take_turns(slow, slow_runs)

        # And a vault that was much in use, by itself: its writes are not to fall on the others.
        used, uses = house.vault("used", 10), 10 * runs
        for _ in range(uses):
            used.lockstep("get", "used/7")
        worn = [Timed("`age -d`", words, settings)]
        worn.append(Timed(f"`get`, 10 tokens, after {uses:,} more", any_token("get", "used", 10), used.settings))
        take_turns(worn, runs)

        for vault in vaults.values():
            vault.agent()
        warm = [Timed("`age -d`", words, settings), *each("get")]
        take_turns(warm, runs)

        print("### Through the agent, another token each time\n")
        table(warm, warm[0], f"{runs} runs in turn")
        print("\n### By key file, without an agent\n")
        table([age, *cold, *slow], age, f"{runs} runs in turn; `show` and `list` {slow_runs}", sizes=True)
        print("\n### By key file, after much use\n")
        table(worn, worn[0], f"{runs} runs in turn", sizes=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
