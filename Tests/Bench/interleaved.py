"""Commands timed in turn, so that whatever else the machine does falls on all of them; and their table."""

import random
import statistics
import subprocess
import sys
import time


class Timed:
    """One command: its words, or what gives the words of a run by its number."""

    def __init__(self, name, words, settings):
        self.name, self.words, self.settings = name, words, settings
        self.times = []

    def of(self, number):
        words = self.words(number) if callable(self.words) else self.words
        return [str(word) for word in words]

    def once(self, number):
        words = self.of(number)
        start = time.perf_counter()
        status = subprocess.call(words, env=self.settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        took = time.perf_counter() - start
        if status:
            sys.exit(f"bench: {self.name}: failed with {status}")
        return took * 1000

    def size(self):
        """The largest resident size of one run, in MB.

        Asked of a small program: what this one holds would count as its child's until that is its own program.
        """
        words = ["/usr/bin/time", "-f", "%M", *self.of(0)]
        done = subprocess.run(words, env=self.settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return int(done.stderr.split()[-1]) / 1024

    @property
    def median(self):
        return statistics.median(self.times)


def take_turns(commands, runs):
    """Every command once unmeasured, then `runs` rounds of all of them, each round in another order.

    What a command leaves behind, such as writes that the disk has yet to do, would else fall on the same one each time.
    """
    for number in range(-1, runs):
        for command in random.Random(number).sample(commands, len(commands)):
            took = command.once(number)
            if number >= 0:
                command.times.append(took)


def table(commands, base, title, sizes=False):
    """Prints medians, and each as a multiple of that of the command `base`, as Markdown."""
    print(f"| {title} | median | best | times {base.name} |" + (" resident |" if sizes else ""))
    print("| --- | --- | --- | --- |" + (" --- |" if sizes else ""))
    for command in commands:
        ratio = command.median / base.median
        row = f"| {command.name} | {command.median:.2f} ms | {min(command.times):.2f} ms | {ratio:.2f} |"
        print(row + (f" {command.size():.0f} MB |" if sizes else ""), flush=True)


def version(package):
    """The version of an installed Debian package, as its upstream counts."""
    query = ["dpkg-query", "-W", "-f", "${Version}", package]
    found = subprocess.run(query, capture_output=True, text=True).stdout
    return found.split(":")[-1].split("-")[0].split("+")[0]
