"""The version stands in one file; the programs, the changelog and the packages have it from there."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

from sandbox import BUILT

ROOT = pathlib.Path(__file__).resolve().parents[2]


def version(*words, root=ROOT):
    """What Scripts/version says: its exit code and everything that it printed."""
    ended = subprocess.run([root / "Scripts" / "version", *words], capture_output=True, text=True)
    return ended.returncode, (ended.stdout + ended.stderr).strip()


class Version(unittest.TestCase):
    def setUp(self):
        self.told = version()[1]

    def test_it_stands_once(self):
        self.assertEqual(version("check"), (0, f"version: {self.told} stands once"))

    def test_lockstep_says_it(self):
        said = subprocess.run([BUILT / "lockstep", "--version"], capture_output=True, text=True).stdout
        self.assertEqual(said, f"lockstep {self.told}\n")

    def test_a_second_place_and_an_old_changelog_are_refused(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for name in ("Scripts/version", "Sources/Platform/Release.swift", "CHANGELOG.md"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        self.assertEqual(version("check", root=folder)[0], 0)
        (folder / "page").write_text(f"Lockstep {self.told} is here.")
        self.assertIn("stands in ./page", version("check", root=folder)[1])
        (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 0.0.1 - 2026-01-01\n")
        code, said = version("check", root=folder)
        self.assertEqual((code, "CHANGELOG.md begins with 0.0.1" in said), (1, True), said)


if __name__ == "__main__":
    unittest.main()
