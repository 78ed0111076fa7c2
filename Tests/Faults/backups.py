"""SIGKILL before every system call of a backup and of a restore that changes something, and failures of it.

A backup that has its name is whole, and a folder never has fewer whole ones than it is to keep. A vault that was restored is whole, hands out
nothing before it was compared, and never takes the place of another.

backups.py [STEP [SCENE…]]     every so many-th case only (1), of these scenes only
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import logs
import tracing
from logs import PROGRAM, Case, crashing


def told(folder):
    """What a vault is, in lines. A copy is looked at, so that nothing is mended."""
    with logs.copy(folder) as place:
        done = subprocess.run([PROGRAM, place, "tell"], capture_output=True, text=True, timeout=tracing.PATIENCE)
    return done.stdout.splitlines()


def proven(folder, name):
    return crashing(folder, "prove", name)[0] == 0


class Backup:
    """A backup into a file."""

    verb, again = ["backup", "one.backup"], ["backup", "two.backup"]

    def prepare(self, folder):
        self.before = told(folder)

    def after(self, folder, code):
        problems = [] if told(folder) == self.before else ["the vault is another one"]
        # On a file system without unnamed files, a killed process leaves its draft: the next one of that name removes it.
        left = {path.name for path in folder.iterdir() if ".new-" not in path.name}
        left -= {"data", "state", "key", "one.backup", "two.backup"}
        problems += [f"left: {left}"] if left else []
        for name in ("one.backup", "two.backup"):
            if (folder / name).exists() and not proven(folder, name):
                problems.append(f"{name} has its name, and is not whole")
        if code == 0 and not (folder / "one.backup").exists():
            problems.append("said to be done, and is not there")
        return problems

    def finished(self, folder):
        return [] if proven(folder, "two.backup") else ["no second backup"]


class Keep(Backup):
    """One into a folder that keeps two, of which it has three."""

    verb = again = ["keep", "kept"]

    def prepare(self, folder):
        (folder / "kept").mkdir(0o700)
        assert crashing(folder, "backup", "kept/lockstep-20200101-000000Z.backup")[0] == 0
        for day in (2, 3):
            shutil.copy(folder / "kept/lockstep-20200101-000000Z.backup", folder / f"kept/lockstep-2020010{day}-000000Z.backup")
        self.before = told(folder)

    def whole(self, folder):
        return [path for path in (folder / "kept").iterdir() if path.suffix == ".backup" and proven(folder, f"kept/{path.name}")]

    def after(self, folder, code):
        problems = [] if told(folder) == self.before else ["the vault is another one"]
        whole = self.whole(folder)
        every = [path for path in (folder / "kept").iterdir() if path.suffix == ".backup"]
        if len(whole) < len(every) or len(whole) < 2:
            problems.append(f"{len(whole)} of {len(every)} are whole")
        return problems

    def finished(self, folder):
        return [] if len(self.whole(folder)) == 2 else [f"{len(self.whole(folder))} are kept"]


class Restore:
    """A restore of an older backup, after the vault was lost."""

    verb = again = ["restore", "one.backup"]

    def prepare(self, folder):
        assert crashing(folder, "backup", "one.backup")[0] == 0
        self.tokens = [line for line in told(folder) if line.startswith("token")]
        assert crashing(folder, "change")[0] == 0
        for path in (folder / "data").iterdir():
            path.unlink()

    def wrong(self, folder):
        """What is wrong with a vault that is there."""
        said = told(folder)
        # Killed before this machine took it for the newest, as old as the copy or with the change that it was restored: a person says so.
        if said in (["refused older head"], ["refused forked change"]):
            assert crashing(folder, "accept")[0] == 0
            said = told(folder)
        tokens = [line for line in said if line.startswith("token")]
        if not said or not said[0].startswith("opened") or tokens != self.tokens:
            return [f"not what was backed up: {said[:2]}"]
        return [] if "kept refused restored" in said and "restored yes" in said else [f"it hands out: {said[-2:]}"]

    def after(self, folder, code):
        is_there = (folder / "data/vault.db").exists()
        if code == 0 and not is_there:
            return ["said to be done, and is not there"]
        return self.wrong(folder) if is_there else []

    def finished(self, folder):
        left = {path.name for path in (folder / "data").iterdir()} - logs.BESIDE
        problems = [f"left: {left}"] if left and not self.was_there else []
        return problems + (self.wrong(folder) if (folder / "data/vault.db").exists() else ["no vault"])

    was_there = False


SCENES = {"backup": Backup(), "keep": Keep(), "restore": Restore()}


def attempt(case):
    scene = SCENES[case.scene]
    with logs.copy(case.folder) as folder:
        first = tracing.met([PROGRAM, folder, *scene.verb], case.call, case.what)
        problems = scene.after(folder, first.returncode)
        if case.what == "signal=KILL" and first.returncode != -9:
            problems.append(f"was not killed: {first.returncode}, {first.stdout.strip()}")
        scene.was_there = case.scene == "restore" and (folder / "data/vault.db").exists()
        code, said = crashing(folder, *scene.again)
        if code != 0 and not scene.was_there if case.scene == "restore" else code != 0:
            problems.append(f"second run: {said}")
        problems += [f"second run: {problem}" for problem in scene.finished(folder)]
    return first.returncode, problems


def run(step, names):
    bad = 0
    with tempfile.TemporaryDirectory() as above:
        place = Path(above)
        (place / "made").mkdir(0o700)
        assert crashing(place / "made", "make")[0] == 0
        for name, scene in SCENES.items():
            if names and name not in names:
                continue
            folder = place / name
            shutil.copytree(place / "made", folder)
            scene.prepare(folder)
            with logs.copy(folder) as trial:
                calls = tracing.calls([PROGRAM, trial, *scene.verb], place / "trace")
            every = [
                Case(name, folder, call, what)
                for call in calls
                for what in ["signal=KILL", *(f"error={error}" for error in logs.failures(call))]
            ]
            codes = {}
            for case in every[::step]:
                try:
                    code, problems = attempt(case)
                except Exception as failure:
                    code, problems = None, [repr(failure)]
                kind = "killed" if code == -9 else "ended" if code == 0 else "failed"
                codes[kind] = codes.get(kind, 0) + 1
                bad += len(problems)
                for problem in problems:
                    print(f"backups: {name}: {case.what} at {case.call}: {problem}", flush=True)
            print(f"backups: {name}: {len(every[::step])} runs, {codes}, {bad} problems so far", flush=True)
    return bad


if __name__ == "__main__":
    if not tracing.is_possible():
        print("backups: skipped: there is no strace here that may trace")
        sys.exit(0)
    sys.exit(1 if run(int((sys.argv + ["1"])[1]), sys.argv[2:]) else 0)
