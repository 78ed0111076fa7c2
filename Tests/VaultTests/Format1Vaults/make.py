#!/usr/bin/env python3
"""Makes the vaults of format 1 that the tests read, with the programs of that time, and writes down what is in them.

    make.py PROGRAMS [NAME...]

PROGRAMS is a folder with lockstep, lockstep-provider and lockstep-sandbox in debug builds: of commit 5837844, and of commit
fd34c5b (before accounts had addresses) for the vault `early`. Needs PyNaCl (Tests/Clients/requirements.txt). What is in
each vault is read by dump.py, which was not made from the Swift code.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

from dump import dumped

HERE = pathlib.Path(__file__).resolve().parent
PASSPHRASE = "correct horse battery staple"
KILLED = 137
SCOPE = ["--scope", "linodes:ro", "--expiry", "90d"]


class Sandbox:
    """The provider, as a process."""

    def __init__(self, programs, folder, *options):
        folder.mkdir()
        port, token = folder / "port", folder / "token"
        words = [programs / "lockstep-sandbox", "--port-file", port, "--token-file", token, *options]
        self.process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while not port.exists():
            assert time.monotonic() < deadline, "the sandbox did not start"
            time.sleep(0.02)
        self.url, self.token = "http://127.0.0.1:" + port.read_text().strip(), token.read_text().strip()

    def control(self, method, path, body=None):
        request = urllib.request.Request(self.url + "/_sandbox/" + path, method=method)
        request.data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")

    def fail(self, *faults):
        self.control("DELETE", "faults")
        for fault in faults:
            self.control("POST", "faults", fault)

    def delete(self, id):
        """What somebody else does at the provider."""
        request = urllib.request.Request(f"{self.url}/v4/profile/tokens/{id}", method="DELETE")
        request.add_header("Authorization", "Bearer " + self.token)
        urllib.request.urlopen(request).close()

    def stranger(self):
        return self.control("POST", "tokens", {"label": "elsewhere", "scopes": "linodes:read_only"})


class Maker:
    """A vault in the making."""

    def __init__(self, programs, folder, passphrase=None):
        self.programs, self.folder, self.vault, self.copies = programs, folder, folder / "data" / "vault.db", []
        self.settings = {
            "HOME": str(folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "LOCKSTEP_SETTLE": "1s",
            "LOCKSTEP_VAULT": str(self.vault), "XDG_STATE_HOME": str(folder / "state"),
        }  # fmt: skip
        if passphrase:
            (folder / "passphrase").write_text(passphrase + "\n")
            words = ["--passphrase-file", folder / "passphrase"]
            self.settings["LOCKSTEP_PASSPHRASE_FILE"] = str(folder / "passphrase")
        else:
            words = ["--key-file", folder / "key"]
            self.settings["LOCKSTEP_KEY_FILE"] = str(folder / "key")
        done = self.run("init", *words)
        self.recovery = re.search("LSRK-[-0-9a-f]+", done.stderr)[0]

    def run(self, *words, input=None, expect=0, **settings):
        """One command; its exit code is as expected."""
        # By way of a shell: the log names who asked, and not where this machine has its Python.
        line = ["/bin/sh", "-c", '"$@"; exit $?', "sh", *map(str, (self.programs / "lockstep", *words))]
        done = subprocess.run(line, env=self.settings | settings, capture_output=True, text=True, input=input, timeout=60)
        assert expect is None or done.returncode == expect, f"{line}: {done.returncode}: {done.stderr}"
        return done

    def killed(self, line, *, on, prepare=lambda label: "", faults=()):
        """Kills a command at every fourth of its points (no state has fewer), each time with a label of its own, until it ends
        by itself."""
        for point in range(2, 80, 4):
            label = f"{line.split()[0]}-{on}-{point}"
            given = prepare(label)
            self.sandbox.fail(*faults)
            words = line.format(label=label, id=given.get("id") if given else "").split()
            said = given.get("token") if given and words[0] == "adopt" else None
            done = self.run(*words, input=said, expect=None, LOCKSTEP_FAILPOINT=str(point))
            self.sandbox.fail()
            if done.returncode != KILLED:
                return
        raise AssertionError(f"{line}: no end")

    def create(self, label):
        self.run("create", label, *SCOPE)

    def fork(self, *words, **settings):
        """Copies the vault, and makes a change in the copy alone."""
        copy = self.vault.with_name("fork.db")
        subprocess.run([sys.executable, "-c", CHECKPOINT, self.vault], check=True)
        shutil.copy(self.vault, copy)
        self.run(*words, LOCKSTEP_VAULT=str(copy), XDG_STATE_HOME=str(self.folder / "elsewhere"), **settings)
        self.copies.append(copy)

    def keep(self, name):
        """Puts the vault beside the others: one file, its log emptied; with what opens it, and what is in it."""
        place = HERE / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for kept in (self.vault, *self.copies):
            subprocess.run([sys.executable, "-c", CHECKPOINT, kept], check=True)
            shutil.copyfile(kept, place / kept.name)
        key = self.folder / "key"
        unlocking = {"recovery": self.recovery}
        if key.exists():
            unlocking["keyFile"] = key.read_bytes().hex()
        else:
            unlocking["passphrase"] = PASSPHRASE
        found = {"unlocking": unlocking} | dumped(place / "vault.db", self.recovery)
        counter = self.folder / "state" / "lockstep" / f"{found['vault']}.counter"
        assert int(counter.read_text()) == found["counter"]
        (place / "expected.json").write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
        print(name, (place / "vault.db").stat().st_size, "bytes,", len(found["records"]), "records,",
              len(found["operations"]), "operations")  # fmt: skip


CHECKPOINT = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
assert database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
"""


def plain(maker):
    """Tokens, accounts, grants, hosts, a setting, tombstones and a log: nothing left undone."""
    with_other = Sandbox(maker.programs, maker.folder / "other", "--restricted")
    maker.others = [with_other]
    maker.run("login", "work", "--token-stdin", "--url", maker.sandbox.url, input=maker.sandbox.token)
    maker.run("login", "play", "--token-stdin", "--url", with_other.url, input=with_other.token)
    maker.run("create", "ci", "--account", "work", "--scope", "linodes:rw", "--scope", "domains:ro", "--expiry", "90d")
    maker.run("create", "deploy", "--account", "work", "--full-access", "--expiry", "never")
    for label in ("naïve ☃", "narrow", "bound", "ended", "lost", "asleep", "before"):
        maker.run("create", label, "--account", "work", *SCOPE)
    maker.run("create", "toy", "--account", "play", "--scope", "domains:rw", "--expiry", "2h")
    stranger = maker.sandbox.stranger()
    maker.run("adopt", "mine", "--account", "work", "--id", stranger["id"], input=stranger["token"])
    maker.run("rename", "before", "after")
    maker.run("grant", "narrow", "--exe", "/bin/true", "--confirm")
    maker.run("grant", "narrow", "--unit", "backup.service", "--cgroup", "/system.slice/*")
    for host in ("https://git.example", "https://registry.example:8443/team", "http://localhost:3000/a"):
        maker.run("bind", "bound", host)
    maker.run("bind", "mine", "https://git.example")
    maker.run("agent", "askpass", "/bin/true")
    for label in ("ci", "naïve ☃", "ci", "toy", "mine"):
        maker.run("get", label)
    maker.run("run", "--token", "A=ci", "--token", "B=deploy", "--", "true", expect=None)
    maker.run("get", "narrow", expect=5)
    maker.run("revoke", "ended", "--yes")
    maker.run("create", "ended", "--account", "work", *SCOPE)
    maker.run("revoke", "bound", "--yes")
    there = next(token for token in maker.sandbox.control("GET", "tokens") if token["label"] == "asleep")
    maker.sandbox.delete(there["id"])
    maker.run("revoke", "asleep", "--yes")
    maker.run("revoke", "lost", "--forget", "--yes")
    maker.run("bind", "narrow", "https://git.example")
    stray = maker.sandbox.stranger()
    maker.run("revoke", "--id", stray["id"], "--account", "work", "--yes")


def stopped(maker):
    """Every operation, killed in each of its states."""
    maker.run("login", "work", "--token-stdin", "--url", maker.sandbox.url, input=maker.sandbox.token)
    maker.create("steady")
    maker.killed("create {label} --scope linodes:ro --expiry 9d", on="work")
    maker.killed("rename {label} {label}-new", on="work", prepare=maker.create)
    maker.killed("revoke {label} --yes", on="work", prepare=maker.create)
    maker.killed("revoke {label} --forget --yes", on="forget", prepare=maker.create)
    maker.killed("adopt {label} --id {id}", on="work", prepare=lambda _: maker.sandbox.stranger())
    maker.killed("revoke --id {id} --yes", on="id", prepare=lambda _: maker.sandbox.stranger())


def faulty(maker):
    """Creations that are being undone, and everything that waits for the provider, with what it said."""
    maker.run("login", "work", "--token-stdin", "--url", maker.sandbox.url, input=maker.sandbox.token)
    creation = "create {label} --scope linodes:ro --expiry 9d"
    tokens = "/v4/profile/tokens"
    maker.killed(creation, on="lost", faults=[{"fault": "reset-after", "method": "POST", "path": tokens, "times": 1}])
    maker.killed(creation, on="wide", faults=[{"fault": "other-scopes", "method": "POST", "path": tokens, "value": "*"}])
    refusal = {"fault": "status", "status": 400, "method": "PUT", "path": tokens}
    maker.killed(creation, on="unnamed", faults=[refusal])
    down = {"fault": "status", "status": 503, "path": tokens, "value": 7}
    for number, (method, line) in enumerate([
        ("POST", creation), ("PUT", "rename {label} {label}-new"), ("DELETE", "revoke {label} --yes"),
        ("PUT", "adopt {label} --id {id}"), ("DELETE", "revoke --id {id} --yes"),
    ]):  # fmt: skip
        label = f"waits-{number}"
        if "rename" in line or "revoke {" in line:
            maker.create(label)
        stranger = maker.sandbox.stranger()
        maker.sandbox.fail(down | {"method": method})
        words = line.format(label=label, id=stranger["id"]).split()
        maker.run(*words, input=stranger["token"] if words[0] == "adopt" else None, expect=None)
        maker.sandbox.fail()
    maker.create("alive")
    maker.sandbox.fail({"fault": "delete-lies", "method": "DELETE", "path": tokens})
    maker.run("revoke", "alive", "--yes", expect=None)
    maker.sandbox.fail()


def early(maker):
    """A vault of before accounts had addresses, and of before there were settings. Beside it `fork.db`: a copy of when there was a
    token more, which went another way since."""
    given = {"LOCKSTEP_LINODE_URL": maker.sandbox.url}
    maker.run("login", "work", "--token-stdin", input=maker.sandbox.token, **given)
    maker.run("create", "ci", *SCOPE, **given)
    maker.run("create", "gone", *SCOPE, **given)
    maker.run("get", "ci", **given)
    maker.fork("get", "gone", **given)
    maker.run("revoke", "gone", "--yes", **given)
    maker.run("create", "stopped", *SCOPE, expect=KILLED, LOCKSTEP_FAILPOINT="6", **given)


VAULTS = {"plain": plain, "stopped": stopped, "faulty": faulty, "early": early}


def made(name, programs):
    with tempfile.TemporaryDirectory() as held:
        folder = pathlib.Path(held)
        maker = Maker(programs, folder, PASSPHRASE if name == "plain" else None)
        maker.sandbox, maker.others = Sandbox(programs, folder / "sandbox"), []
        try:
            VAULTS[name](maker)
            maker.keep(name)
        finally:
            for sandbox in (maker.sandbox, *maker.others):
                sandbox.process.terminate()
                sandbox.process.wait()


if __name__ == "__main__":
    programs = pathlib.Path(sys.argv[1]).resolve()
    for name in sys.argv[2:] or [name for name in VAULTS if name != "early"]:
        made(name, programs)
