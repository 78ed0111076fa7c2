"""What the kernel says of other processes."""

import pathlib


def children(pid):
    """Its child processes, in the kernel's words."""
    try:
        return [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def living_children(pid):
    """Without those that have ended and that nobody has asked for: they have no memory, and do nothing."""
    return [child for child in children(pid) if state(child) not in ("Z", "X", None)]


def state(pid):
    """Its letter in proc(5); None once it is gone."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None
