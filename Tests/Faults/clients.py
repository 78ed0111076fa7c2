"""A thousand clients of the agent at once, beside idle, half-open, dripping and flooding connections; and its memory.

Prints what was served. As root the agent's memory is read, too: no token string after the hand-outs, and nothing of the
key file after `lock`.
"""

import os
import pathlib
import re
import resource
import struct
import sys
import threading
import time

from both import Run
from speaking import REQUESTS, VERSION, Speaker, framed


def text(value):
    value = value.encode()
    return struct.pack(">I", len(value)) + value


STATUS = framed(struct.pack(">HB", REQUESTS, 1))


class Client(Speaker):
    def ask(self, frame):
        """The answer's body and secret."""
        self.socket.sendall(frame)
        return self.answer()


def hand_out(vault, label):
    return framed(struct.pack(">HB", VERSION, 5) + text(vault) + text("get") + b"\0\0\0" + struct.pack(">H", 1) + text(label))


def nuisances(path, count):
    """So many connections of each bad kind; they are returned to be kept open."""
    kept = []
    for number in range(count):
        client = Client(path)
        if number % 4 == 1:
            client.socket.sendall(STATUS[:5])
        elif number % 4 == 2:
            client.socket.sendall(b"\0\0\0\x40" + b"\0" * 4 + b"x")
        elif number % 4 == 3:
            client.socket.setblocking(False)
            try:
                for _ in range(2000):
                    client.socket.send(STATUS * 40)
            except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                pass
        kept.append(client)
    return kept


def dripping(path, stop):
    while not stop.is_set():
        try:
            client = Client(path)
            for byte in STATUS * 4:
                client.socket.sendall(bytes([byte]))
                if stop.wait(1):
                    return
        except OSError:
            pass


def memory(pid, needles):
    """Which of the byte strings occur in a process's memory."""
    found = set()
    maps = pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as mem:
        for line in maps:
            start, end = (int(word, 16) for word in line.split()[0].split("-"))
            if "[v" in line:
                continue
            try:
                mem.seek(start)
                data = mem.read(end - start)
            except (OSError, ValueError):
                # Guard pages and pages that may not be read: by pieces.
                continue
            found |= {name for name, needle in needles.items() if needle in data}
    return found


def main(count):
    class Alone(Run):
        pass

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most if most < 8192 else 8192, most))
    Alone.setUpClass()
    run, bad = Alone(), []
    run.begin()
    path = str(run.folder / "run" / "agent.sock")
    run.settings["LOCKSTEP_SOCKET"] = path
    string = run.lockstep("get", "old").strip()
    run.lockstep("agent", "start")
    pid = int(re.search(r'"agentPid":(\d+)', run.lockstep("status", "--json"))[1])
    frame, stop = hand_out(str(run.vault), "old"), threading.Event()
    kept = nuisances(path, 200)
    drips = [threading.Thread(target=dripping, args=(path, stop)) for _ in range(8)]
    for drip in drips:
        drip.start()
    start, served, failed = time.monotonic(), [], []

    def one():
        try:
            body, secret = Client(path).ask(frame)
            served.append(secret.decode() == string)
        except OSError as problem:
            failed.append(repr(problem))

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - start
    stop.set()
    if len(served) != count or not all(served):
        bad.append(f"{len(served)} of {count} served, {served.count(False)} wrongly; {failed[:3]}")
    print(f"clients: {sum(served)} of {count} served in {took:.2f} s beside 200 nuisances and 8 that send a byte a second")
    key = (run.folder / "key").read_bytes()
    needles = {"token string": string.encode(), "half of it": string[:32].encode(), "key file": key}
    if os.geteuid() == 0:
        if not memory(pid, {"the vault's path": str(run.vault).encode()}):
            bad.append("the scan of the memory finds nothing at all")
        seen = memory(pid, needles)
        run.lockstep("lock")
        after = memory(pid, needles)
        print(f"clients: in the agent's memory after {count} hand-outs: {sorted(seen) or 'nothing'}; locked: {sorted(after) or 'nothing'}")
        bad += [f"memory holds {seen | after}"] if (seen | after) else []
    else:
        print("clients: the agent's memory was not read: needs root")
    size = re.search(r"VmRSS:\s*(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]
    print(f"clients: the agent has {size} kB resident")
    audit = run.lockstep("audit", "--json", "--limit", "0").count("handed-out")
    if audit != count + 1:
        bad.append(f"{audit} hand-outs in the log")
    for client in kept:
        client.socket.close()
    run.lockstep("agent", "stop")
    for problem in bad:
        print(f"clients: {problem}")
    Alone.tearDownClass()
    return len(bad)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000) else 0)
