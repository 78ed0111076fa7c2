"""The keyed hash tree over all rows, from the root that the head has down to a row."""

from .crypto import ZERO, keyed, num, sized
from .encoding import Cursor
from .refusal import Refused, check

LEAVES = 4
SLOTS_KEY = bytes(16)
TABLES = {2: "items", 3: "labels", 4: "operations", 5: "free"}


def row_hash(epoch, table, key, value):
    return keyed(epoch["tree"], num(table, 1) + sized(key) + sized(value))


def place_of(key):
    return int.from_bytes(key[:2], "big")


class Tree:
    def __init__(self, keyring, nodes, root):
        """nodes: by path, as they are stored."""
        self.keyring, self.nodes, self.root = keyring, nodes, root

    def node(self, path, wanted):
        """The body of a node whose hash is known."""
        value = self.nodes.get(path)
        check(value is not None, f"node {path} is missing")
        epoch = self.keyring.epoch(int.from_bytes(value[1:5], "big"), f"node {path}")
        check(keyed(epoch["tree"], num(path, 8) + value) == wanted, f"node {path}")
        # Of a later version once it is proved, and not before.
        self.keyring.stamp(value, f"node {path}")
        return value[5:]

    def inner(self, path, wanted):
        cursor = Cursor(self.node(path, wanted))
        branches = cursor.many(lambda cursor: (cursor.number(1), cursor.raw(32)))
        check(branches and [branch for branch, _ in branches] == sorted({branch for branch, _ in branches}), f"node {path}")
        check(branches[-1][0] < 16, f"node {path}")
        return dict(branches)

    def leaf(self, path, wanted):
        cursor = Cursor(self.node(path, wanted))
        rows = cursor.many(lambda cursor: ((cursor.number(1), cursor.raw(16)), cursor.raw(32)))
        check(rows and [row for row, _ in rows] == sorted({row for row, _ in rows}), f"node {path}")
        check(all(place_of(key) == path & 0xFFFF for (_, key), _ in rows), f"node {path}")
        return dict(rows)

    def hash_of(self, table, key):
        """That of a row, or nothing where there is proven to be none."""
        if self.root == ZERO:
            return None
        wanted = self.root
        for level in range(LEAVES):
            prefix = place_of(key) >> (16 - 4 * level)
            wanted = self.inner(level * 65536 + prefix, wanted).get(place_of(key) >> (12 - 4 * level) & 15)
            if wanted is None:
                return None
        return self.leaf(LEAVES * 65536 + place_of(key), wanted).get((table, key))

    def prove(self, table, key, value):
        """That this is the row, or that there is none."""
        what = f"{TABLES.get(table, 'slots')} {key.hex()}"
        known = self.hash_of(table, key)
        check((known is None) == (value is None), what)
        if value is not None:
            check(len(value) >= 5, what)
            epoch = self.keyring.epoch(int.from_bytes(value[1:5], "big"), what)
            check(row_hash(epoch, table, key, value) == known, what)
        return value

    def walk(self):
        """Every row that the tree has, with its hash; no node is left over."""
        seen, rows = set(), {}

        def down(level, prefix, wanted):
            path = level * 65536 + prefix
            seen.add(path)
            if level == LEAVES:
                return rows.update(self.leaf(path, wanted))
            for branch, hash in self.inner(path, wanted).items():
                down(level + 1, prefix << 4 | branch, hash)

        if self.root != ZERO:
            down(0, 0, self.root)
        extra = sorted(set(self.nodes) - seen)
        if extra:
            raise Refused("altered", f"nodes {extra} belong to nothing")
        return rows
