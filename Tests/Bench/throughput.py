"""Hand-outs a second over several connections, beside redis:   throughput.py ROUNDS REQUESTS

The same load program asks both, one after the other in each round. redis answers a GET of a value as long as a token
string, keeps nothing on disk, and lets everybody in; the agent also looks who asks, opens the string, and logs that. A
program in C that does nothing but what an agent cannot do without (`floor.c`) shows how far that can go.
"""

import contextlib
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from house import House, run
from interleaved import version

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Faults"))
from clients import Client, hand_out

CONNECTIONS = [1, 16, 64]
GET = b"*2\r\n$3\r\nGET\r\n$5\r\ntoken\r\n"


def redis(house, stack, string):
    """The socket of a redis that has the string."""
    path = house.folder / "redis.sock"
    if not shutil.which("redis-server"):
        raise OSError("no redis-server here")
    words = ["redis-server", "--save", "", "--appendonly", "no", "--port", "0", "--unixsocket", path]
    server = subprocess.Popen(words, cwd=house.folder, env=house.settings, stdout=subprocess.DEVNULL)
    stack.callback(server.wait)
    stack.callback(server.terminate)
    for _ in range(200):
        if path.exists() or server.poll() is not None:
            break
        time.sleep(0.05)
    client = Client(str(path))
    client.socket.sendall(b"*3\r\n$3\r\nSET\r\n$5\r\ntoken\r\n$%d\r\n%s\r\n" % (len(string), string))
    client.exactly(len(b"+OK\r\n"))
    client.socket.sendall(GET)
    answer = b"$%d\r\n%s\r\n" % (len(string), string)
    if client.exactly(len(answer)) != answer:
        raise OSError("redis-server does not give the string")
    return path, GET, len(answer)


def floor(house, stack, vault, size):
    """The socket of the program in C, beside a vault."""
    program, path = house.folder / "floor", house.folder / "floor.sock"
    run(["cc", "-O2", "-o", program, pathlib.Path(__file__).parent / "floor.c", "-lsodium"], house.settings)
    server = subprocess.Popen([program, path, vault, house.folder / "floor.log", str(size)])
    stack.callback(server.wait)
    stack.callback(server.terminate)
    for _ in range(200):
        if path.exists():
            break
        time.sleep(0.05)
    return path


def agent(house, string):
    """The socket of an agent, a request for one token, and the length of the answer."""
    vault = house.vault("small", 10)
    vault.agent()
    request = hand_out(str(vault.path), "small/7")
    body, secret = Client(str(vault.socket)).ask(request)
    if len(secret) != len(string):
        sys.exit(f"bench: the agent answered {body}")
    return vault.socket, request, 8 + len(body) + len(secret)


def main(rounds, requests):
    with House() as house, contextlib.ExitStack() as stack:
        string = b"0123456789abcdef" * 4
        load = house.folder / "load"
        run(["cc", "-O2", "-o", load, pathlib.Path(__file__).parent / "load.c"], house.settings)
        servers = {"agent": agent(house, string)}
        (_, request, size), vault = servers["agent"], house.vaults[0].path
        servers["C"] = floor(house, stack, vault, size), request, size
        try:
            servers["redis"] = redis(house, stack, string)
        except OSError as problem:
            print(f"SKIPPED: redis: {problem}\n")
        rates = {(name, count): [] for name in servers for count in CONNECTIONS}
        for name, count in [*rates] * rounds:
            socket, request, size = servers[name]
            (house.folder / "request").write_bytes(request)
            wanted = requests if count > 1 else requests // 5
            words = [load, socket, house.folder / "request", size, count, wanted]
            rates[name, count].append(float(run(words, house.settings)))
        print("| connections | agent, a second | redis `GET`, a second | agent : redis | C : redis |")
        print("| --- | --- | --- | --- | --- |")
        for count in CONNECTIONS:
            row = f"| {count} | {statistics.median(rates['agent', count]):,.0f} |"
            if "redis" not in servers:
                print(row, "– | – | – |")
                continue
            theirs = rates["redis", count]
            # Of each round by itself: what else the machine does changes from one to the next.
            ratios = [
                statistics.median(one / other for one, other in zip(rates[name, count], theirs)) for name in ("agent", "C")
            ]
            print(row, f"{statistics.median(theirs):,.0f} | {ratios[0]:.2f} | {ratios[1]:.2f} |")
        print(f"\n{rounds} rounds in turn, {requests:,} requests each, a fifth of it over one connection.", end=" ")
        print(f"redis {version('redis-server')}." if "redis" in servers else "")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
