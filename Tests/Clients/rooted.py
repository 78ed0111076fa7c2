"""What only root can try. It is skipped for an ordinary user, and the last lines of a run count it."""

import os
import pathlib
import unittest


def needs_root(why):
    """Marks a test, or a class of tests, that only root can run."""

    def mark(test):
        test.needs_root = True
        return unittest.skipUnless(os.geteuid() == 0, f"needs root: {why}")(test)

    return mark


def files_behind(pid, numbers=range(1000)):
    """What the descriptors of a process stand for. Of one that may not be looked into, root alone can tell."""
    links = [path for path in pathlib.Path(f"/proc/{pid}/fd").iterdir() if int(path.name) in numbers]
    return {int(path.name): os.readlink(path) for path in links}
