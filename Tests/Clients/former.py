"""Vaults that programs of version 1 made, and Lockstep around them."""

import json
import os
import pathlib
import shutil
import subprocess

from format2.slots import KEY_FILE
from reader import events, records_by_label, strings_of_accounts, verified
from sandbox import BUILT

MADE = pathlib.Path(__file__).parent.parent / "VaultTests" / "Format1Vaults"
# What lies beside a vault at all times.
USUAL = {"vault.db", "vault.db-wal", "vault.db-shm", "vault.db-lock"}


class Former:
    """A copy of one of them in a folder of its own, opened by its key file."""

    def __init__(self, folder, name):
        folder = pathlib.Path(folder)
        self.told = json.loads((MADE / name / "expected.json").read_text())
        self.folder, self.path = folder / "vault", folder / "vault" / "vault.db"
        self.folder.mkdir(mode=0o700, parents=True)
        shutil.copy(MADE / name / "vault.db", self.path)
        (folder / "key").write_bytes(bytes.fromhex(self.told["unlocking"]["keyFile"]))
        for file in (self.path, folder / "key"):
            file.chmod(0o600)
        self.settings = {
            "LOCKSTEP_VAULT": str(self.path), "LOCKSTEP_KEY_FILE": str(folder / "key"), "XDG_STATE_HOME": str(folder / "state"),
            "HOME": str(folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        self.labels = [record["label"] for record in self.told["records"] if record["state"] == 2 and not record["grants"]]

    def begin(self, *words, **more):
        """Lockstep as a process."""
        settings = self.settings | more.pop("settings", {})
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([BUILT / "lockstep", *words], env=settings, text=True, **streams, **more)

    def run(self, *words, **more):
        """Its exit code, stdout and stderr."""
        with self.begin(*words, **more) as process:
            out, said = process.communicate(timeout=300)
        return process.returncode, out, said

    def change(self, **more):
        """A change that leaves all as it was but a rule of one label."""
        return self.run("bind", self.labels[0], "https://changed.example", **more)

    def told_string(self, label):
        return next(record["string"] for record in self.told["records"] if record["label"] == label and record["string"])

    def remains(self):
        return {file.name for file in self.folder.iterdir()} - USUAL

    def copy_problems(self):
        """What the second reader misses in the copy that lies beside a vault that was converted; it must have all until the vault is verified."""
        # Read elsewhere: SQLite makes files beside what it reads.
        copy = shutil.copy(f"{self.path}-format1", self.folder.parent / "copy.db")
        problems, version = self.problems(copy)
        return problems + ([] if version == 1 else [f"the copy is of version {version}"])

    def problems(self, path=None):
        """What the second reader misses, or finds too much, and the version that it finds."""
        secret = KEY_FILE, bytes.fromhex(self.told["unlocking"]["keyFile"])
        try:
            with verified(path or self.path, secret) as vault:
                found = {
                    "version": vault.version,
                    "strings": {label: record[2] for label, record in records_by_label(vault).items() if record[2]},
                    "accounts": strings_of_accounts(vault),
                    "events": events(vault)[: len(self.told["audit"]["entries"])],
                }
        except Exception as failure:
            return [f"the second reader: {failure!r}"], None
        wanted = {
            "strings": {record["label"]: record["string"] for record in self.told["records"] if record["string"]},
            "accounts": {account["name"]: account["string"] for account in self.told["accounts"]},
            "events": [(entry["event"], entry["label"]) for entry in self.told["audit"]["entries"]],
        }
        return [f"{what}: {found[what]} and not {wanted[what]}" for what in wanted if found[what] != wanted[what]], found["version"]
