"""What revoking a crowd holds while it runs, beside the same for few:   crowd.py TOKENS THROTTLED FEW...

The provider refuses the first deletion of THROTTLED of the TOKENS with 429, and of as large a share of the FEW. While
`lockstep revoke --all` runs, the kernel is asked every few milliseconds what `lockstep` and `lockstep-provider` hold.
"""

import collections
import concurrent.futures
import contextlib
import json
import pathlib
import subprocess
import sys
import time
import urllib.request

from house import BUILT, House

LATENCY = 40
EVERY = 0.003
PROGRAMS = ["lockstep", "lockstep-provider"]


class Peaks:
    """The most that was seen of one program."""

    def __init__(self):
        self.seen = collections.Counter()

    def look(self, pid):
        """Asks the kernel; a process that ended in the meantime has nothing to tell."""
        with contextlib.suppress(OSError):
            folder = pathlib.Path(f"/proc/{pid}")
            found = {"maps": folder.joinpath("maps").read_text().count("\n")}
            for line in folder.joinpath("status").read_text().splitlines():
                name, _, value = line.partition(":")
                if name in ("VmLck", "VmRSS"):
                    found[name] = int(value.split()[0])
            for name, value in found.items():
                self.seen[name] = max(self.seen[name], value)


def children(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return []


def name(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/exe").readlink().name
    return ""


def control(house, method, what, body=None):
    """Speaks to the sandbox's side door."""
    body = None if body is None else json.dumps(body).encode()
    url = f"http://{house.host}/_sandbox/{what}"
    with urllib.request.urlopen(urllib.request.Request(url, body, method=method)) as answer:
        return answer.read()


def fill(house, vault, count, throttled):
    """So many tokens, made by `lockstep create`; the provider will refuse some of their first deletions."""
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        wanted = ["--scope", "linodes:ro", "--expiry", "9d"]
        list(pool.map(lambda number: vault.lockstep("create", f"t{number}", *wanted), range(count)))
    ids = [token["id"] for token in json.loads(vault.lockstep("list", "--json"))["tokens"]]
    # The last ones: a path is a beginning, and /21 would also be that of /210.
    for number in sorted(ids)[-throttled:]:
        path = f"/v4/profile/tokens/{number}"
        fault = {"fault": "status", "status": 429, "value": 0, "times": 1, "method": "DELETE", "path": path}
        control(house, "POST", "faults", fault)
    control(house, "DELETE", "log")


def revoke(vault):
    """Revokes everything and looks on; returns the peaks of both programs, the answer and how long it took."""
    peaks, start = {program: Peaks() for program in PROGRAMS}, time.perf_counter()
    answer = vault.path.with_name("answer")
    with open(answer, "wb") as output:
        words = [BUILT / "lockstep", "revoke", "--all", "--yes", "--json"]
        process = subprocess.Popen(words, env=vault.settings, stdout=output, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            for pid in [process.pid, *children(process.pid)]:
                # Between fork and exec the child is still called as its parent.
                if (program := name(pid)) in peaks:
                    peaks[program].look(pid)
            time.sleep(EVERY)
    return peaks, json.loads(answer.read_text()), time.perf_counter() - start


def measured(house, count, throttled):
    vault = house.vault(f"crowd{count}")
    fill(house, vault, count, throttled)
    peaks, answer, took = revoke(vault)
    refused = sum(entry["status"] == 429 for entry in json.loads(control(house, "GET", "log")))
    control(house, "DELETE", "faults")
    print(
        f"{count:,} tokens: {answer['revoked']:,} revoked, {answer['pending']:,} pending, {answer['failed']:,} failed; "
        f"{refused:,} deletions were refused with 429; {took:.1f} s.\n"
    )
    return peaks


def main(tokens, throttled, *few):
    with House("--latency", str(LATENCY)) as house:
        counts = [*((count, count * throttled // tokens) for count in few), (tokens, throttled)]
        found = [(count, measured(house, count, part)) for count, part in counts]
    print("| most that was seen of | tokens | mappings | locked | resident |")
    print("| --- | --- | --- | --- | --- |")
    for program in PROGRAMS:
        for count, peaks in found:
            seen = peaks[program].seen
            print(f"| `{program}` | {count:,} | {seen['maps']:,} | {seen['VmLck']:,} kB | {seen['VmRSS']:,} kB |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
