"""Two readers of the format read vaults that were altered at random, and have to tell the same of each.

    readers.py [CASES] [FIRST]     how many (2000), and the number of the first, to see one again

Each case begins with one of the vectors and changes it at one stage: its fields before they are sealed, rows before they are hashed,
nodes and the head before the head is sealed, or bytes of the file and of what a host has outside of it at the end. So most of what is
read opens, and is wrong inside. The same number is the same case every time.
"""

import os
import pathlib
import random
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).parent.parent
sys.path[:0] = [str(HERE / "Clients"), str(HERE / "Vectors")]

import generate  # noqa: E402, F401  (registers the vectors)
import vectors  # noqa: E402
from format2.slots import KEY_FILE  # noqa: E402
from format2.told import told  # noqa: E402
from parts import Standard  # noqa: E402
from swift_reader import SwiftReader  # noqa: E402

SECRET = bytes.fromhex(vectors.KEY[1])
# Those that open and are whole: what is changed in any other is not seen.
BASES = [
    vector
    for vector in vectors.ALL.values()
    if vector.secret == vectors.KEY and not isinstance(vector.lines, str) and dict(vector.lines).get("whole", "yes") == "yes"
]
PARTS = ["record", "account", "gone", "setting", "label", "account_name", "operation"]


def changed(dice, content):
    """Bytes with one thing otherwise."""
    at = dice.randrange(len(content) + 1)
    byte, rest = content[at : at + 1] or b"\0", content[at + 1 :]
    return dice.choice([
        lambda: content[:at] + bytes([byte[0] ^ 1 << dice.randrange(8)]) + rest,
        lambda: content[:at] + bytes([(byte[0] + dice.choice([-1, 1])) % 256]) + rest,
        lambda: content[:at] + bytes([dice.choice([0, 1, 2, 0x20, 0x7F, 0x80, 0xC3, 0xFF])]) + rest,
        lambda: content[:at] + rest,
        lambda: content[:at] + dice.randbytes(1) + content[at:],
        lambda: content[:at],
        lambda: content[:at] + content[at // 2 : at] + content[at:],
    ])()  # fmt: skip


def change_one(dice, rows):
    """One value of a dictionary or a list. Returns which."""
    keys = [key for key in (rows if isinstance(rows, dict) else range(len(rows))) if isinstance(rows[key], bytes)]
    if not keys:
        return None
    key = dice.choice(sorted(keys))
    rows[key] = changed(dice, rows[key])
    return key


def parts(build, dice):
    """A field of a part, or what a change told."""
    name = dice.choice([*PARTS, "changes"])
    fields = getattr(build, name)
    return name, None if fields is None or isinstance(fields, bytes) else change_one(dice, fields)


def placed(build, dice):
    """Kind and fields of a row, as they are sealed."""
    table = dice.choice(sorted(build.parts))
    return table, change_one(dice, build.parts[table])


def sealed(build, dice):
    """A sealed row, before the tree is made over it."""
    table = dice.choice(["items", "labels", "operations", "free", "first"])
    return table, change_one(dice, build.rows[table])


def hashed(build, dice):
    """A node, or the head before it is sealed."""
    if dice.randrange(2):
        return "nodes", change_one(dice, build.rows["nodes"])
    whole = build.head_padding
    build.head_padding = lambda content: changed(dice, whole(content))
    return "head", None


def done(build, dice):
    """A row at the end: its value, or that it is there; or a file outside."""
    if build.outside and dice.randrange(2):
        name = dice.choice(sorted(build.outside))
        build.outside[name] = changed(dice, build.outside[name])
        return name, None
    table = dice.choice(sorted(build.rows))
    rows = build.rows[table]
    if not rows or dice.randrange(4):
        return table, change_one(dice, rows)
    key = dice.choice(sorted(rows))
    value = rows.pop(key)
    if dice.randrange(2):
        rows[dice.randbytes(16) if isinstance(key, bytes) else dice.randrange(2**20)] = value
    return table, key


STAGES = [parts, placed, sealed, hashed, done]


def make(number):
    """The case of a number: what it is, and the vault."""
    dice = random.Random(number)
    vector, stage = dice.choice(BASES), dice.choice(STAGES)
    build = Standard(vector.name)
    recipe, where = vector.recipe(build), None
    for change, seal in zip(STAGES, (build.place, build.seal_all, build.hash_all, build.seal_head, lambda: None)):
        if recipe is not None:
            next(recipe, None)
        if change is stage:
            where = change(build, dice)
        seal()
    return f"{vector.name}, {stage.__name__}: {where}", build


def read(number, folder, reader):
    """What the case is, and what both tell of it."""
    what, build = make(number)
    path = os.path.join(folder, f"{number}.db")
    build.write(path)
    state = path + ".state" if build.outside is not None else None
    if state:
        build.write_outside(state)
    return what, sorted(told(path, KEY_FILE, SECRET, state)), reader.told(path, KEY_FILE, SECRET, state)


def main(words):
    count, first = [*map(int, words), *[2000, 0][len(words) :]]
    reader, wrong, opened = SwiftReader(), 0, 0
    for number in range(first, first + count):
        folder = tempfile.mkdtemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        try:
            what, python, swift = read(number, folder, reader)
        finally:
            shutil.rmtree(folder)
        opened += ("whole", "yes") not in python and ("expect", "opens") in python
        if python != swift:
            wrong += 1
            print(f"readers: case {number}: {what}\n    the second reader: {sorted(set(python) - set(swift))}")
            print(f"    the vault:         {sorted(set(swift) - set(python))}", flush=True)
    reader.close()
    print(f"readers: {count} altered vaults, of which {opened} open and are not whole; told differently: {wrong}")
    return 1 if wrong or not opened else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
