"""Runs the tests of this folder, as many files at a time as there are processors, and says how many of them need root.

    run.py           all of them; those that need root are skipped for an ordinary user
    run.py FILE...   those of these files, by their names without `.py`, one after the other
    run.py root      only those that need root, one after the other
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__)


def each(suite):
    """The tests of a suite, one by one."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from each(test)
        else:
            yield test


def needs_root(test):
    method = getattr(test, test._testMethodName, None)
    return getattr(test, "needs_root", False) or getattr(method, "needs_root", False)


def here(names, only=lambda test: True):
    """Runs the tests of some files in this process; counts them."""
    sys.path.insert(0, str(HERE.parent))
    loader = unittest.defaultTestLoader
    tests = [test for name in names for test in each(loader.loadTestsFromName(name)) if only(test)]
    result = unittest.TextTestRunner(verbosity=2).run(unittest.TestSuite(tests))
    rooted = sum(map(needs_root, tests))
    skipped = sum(reason.startswith("needs root") for _, reason in result.skipped)
    return {"tests": result.testsRun, "rooted": rooted, "skipped": skipped, "failed": not result.wasSuccessful()}


def apart(name):
    """Runs the tests of one file in a process of its own; what it says is shown when it has ended."""
    pipe = subprocess.PIPE
    ended = subprocess.run([sys.executable, HERE, name], stdin=subprocess.DEVNULL, stdout=pipe, stderr=subprocess.STDOUT, text=True)
    print(ended.stdout, end="", file=sys.stderr, flush=True)
    for line in reversed(ended.stdout.splitlines()):
        if line.startswith("counts: "):
            return json.loads(line.removeprefix("counts: "))
    return {"tests": 0, "rooted": 0, "skipped": 0, "failed": True}


def main(words):
    names = sorted(path.stem for path in HERE.parent.glob("test_*.py"))
    if words == ["root"]:
        counts = [here(names, needs_root)]
    elif words:
        counts = [here(words)]
        print("counts:", json.dumps(counts[0]))
    else:
        # The large ones first, so that none is left over at the end.
        names.sort(key=lambda name: -(HERE.parent / f"{name}.py").stat().st_size)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            counts = list(pool.map(apart, names))
    total = {key: sum(count[key] for count in counts) for key in counts[0]}
    rooted = f"{total['rooted']} tests need root: {total['rooted'] - total['skipped']} ran, {total['skipped']} were skipped"
    print(f"clients: {total['tests']} tests ran; {rooted}", file=sys.stderr)
    return 1 if total["failed"] or not total["tests"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
