"""The agent killed at random times while clients ask it, and while the command line hands out, creates and revokes.

After that the vault is whole, both sides agree, every string that somebody got stands in the audit log, and a new agent
serves at the same socket. Each run is one vault and five kills.
"""

import json
import os
import pathlib
import random
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

from both import everywhere
from clients import VERSION, Client, framed, text

KILLS = 5


def hand_out(vault, verb):
    """A request for `old` that the audit log tells from any other: the verb is the client's own word."""
    return framed(struct.pack(">HB", VERSION, 5) + text(vault) + text(verb) + b"\0\0\0" + struct.pack(">H", 1) + text("old"))


class Traffic:
    """Threads that ask until they are told to stop; what they got, and what should not have been."""

    def __init__(self, run, path):
        self.run, self.path, self.string = run, path, run.lockstep("get", "old").strip()
        self.over, self.served, self.direct, self.bad, self.unsure = threading.Event(), [], 0, [], set()
        works = [(self.ask, name) for name in "abc"] + [(self.get,), (self.churn, "x"), (self.churn, "y")]
        self.threads = [threading.Thread(target=self.guard, args=work) for work in works]
        for thread in self.threads:
            thread.start()

    def guard(self, work, *more):
        try:
            while not self.over.is_set():
                work(*more)
        except Exception as failure:
            self.bad.append(repr(failure))

    def ask(self, name):
        """Over one connection, for as long as it lasts."""
        try:
            client = Client(self.path)
            with client.socket:
                while not self.over.is_set():
                    verb = f"get {name}{len(self.served)}"
                    body, secret = client.ask(hand_out(str(self.run.vault), verb))
                    if body[2] == 5:  # locked: not yet unlocked again
                        return
                    if secret.decode() != self.string:
                        self.bad.append(f"{verb}: answer {body!r}")
                    self.served.append(verb)
        except OSError:
            self.over.wait(0.002)

    def get(self):
        code, out, err = self.run.command("get old")
        self.direct += 1
        if (code, out) != (0, self.string + "\n"):
            self.bad.append(f"get: exit {code}: {err}")

    def churn(self, label):
        for line in (f"create {label} --scope linodes:ro --expiry 9d", f"revoke {label} --yes"):
            code, _, err = self.run.command(line)
            # The agent was killed while it worked, or a deletion is pending where the others' reading kept the log from being
            # cleaned: `sync` does it, where it is not cut off, too. What there is then is not known here.
            known = {8} | ({4, 10} if label in self.unsure else set())
            if code == 0:
                self.unsure.discard(label)
            elif code in known:
                self.unsure.add(label)
                self.run.command("sync")
            elif code == 1 and ("The agent was locked or ended" in err or "The agent's worker ended" in err):
                # Before a revocation was begun, or a creation: the token is there still, or not yet.
                self.unsure.add(label)
            else:
                self.bad.append(f"{line}: exit {code}: {err}")

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join(60)


def agent_pid(path, seconds=20):
    """The process that listens there; None when none does in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with Client(path).socket as connection:
                return struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        except OSError:
            time.sleep(0.001)
    return None


def kill(run, path, draw, traffic):
    """Starts an agent and kills it: while it starts, or after some hand-outs and a while."""
    words = [str(run.lockstep_path), "agent", "start"]
    starting = subprocess.Popen(words, env=run.settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    pid, early = agent_pid(path), draw.random() < 0.3
    if pid is None:
        return ["no agent listens"]
    if not early:
        if starting.wait(60) != 0:
            return [f"agent start: exit {starting.returncode}: {starting.stderr.read()}"]
        wanted, deadline = len(traffic.served) + draw.randrange(200), time.monotonic() + 20
        while len(traffic.served) < wanted and not traffic.bad and time.monotonic() < deadline:
            time.sleep(0.001)
        if len(traffic.served) < wanted:
            return ["the new agent does not serve"]
    time.sleep(draw.uniform(0, 0.02))
    process = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    select.select([process], [], [], 20)  # dead, and not only dying: it listens until then
    os.close(process)
    starting.wait(60)
    starting.stderr.close()
    return []


def work(run, case):
    draw, path = random.Random(case), str(run.folder / "run" / "agent.sock")
    run.settings["LOCKSTEP_SOCKET"] = path
    pathlib.Path(path).parent.mkdir(mode=0o700)
    traffic, problems = Traffic(run, path), []
    try:
        for _ in range(KILLS):
            problems += kill(run, path, draw, traffic)
    finally:
        traffic.end()
    problems += traffic.bad
    run.lockstep("agent", "start")
    run.lockstep("get", "old", "--no-input", settings={"LOCKSTEP_KEY_FILE": ""})
    run.lockstep("doctor")
    entries = json.loads(run.lockstep("audit", "--json", "--limit", "0", "--event", "handed-out", "--label", "old"))["entries"]
    written = [entry["detail"] for entry in entries]
    if lost := set(traffic.served) - set(written):
        problems.append(f"{len(lost)} of {len(traffic.served)} hand-outs are not in the log: {sorted(lost)[:3]}")
    # Two more than counted: the first of all, and the one from the new agent. What an agent wrote down and did not live to send
    # was handed out by lockstep itself, and stands there twice.
    if written.count("get") < traffic.direct + 2:
        problems.append(f"{written.count('get')} hand-outs by the command line in the log, {traffic.direct + 2} made")
    problems += run.differences()
    run.lockstep("agent", "stop")
    print(f"agent kills: {KILLS} kills, {len(traffic.served)} hand-outs by agents, {traffic.direct} by lockstep", flush=True)
    return 0, problems


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    sys.exit(1 if everywhere("agent kills", work, range((times + KILLS - 1) // KILLS)) else 0)
