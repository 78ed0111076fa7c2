"""Token strings found in a log, beside `grep -F` that knows them:   leak.py TOKENS MEGABYTES ROUNDS

A log of so many megabytes has each string planted: as it is, cut by a line break, percent-encoded, in Base64, in UTF-16. `lockstep leak`
has to find every one of them and nothing else; grep, which is given all strings in a file, finds those that stand there as they are.
Then random hexadecimal digits, in which nothing may be found.
"""

import base64
import json
import os
import random
import subprocess
import sys

from house import BUILT, House
from interleaved import Timed, table, take_turns
from large import used

CREATED = 20


def line(dice, number):
    """A line as servers write it, with what looks like an id in it."""
    words = " ".join("".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(2, 10))) for _ in range(9))
    id = f"{dice.getrandbits(128):032x}"
    return f'2026-11-{number % 28 + 1:02}T04:{number % 60:02}:{number * 7 % 60:02}Z app[{number % 3000}]: msg="{words}" path=/v4?q=%20{words[:4]} id={id}\n'


def spelled(string, number):
    """The string in one of many spellings, and whether grep knows that one."""
    place = 1 + number % 63
    return [
        string.encode(), (string[:place] + "\n" + string[place:]).encode(), "".join(f"%{byte:02X}" for byte in string.encode()).encode(),
        base64.b64encode(("user:" + string)[number % 3 :].encode()), string.encode("utf-16-le"),
        (string[:place] + "=\r\n    " + string[place:]).encode(), (string[:place] + f"%{ord(string[place]):02x}" + string[place + 1 :]).encode(),
        json.dumps(string[:place] + "\n" + string[place:]).encode(),
    ][number % 8]  # fmt: skip


def write(path, strings, megabytes):
    """The log; returns how often each string stands in it."""
    dice = random.Random(7)
    lines = [line(dice, number).encode() for number in range(40_000)]
    block = len(b"".join(lines))
    count = max(1, megabytes * 1_000_000 // block)
    planted, number = {string: 0 for string in strings}, 0
    with open(path, "wb") as file:
        for _ in range(count):
            dice.shuffle(lines)
            parts = list(lines)
            for place in dice.sample(range(len(parts)), 8):
                string = strings[number // 8 % len(strings)]
                parts[place] += b"Authorization: Bearer " + spelled(string, number) + b"\n"
                planted[string] += 1
                number += 1
            file.write(b"".join(parts))
    return planted


def check(settings, path, labels, planted):
    """Every planted string is found, and nothing else."""
    words = [BUILT / "lockstep", "leak", path, "--json", "--no-input"]
    done = subprocess.run([str(word) for word in words], env=settings, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    found = {string: 0 for string in planted}
    for one in answer["found"]:
        found[labels[one["label"]]] += 1
    if found != planted or answer["others"] or done.returncode != (12 if planted else 0):
        sys.exit(f"bench: leak: {sum(found.values())} found of {sum(planted.values())}, {len(answer['others'])} others")
    return sum(planted.values())


def main(tokens, megabytes, rounds):
    with House() as house:
        vault = house.vault("leaks", max(tokens - CREATED, 0))
        for number in range(CREATED):
            vault.lockstep("create", f"made-{number}", "--scope", "linodes:ro", "--expiry", "9d")
        vault.agent()
        labels = {f"made-{number}": vault.lockstep("get", f"made-{number}").strip() for number in range(CREATED)}
        patterns, one, log, digits = (house.folder / name for name in ("patterns", "one", "log", "digits"))
        strings = [f"{random.Random(number).getrandbits(256):064x}" for number in range(tokens - CREATED)]
        patterns.write_text("".join(string + "\n" for string in [*labels.values(), *strings]))
        one.write_text(next(iter(labels.values())) + "\n")
        count = check(vault.settings, log, labels, write(log, list(labels.values()), megabytes))
        with open(digits, "w") as file:
            for _ in range(megabytes // 5):
                file.write("".join(os.urandom(50).hex() + "\n" for _ in range(10_000)))
        check(vault.settings, digits, labels, {})
        size = log.stat().st_size / 1e6
        print(f"{tokens:,} tokens; a log of {size:,.0f} MB with {count} planted strings: all found, nothing else.")
        print(f"{digits.stat().st_size / 1e6:,.0f} MB of random hexadecimal digits: nothing found.\n")

        def ends(words):
            # Finding something is no failure here. Into a pipe: with /dev/null, grep ends at the first find.
            return ["sh", "-c", f"{words} 2>&1 | cat >/dev/null"]

        leak, many, single = f"lockstep leak {log} --no-input", f"grep -acF -f {patterns} {log}", f"grep -acF -f {one} {log}"
        commands = [
            Timed("`lockstep leak`", ends(leak), vault.settings),
            Timed(f"`grep -F`, {tokens:,} strings", ends(many), vault.settings),
            Timed("`grep -F`, one string", ends(single), vault.settings),
            Timed("`cat | lockstep leak -`", ends(f"cat {log} | lockstep leak - --no-input"), vault.settings),
            Timed("`cat | grep -F`, one string", ends(f"cat {log} | grep -acF -f {one}"), vault.settings),
            Timed("`lockstep leak`, random digits", ends(f"lockstep leak {digits} --no-input"), vault.settings),
        ]
        take_turns(commands, rounds)
        table(commands, commands[0], f"{rounds} runs in turn", sizes=True)
        words = (f"{command.name} {min(used(command.of(0), vault.settings) for _ in range(2)):.2f} s" for command in commands)
        print(f"\nProcessor time: {', '.join(words)}.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
