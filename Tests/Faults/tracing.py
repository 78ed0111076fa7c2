"""A program under strace: which of its system calls change something, and a kill or a failure at one of them."""

import re
import shutil
import subprocess
from typing import NamedTuple

# Those that a kernel does not have are passed over by their question mark.
NAMES = [
    "open", "creat", "openat", "write", "writev", "pwrite64", "pwritev", "truncate", "ftruncate", "fallocate", "fsync",
    "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat",
]  # fmt: skip
LINE = re.compile(r"^\d+ +(\w+)\((.*)$")
# Opening a file changes something where it may make or empty one.
OPENING = re.compile(r"O_CREAT|O_TRUNC|O_TMPFILE")
PATIENCE = 60


class Call(NamedTuple):
    """A system call of a run: the so many-th of its name, and how strace writes it."""

    name: str
    number: int
    text: str

    def __str__(self):
        return f"{self.name} {self.number}, {self.text[:100]}"


def is_possible():
    """Whether there is a strace, and it may trace."""
    return bool(shutil.which("strace")) and strace(["true"], "/dev/null", "trace=none").returncode == 0


def strace(words, log, *expressions):
    given = [word for expression in expressions for word in ("-e", expression)]
    every = ["strace", "-f", "-qq", "-o", log, "-e", "signal=none", *given, *map(str, words)]
    return subprocess.run(every, capture_output=True, text=True, timeout=PATIENCE)


def calls(words, log):
    """The calls of a run that changed something, in their order."""
    done = strace(words, log, "trace=" + ",".join("?" + name for name in NAMES))
    assert done.returncode == 0, done.stdout + done.stderr
    found, numbers = [], {}
    for line in open(log, encoding="utf-8", errors="replace"):
        match = LINE.match(line)
        if not match:
            continue
        name, text = match.groups()
        numbers[name] = numbers.get(name, 0) + 1
        is_opening = name in ("open", "openat") and not OPENING.search(text)
        if not is_opening and " = -1 " not in text and not text.startswith(("1, ", "2, ")):
            found.append(Call(name, numbers[name], text.strip()))
    return found


def met(words, call, what):
    """A run in which a call is met by `what`: signal=KILL before it is made, or error=NAME instead of it, and with a full disk
    instead of those of its name that follow, too."""
    later = "+" if what == "error=ENOSPC" else ""
    return strace(words, "/dev/null", f"trace={call.name}", f"inject={call.name}:{what}:when={call.number}{later}")
