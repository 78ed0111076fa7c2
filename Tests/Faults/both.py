"""Both sides compared after a run, and runs in parallel, each with a sandbox and a vault of its own."""

import concurrent.futures
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Clients"))
from lockstep import LockstepTest
from sandbox import BUILT


# Commands after which one side may have, and may not have, what the other has not.
DELETE = "revoke --id {id} --yes"
FORGET = "revoke old --forget --yes"


class Run(LockstepTest):
    """One run: a token `old` in the vault, one made elsewhere, and a command that something befalls."""

    lockstep_path = BUILT / "lockstep"

    def runTest(self):
        pass

    def control(self, method, path, body=None):
        return self.ask(method, "/_sandbox/" + path, body)[2]

    def begin(self):
        self.settings = type(self).settings | {"LOCKSTEP_SETTLE": "1s"}
        self.lockstep("create", "old", "--scope", "domains:ro", "--expiry", "9d")
        self.old = next(token for token in self.living() if token[1] == "old")
        self.stranger = self.control("POST", "tokens", {"label": "elsewhere", "scopes": "linodes:read_only"})

    def command(self, line, **settings):
        """Runs a command line; an adoption gets its string."""
        words = [word.format(id=self.stranger["id"]) for word in line.split()]
        given = self.stranger["token"] if words[0] == "adopt" else None
        return self.run_program(self.lockstep_path, *words, env=self.settings | settings, input=given)

    def living(self):
        """Id, label and string of every living token at the provider but the provisioning one."""
        return {
            (token["id"], token["label"], token["token"])
            for token in self.control("GET", "tokens")
            if token["alive"] and token["token"] != self.token
        }

    def strings(self):
        listed = json.loads(self.lockstep("list", "--json"))["tokens"]
        return {(token["id"], token["label"], self.get(token).strip()) for token in listed}

    def get(self, token):
        return self.lockstep("get", token["label"], "--generation", token["generation"])

    def unserved(self, when):
        """What is wrong with a label that is rotated: never anything, since one of its tokens is current, and works."""
        code, string, said = self.command("get old")
        if code == 0 and string.strip() in {token[2] for token in self.living()}:
            return []
        return [f"{when}, old is not served: exit {code} {said}"]

    def differences(self, line=None, mayDiffer=False):
        """What is wrong after one `sync` after a command: nothing, when both sides hold the same tokens, string for string."""
        isServed = (line or "").startswith(("rotate", "rekey"))
        problems = self.unserved("before sync") if isServed else []
        code, _, said = self.command("sync")
        problems += self.unserved("after sync") if isServed else []
        if code != 0:
            problems.append(f"sync: exit {code}: {said}")
        there, here = self.living(), self.strings()
        foreign = (self.stranger["id"], "elsewhere", self.stranger["token"])
        ids = {token[0] for token in here}
        # Not adopted: it has to be there still, untouched; unless it is the one that was to be deleted.
        if foreign[0] not in ids and not (line == DELETE and foreign not in there):
            here.add(foreign)
        # Forgotten: nobody revoked it.
        if line == FORGET and self.old[0] not in ids:
            here.add(self.old)
        if {token[::2] for token in there} != {token[::2] for token in here}:
            problems.append(f"there {sorted(there)}\nhere  {sorted(here)}")
        if there != here and not mayDiffer:
            problems.append(f"labels differ: {there ^ here}")
        if (line or "").startswith("rekey"):
            problems += [f"{words}: {said}" for words in ("audit --verify", "doctor") for code, _, said in [self.command(words)] if code]
        status = json.loads(self.lockstep("status", "--json"))
        if status["pending"]:
            problems.append(f"still pending: {status}")
        return problems


def alone(work, case):
    """One run with a sandbox and a vault of its own; what the harness did not expect counts as a failure, too."""

    class Alone(Run):
        pass

    Alone.setUpClass()
    try:
        run = Alone()
        run.begin()
        return case, *work(run, case)
    except Exception as failure:
        return case, None, [repr(failure)]
    finally:
        Alone.tearDownClass()


def everywhere(name, work, cases):
    """All cases, four at a time; prints what is wrong and a summary, and returns how much is wrong."""
    codes, bad = {}, 0
    with concurrent.futures.ProcessPoolExecutor(4) as pool:
        for case, code, problems in pool.map(alone, [work] * len(cases), cases):
            codes[code] = codes.get(code, 0) + 1
            bad += len(problems)
            for problem in problems:
                print(f"{name}: {case} (exit {code}): {problem}", flush=True)
    print(f"{name}: {len(cases)} runs, exit codes {codes}, {bad} problems", flush=True)
    return bad
