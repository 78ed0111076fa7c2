"""Many tokens revoked at once, beside the provider's own clients:   bulk.py ROUNDS TOKENS TOKENS-BY-CLI

The sandbox takes 40 ms for each answer. The clients delete, one token after the other, as a script of theirs would.
Lockstep deletes, proves with each token that it is refused, and purges it. Each program is timed from start to end.
linode-cli starts a program for each token, so it is given fewer, and its time is scaled to as many as the others had.
"""

import concurrent.futures
import json
import statistics
import subprocess
import sys
import time
import urllib.request

from house import BUILT, CLIENTS, House

LATENCY = 40

# The whole program of whoever uses the library: delete what is named in the words.
API4 = """
import os, sys
from linode_api4 import LinodeClient, PersonalAccessToken
client = LinodeClient(os.environ["LINODE_TOKEN"], base_url=os.environ["LINODE_URL"])
for number in sys.argv[1:]:
    PersonalAccessToken(client, int(number)).delete()
"""


def made(house, count):
    """So many tokens at the provider, made by nobody's client; their ids."""
    ids = []
    for number in range(count):
        body = json.dumps({"label": f"bench-{number}", "scopes": "linodes:read_only"}).encode()
        url = f"http://{house.host}/_sandbox/tokens"
        with urllib.request.urlopen(urllib.request.Request(url, body, method="POST")) as answer:
            ids.append(str(json.load(answer)["id"]))
    return ids


def living(house):
    """How many tokens live at the provider."""
    with urllib.request.urlopen(f"http://{house.host}/_sandbox/tokens") as answer:
        return sum(token["alive"] for token in json.load(answer))


def timed(house, settings, count, *commands):
    """How long some programs take, one after the other; they must leave `count` tokens fewer at the provider."""
    before, start = living(house), time.perf_counter()
    for words in commands:
        done = subprocess.run([str(word) for word in words], env=settings, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"bench: {words[0]}: failed with {done.returncode}: {done.stderr[-500:]}")
    took = time.perf_counter() - start
    if living(house) != before - count:
        sys.exit(f"bench: {commands[0][0]}: {before - living(house)} of {count} tokens are gone")
    return took


def main(rounds, tokens, by_cli):
    with House("--latency", str(LATENCY)) as house:
        vault = house.vault("bulk")
        api4 = house.settings | {"LINODE_TOKEN": house.token, "LINODE_URL": f"http://{house.host}/v4"}
        cli = house.settings | {"LINODE_CLI_TOKEN": house.token, "LINODE_CLI_API_HOST": house.host}
        cli |= {"LINODE_CLI_API_SCHEME": "http"}
        delete = [CLIENTS / "linode-cli", "--suppress-warnings", "profile", "token-delete"]
        is_there = delete[0].exists()
        if not is_there:
            print("SKIPPED: `linode_api4` and `linode-cli`: they could not be installed from PyPI\n")
        times = {"`lockstep revoke --all`": [], "`linode_api4`, one after the other": [], "`linode-cli`": []}
        ours, library, programs = times.values()
        for _ in range(rounds):
            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                wanted = ["--scope", "linodes:ro", "--expiry", "9d"]
                list(pool.map(lambda number: vault.lockstep("create", f"t{number}", *wanted), range(tokens)))
            ours.append(timed(house, vault.settings, tokens, [BUILT / "lockstep", "revoke", "--all", "--yes"]))
            if is_there:
                words = [sys.executable, "-c", API4, *made(house, tokens)]
                library.append(timed(house, api4, tokens, words))
                each = [[*delete, number] for number in made(house, by_cli)]
                programs.append(timed(house, cli, by_cli, *each) * tokens / by_cli)
        print(f"| {tokens} tokens, {LATENCY} ms an answer | median | times `lockstep revoke --all` |")
        print("| --- | --- | --- |")
        for name, taken in times.items():
            if taken:
                note = f" ({by_cli} tokens, scaled)" if taken is programs and by_cli != tokens else ""
                middle = statistics.median(taken)
                print(f"| {name}{note} | {middle:.1f} s | {middle / statistics.median(ours):.1f} |")
        print(f"\n{rounds} rounds in turn. Lockstep makes two requests for each token, the others one.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
