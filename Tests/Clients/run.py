"""Runs the tests of this folder and says at the end how many of them need root.

    run.py          all of them; those that need root are skipped for an ordinary user
    run.py root     only those that need root
"""

import pathlib
import sys
import unittest


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


def main(words):
    tests = list(each(unittest.defaultTestLoader.discover(str(pathlib.Path(__file__).parent))))
    rooted = [test for test in tests if needs_root(test)]
    result = unittest.TextTestRunner(verbosity=2).run(unittest.TestSuite(rooted if words == ["root"] else tests))
    skipped = sum(reason.startswith("needs root") for _, reason in result.skipped)
    print(f"clients: {len(rooted)} tests need root: {len(rooted) - skipped} ran, {skipped} were skipped", file=sys.stderr)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
