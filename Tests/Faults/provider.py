"""Every fault of the provider, at every call of every operation, the first time and every time.

After each run the faults end, one `lockstep sync` follows, and then both sides must hold the same tokens, string for
string; the exit code must be one that the run could honestly have.
"""

import itertools
import sys

from both import DELETE, everywhere

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
    "delete": (DELETE, ["DELETE", "GET"]),
    "sync": ("sync", ["GET"]),
    "lease": ("run --mint --scope linodes:ro -- true", ["POST", "PUT", "DELETE", "GET"]),
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


def work(run, case):
    operation, fault = case
    run.control("POST", "faults", fault)
    code, _, err = run.command(OPERATIONS[operation][0])
    problems = [] if code in ALLOWED else [f"exit {code}: {err}"]
    living = {label for _, label, _ in run.living()}
    if "Revoked and purged" in err and "old" in living:
        problems.append("said revoked, and it lives")
    if code == 0 and operation == "delete" and "elsewhere" in living:
        problems.append("said deleted, and it lives")
    if code == 0 and operation == "create" and "ci" not in living:
        problems.append("said created, and there is none")
    run.control("DELETE", "faults")
    # A rename whose answer was lost may have been carried out: the provider's label is then the new one.
    return code, problems + run.differences(
        OPERATIONS[operation][0], mayDiffer=operation in ("rename", "adopt"))


if __name__ == "__main__":
    share = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    sys.exit(1 if everywhere("provider matrix", work, list(cases())[::share]) else 0)
