"""Every fault of the provider, at every call of every operation, the first time and every time.

After each run the faults end, one `lockstep sync` follows, and then both sides must hold the same tokens, string for
string; the exit code must be one that the run could honestly have.
"""

import concurrent.futures
import itertools
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Clients"))
from lockstep import LockstepTest

STATUSES = [400, 401, 403, 404, 408, 429, 500, 503, 504]
FAULTS = (
    [{"fault": "refuse-before"}, {"fault": "reset-before"}, {"fault": "reset-after"}, {"fault": "reset-mid-body"}]
    + [{"fault": "status", "status": status, "after": after} for status in STATUSES for after in (False, True)]
    + [{"fault": name, "after": after} for name in ("html-502", "maintenance-503") for after in (False, True)]
    + [{"fault": name} for name in ("truncated-json", "invalid-json", "extra-fields", "huge", "redirect", "stale-list")]
)
CREATING = ["missing-token", "short-token", "other-scopes", "other-label", "other-expiry", "duplicate"]
SLOW = [{"fault": "slow-drip"}, {"fault": "no-answer"}]

OPERATIONS = {
    "create": ("create ci --scope linodes:ro --expiry 9d", ["POST", "PUT", "GET"]),
    "rename": ("rename old new", ["PUT"]),
    "adopt": ("adopt mine --id {id}", ["GET", "PUT"]),
    "revoke": ("revoke old --yes", ["DELETE", "GET"]),
    "sync": ("sync", ["GET"]),
}
# What a run may end with: done; no such token any more; refused; out of reach; pending.
ALLOWED = {0, 4, 6, 7, 8}


def cases():
    for operation, (_, methods) in OPERATIONS.items():
        for method in methods:
            faults = list(FAULTS)
            if method == "POST":
                faults += [{"fault": name} for name in CREATING] + SLOW
            if method == "DELETE":
                faults += [{"fault": "delete-lies"}]
            for fault, times in itertools.product(faults, (1, None)):
                yield operation, fault | {"method": method, "path": "/v4"} | ({"times": 1} if times else {})


class Run(LockstepTest):
    def runTest(self):
        pass

    def control(self, method, path, body=None):
        return self.ask(method, "/_sandbox/" + path, body)[2]

    def living(self):
        """Label and string of every living token at the provider but the provisioning one."""
        return {
            (token["id"], token["label"], token["token"])
            for token in self.control("GET", "tokens")
            if token["alive"] and token["token"] != self.token
        }

    def strings(self):
        listed = json.loads(self.lockstep("list", "--json"))["tokens"]
        return {(token["id"], token["label"], self.lockstep("get", token["label"]).strip()) for token in listed}

    def case(self, operation, fault):
        self.settings = type(self).settings | {"LOCKSTEP_SETTLE": "1s"}
        self.lockstep("create", "old", "--scope", "domains:ro", "--expiry", "9d")
        stranger = self.control("POST", "tokens", {"label": "elsewhere", "scopes": "linodes:read_only"})
        self.control("POST", "faults", fault)
        words = [word.format(id=stranger["id"]) for word in OPERATIONS[operation][0].split()]
        given = stranger["token"] if operation == "adopt" else None
        code, out, err = self.run_program(type(self).lockstep_path, *words, env=self.settings, input=given)
        problems = []
        if code not in ALLOWED:
            problems.append(f"exit {code}: {err}")
        if "Revoked and purged" in err and any(label == "old" for _, label, _ in self.living()):
            problems.append("said revoked, and it lives")
        if code == 0 and operation == "create" and not any(label == "ci" for _, label, _ in self.living()):
            problems.append("said created, and there is none")
        self.control("DELETE", "faults")
        synced, _, said = self.run_program(type(self).lockstep_path, "sync", env=self.settings)
        if synced != 0:
            problems.append(f"sync: exit {synced}: {said}")
        there, here = self.living(), self.strings()
        elsewhere = {(stranger["id"], "elsewhere", stranger["token"])}
        if operation == "adopt" and not any(token[0] == stranger["id"] for token in here):
            here |= {token for token in there if token[0] == stranger["id"]}
            if not any(token[0] == stranger["id"] for token in there):
                problems.append("a token that was not ours is gone")
        elif operation != "adopt":
            here |= elsewhere
        if {token[::2] for token in there} != {token[::2] for token in here}:
            problems.append(f"there {sorted(there)}\nhere  {sorted(here)}")
        renamed = {token for token in there if token not in here}
        if renamed and operation not in ("rename", "adopt"):
            problems.append(f"labels differ: {renamed}")
        status = json.loads(self.lockstep("status", "--json"))
        if status["pending"]:
            problems.append(f"still pending: {status}")
        return code, problems


def one(case):
    from sandbox import BUILT

    class Alone(Run):
        lockstep_path = BUILT / "lockstep"

    Alone.setUpClass()
    try:
        return case, *Alone().case(*case)
    except Exception as failure:  # what the harness itself did not expect counts as a failure, too
        return case, None, [repr(failure)]
    finally:
        Alone.tearDownClass()


def main():
    every = list(cases())
    share = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    chosen = every[::share]
    codes, bad = {}, 0
    with concurrent.futures.ProcessPoolExecutor(4) as pool:
        for (operation, fault), code, problems in pool.map(one, chosen):
            codes[code] = codes.get(code, 0) + 1
            for problem in problems:
                bad += 1
                print(f"{operation} with {json.dumps(fault)} (exit {code}): {problem}", flush=True)
    print(f"provider matrix: {len(chosen)} of {len(every)} runs, exit codes {codes}, {bad} problems")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
