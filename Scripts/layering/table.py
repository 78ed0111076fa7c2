"""The table of rooms in Docs/Architecture.md: the one place that says what each room and program may import."""

import re

ROW = re.compile(r"^\| (`[^|]*`) \|[^|]*\| ([^|]*) \|$")


def read(page):
    """Each room's or program's allowed imports, by its name."""
    allowed = {}
    for line in page.splitlines():
        if row := ROW.match(line):
            for name in re.findall(r"`([^`]+)`", row[1]):
                allowed[name] = set(re.findall(r"`([^`]+)`", row[2]))
    return allowed
