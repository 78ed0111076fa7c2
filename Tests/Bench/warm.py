"""One token from the unlocked agent, beside what a user would pick instead:   warm.py RUNS"""

import contextlib
import subprocess
import sys

import peers
from house import House
from interleaved import Timed, table, take_turns, version

RIVALS = {
    "`age -d`": (peers.age, "age"),
    "`pass show`": (peers.password_store, "pass"),
    "`secret-tool lookup`": (peers.secret_service, "gnome-keyring"),
    "`keepassxc-cli show`": (peers.keepassxc, "keepassxc"),
}


def ready(house, stack, string):
    """The rivals that are there, each having shown once that it gives the string; the others are named."""
    there, versions = [], []
    for name, (begin, package) in RIVALS.items():
        folder = house.folder / package
        folder.mkdir(mode=0o700)
        try:
            words, settings = begin(stack, folder, house.settings, string)
            words = [str(word) for word in words]
            said = subprocess.run(words, env=settings, capture_output=True, text=True, timeout=60)
            if said.stdout.strip() != string:
                raise peers.Missing(f"it does not give the string: {said.stderr.strip()[-200:]}")
        except (peers.Missing, subprocess.TimeoutExpired, OSError) as problem:
            print(f"SKIPPED: {name}: {problem}\n")
            continue
        there.append(Timed(name, words, settings))
        versions.append(f"{package} {version(package)}")
    return there, versions


def main(runs):
    with House() as house, contextlib.ExitStack() as stack:
        vault = house.vault("small", 10)
        vault.agent()
        string = vault.lockstep("get", "small/7").strip()
        rivals, versions = ready(house, stack, string)
        get = Timed("`lockstep get`", ["lockstep", "get", "small/7"], vault.settings)
        commands = [get, *rivals, Timed("`/bin/true`", ["/bin/true"], house.settings)]
        take_turns(commands, runs)
        table(commands, get, f"{runs} runs in turn")
        print(f"\n{', '.join(versions)}.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
