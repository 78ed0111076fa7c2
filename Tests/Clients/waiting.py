"""Waiting for what another process does: looked at again and again, to a deadline."""

import time


def eventually(check, what="it", seconds=20):
    """What `check` gives as soon as that is true; fails after the deadline with what it gave last."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come: {found!r}")
        time.sleep(0.01)
    return found
