"""Every vector of Tests/Vectors is read as it says, by the reader here; a Swift program prints the same of it (compare)."""

import collections
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

VECTORS = pathlib.Path(__file__).parent.parent / "Vectors"
sys.path.insert(0, str(VECTORS))

import generate  # noqa: E402
import vectors  # noqa: E402
from format2.slots import KEY_FILE, PASSPHRASE, PERSON, RECOVERY, SHARES, TWO_FACTORS  # noqa: E402
from format2.told import told  # noqa: E402
from swift_reader import SwiftReader  # noqa: E402

KINDS = {
    "key file": KEY_FILE, "recovery": RECOVERY, "passphrase": PASSPHRASE, "two-factors": TWO_FACTORS, "person": PERSON,
    "shares": SHARES,
}  # fmt: skip


def secret_of(vector):
    kind, value = vector.secret
    return KINDS[kind], bytes.fromhex(value) if kind in ("key file", "two-factors", "person") else value


def read(vector, path):
    state = path + ".state"
    return sorted(told(path + ".db", *secret_of(vector), state if os.path.isdir(state) else None))


class Vectors(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_are_read_as_they_say(self):
        for number, vector in enumerate(vectors.ALL.values()):
            with self.subTest(vector.name):
                path = os.path.join(self.folder, str(number))
                wanted = generate.write(vector, path)
                self.assertEqual(read(vector, path), wanted)

    def test_are_the_ones_that_are_listed(self):
        self.assertGreaterEqual(len(vectors.ALL), 200)
        self.assertEqual("\n".join(generate.listed()) + "\n", (VECTORS / "list.txt").read_text())

    def test_the_kept_files_are_read_still(self):
        for name, vector in generate.ANCHORS.items():
            with self.subTest(name):
                path = os.path.join(self.folder, name)
                for source in (VECTORS / "anchors").glob(name + ".*"):
                    copy = shutil.copytree if source.is_dir() else shutil.copy
                    copy(source, os.path.join(self.folder, source.name))
                self.assertEqual(
                    read(vectors.ALL[vector], path), generate.expectation(vectors.ALL[vector], vectors.build(vectors.ALL[vector]))
                )

    def test_no_sector_overwritten_gives_a_wrong_answer(self):
        """Each sector of the file in turn: what is told is the truth or a refusal."""
        path = os.path.join(self.folder, "sectors")
        vector = vectors.ALL["standard"]
        truth, whole = set(generate.write(vector, path)), pathlib.Path(path + ".db").read_bytes()
        said = collections.Counter()
        for place in range(0, len(whole), 512):
            for filling in (bytes(512), b"\xa5" * 512):
                pathlib.Path(path + ".db").write_bytes(whole[:place] + filling + whole[place + 512 :])
                lines = told(path + ".db", *secret_of(vector))
                wrong = [
                    line for line in lines if line not in truth and line[0].startswith(("string", "record", "account", "setting"))
                ]
                self.assertEqual([line for line in wrong if line[1] != "altered"], [], place)
                said[lines[0][1], dict(lines).get("whole", "")] += 1
                for beside in ("-wal", "-shm"):
                    pathlib.Path(path + ".db" + beside).unlink(missing_ok=True)
        self.assertGreater(said["opens", "yes"], 10)
        self.assertLess(said["altered", ""] + said["foreign", ""], 40, said)
        self.assertEqual(sum(said.values()), len(whole) // 256)

    def test_the_swift_reader_agrees(self):
        reader = SwiftReader()
        self.addCleanup(reader.close)
        for number, vector in enumerate(vectors.ALL.values()):
            with self.subTest(vector.name):
                path = os.path.join(self.folder, str(number))
                wanted = generate.write(vector, path)
                state = path + ".state" if os.path.isdir(path + ".state") else None
                self.assertEqual(reader.told(path + ".db", *secret_of(vector), state), wanted)


if __name__ == "__main__":
    unittest.main()
