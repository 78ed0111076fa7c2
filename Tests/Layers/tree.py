"""A small tree of rooms with nothing wrong, for a test to put one thing wrong into it."""

import tempfile
import unittest
from pathlib import Path

from layering import manifest, rooms

PAGE = """
| `CLow` | C | – |
| `CSodium` | C | – |
| `Low` | a room | `CLow` |
| `High` | a room | `Low` |
"""


def target(name, *dependencies, kind="regular"):
    return {"name": name, "type": kind, "dependencies": [{"byName": [each, None]} for each in dependencies]}


class TreeTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.root = Path(holder.name)
        self.targets = [
            target("CLow"), target("Low", "CLow"), target("High", "Low"), target("HighTests", "High", kind="test"),
        ]  # fmt: skip
        self.write("Docs/Architecture.md", PAGE)
        self.write("Sources/CLow/include/low.h", "#include <stdint.h>\n")
        self.write("Sources/Low/Low.swift", "internal import CLow\nimport Glibc\npackage struct Low {}\n")
        self.write("Sources/High/High.swift", "internal import Low\n")
        self.write("Tests/HighTests/HighTests.swift", "import Testing\n@testable import High\n")

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def wrong(self):
        return list(rooms.check(self.root, manifest.targets({"targets": self.targets})))

    def refuses(self, *words):
        wrong = self.wrong()
        self.assertEqual(len(wrong), 1, wrong)
        for word in words:
            self.assertIn(word, wrong[0])
