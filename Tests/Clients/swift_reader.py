"""The reader that the vault itself is: Tests/VectorReader, one process for any number of vaults."""

import json
import os
import pathlib
import subprocess

BUILT = os.environ.get("LOCKSTEP_BUILT") or pathlib.Path(__file__).parent.parent.parent / ".build/debug"


class SwiftReader:
    def __init__(self):
        self.process = subprocess.Popen(
            [os.path.join(BUILT, "VectorReader")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def told(self, path, kind, secret, state=None):
        """What format2.told tells, sorted."""
        secret = (secret if isinstance(secret, bytes) else secret.encode()).hex()
        self.process.stdin.write("\t".join([path, str(kind), secret, *([state] if state else [])]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"VectorReader ended with {self.process.wait()} at {path}")
        return sorted(map(tuple, json.loads(line)))

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
