"""Three hundred tokens at 40 ms a request: `revoke --all` beside one request after the other; and killed in the middle."""

import json
import pathlib
import random
import re
import subprocess
import sys
import time

from both import Run

COUNT, LATENCY = 300, 0.040


def fill(run, count):
    for number in range(count):
        run.lockstep("create", f"t{number}", "--scope", "linodes:ro", "--expiry", "9d")


def timed(run, *words):
    """How long it took, the exit code, what was said, and the largest resident size that was seen, in kB."""
    start, largest = time.monotonic(), 0
    with open(run.folder / "said", "w+") as said:
        process = subprocess.Popen(
            [str(run.lockstep_path), *words], env=run.settings, stdout=subprocess.DEVNULL, stderr=said
        )
        while process.poll() is None:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            name, peak = re.search(r"Name:\s*(\S+)", status), re.search(r"VmHWM:\s*(\d+)", status)
            if peak and name[1] == "lockstep":
                largest = max(largest, int(peak[1]))
            time.sleep(0.005)
        took = time.monotonic() - start
        said.seek(0)
        return took, process.returncode, said.read(), largest


def main(count):
    class Alone(Run):
        options = ["--rate", "1000000", "--latency", str(int(LATENCY * 1000))]

    Alone.setUpClass()
    run, bad = Alone(), []
    run.begin()
    fill(run, count)
    one, code, said, small = timed(run, "revoke", "t0", "--yes")
    every, code, said, large = timed(run, "revoke", "--matching", "t*", "--yes")
    # Each revocation is two requests, the deletion and the proof.
    serial = (count - 1) * 2 * LATENCY
    if code != 0 or f"{count - 1} revoked, 0 pending, 0 failed" not in said:
        bad.append(f"exit {code}: {said[-500:]}")
    print(
        f"bulk: {count - 1} tokens revoked in {every:.2f} s; one request after the other takes {serial:.2f} s at least: "
        f"{serial / every:.1f} times faster; one alone {one:.2f} s; {large} kB resident, {small} kB for one"
    )
    if serial / every < 10 or large > 2 * small + 8192:
        bad.append("slower than ten times, or memory grew")
    fill(run, 40)
    process = subprocess.Popen(
        [str(run.lockstep_path), "revoke", "--matching", "t*", "--yes"], env=run.settings, stderr=subprocess.DEVNULL
    )
    time.sleep(random.Random(3).uniform(0.1, 0.3))
    process.kill()
    process.wait()
    code, out, said = run.command("sync --json")
    left = [token for token in json.loads(run.lockstep("list", "--json"))["tokens"] if token["state"] != "active"]
    print(f"bulk: killed in the middle of 40; sync: exit {code}, {len(json.loads(out)['operations'])} taken up")
    bad += [f"left {left}"] if left or code else []
    bad += run.differences()
    for problem in bad:
        print(f"bulk: {problem}")
    Alone.tearDownClass()
    return len(bad)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT) else 0)
