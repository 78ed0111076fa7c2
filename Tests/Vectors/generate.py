"""Writes the vectors, each time the same ones.

generate.py FOLDER          vault NNN.db, what a host has outside of it in NNN.state/, and what has to be read in NNN.expect
generate.py list            prints list.txt: for each vector its name, a digest of its rows, and what differs from the first
generate.py anchors FOLDER  the few that are kept as files, under their names
"""

import hashlib
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Clients"))

import vectors  # noqa: E402

# Their order is that of the vectors.
import rows, slots, heads, contents, journal, logs, states, readlogs, logfiles, future  # noqa: E401, E402, F401, I001, isort:skip

ANCHORS = {
    "standard": "standard", "passphrase": "opened by a passphrase", "migrated": "migrated", "readings": "readings: as the vault's anchor says",
    "future": "a vault of the future that this version can read",
}  # fmt: skip


def expectation(vector, build):
    """Pairs of texts, in order."""
    return sorted((what, value(build).hex() if callable(value) else value) for what, value in vector.expected(build))


def write(vector, path):
    """The vault, what is outside of it, and what is expected. Returns that."""
    build = vectors.build(vector)
    build.write(path + ".db")
    if build.outside is not None:
        build.write_outside(path + ".state")
    lines = expectation(vector, build)
    with open(path + ".expect", "w") as file:
        told = [("vector", vector.name), ("secret", " ".join(vector.secret)), *lines]
        file.write("".join(f"{what}: {value}\n" for what, value in told))
    return lines


def short(line):
    return line if len(line) <= 160 else f"{line[:80]}… ({len(line)} characters, {hashlib.sha256(line.encode()).hexdigest()[:16]})"


def listed():
    standard = expectation(vectors.ALL["standard"], vectors.build(vectors.ALL["standard"]))
    for vector in vectors.ALL.values():
        build = vectors.build(vector)
        yield f"{build.digest()} {vector.name}"
        if vector.secret != vectors.KEY:
            yield f"    secret: {' '.join(vector.secret)}"
        lines = expectation(vector, build)
        if ("expect", "opens") in lines:
            yield from (short(f"    without {what}: {value}") for what, value in standard if what not in dict(lines))
        yield from (
            short(f"    {what}: {value}") for what, value in lines if (what, value) not in standard or vector.name == "standard"
        )


def main(words):
    if words == ["list"]:
        print("\n".join(listed()))
    elif words[0] == "anchors":
        for name, vector in ANCHORS.items():
            write(vectors.ALL[vector], os.path.join(words[1], name))
    else:
        for number, vector in enumerate(vectors.ALL.values()):
            write(vector, os.path.join(words[0], f"{number:03}"))


if __name__ == "__main__":
    main(sys.argv[1:])
