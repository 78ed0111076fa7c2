"""The folders of Lifecycle, each of which uses only those before it, and circles between its files."""

from dataclasses import dataclass

from . import source

ORDER = ["Model", "Ports", "Operations", "Driver"]


@dataclass(frozen=True)
class File:
    """What one file declares for others, and what it names that it does not declare itself."""

    name: str
    folder: str
    declares: frozenset
    names: frozenset


def read(room):
    """The files of the room."""
    for path in sorted(room.rglob("*.swift")):
        code = source.code(path.read_text())
        top, anywhere = source.declared(code)
        names = frozenset(source.named(code, room.name) - anywhere)
        yield File(path.stem, path.relative_to(room).parts[0], frozenset(top), names)


def check(room):
    """What is wrong in the room, a sentence each: files outside of the four folders, names of a later one, circles."""
    if not room.is_dir():
        return
    files = list(read(room))
    home = {name: file for file in files for name in file.declares}
    uses = {}
    for file in files:
        if file.folder not in ORDER:
            yield f"{room.name}: {file.name} is in none of {', '.join(ORDER)}"
            continue
        uses[file] = {}
        for name in sorted(file.names & home.keys()):
            other = home[name]
            uses[file].setdefault(other, name)
            if other.folder in ORDER and ORDER.index(other.folder) > ORDER.index(file.folder):
                yield f"{file.folder}/{file.name} names {name} of {other.folder}/{other.name}"
    for circle in circles(uses):
        steps = [f"{file.name} ({uses[file][after]})" for file, after in zip(circle, circle[1:] + circle[:1])]
        yield f"{room.name}: a circle of files: {' → '.join(steps)} → {circle[0].name}"


def circles(uses):
    """The shortest circle through each file that is on one; circles of the same files once."""
    found = {}
    for start in uses:
        if circle := _circle(start, uses):
            found.setdefault(frozenset(circle), circle)
    return list(found.values())


def _circle(start, uses):
    """The shortest way from a file back to itself, by breadth."""
    ways, seen = [[start]], set()
    for way in ways:
        for after in uses.get(way[-1], ()):
            if after == start:
                return way
            if after not in seen:
                seen.add(after)
                ways.append([*way, after])
    return None
