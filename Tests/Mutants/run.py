"""Builds all mutants at once into a copy of the tree, each behind a switch of the environment; then runs, for each, the tests that
should turn red. A mutant that leaves them green is a defect: of the tests, or of a call that protects nothing."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

from table import MUTANTS

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A tree that is built already may be named: then only what the mutants are in is built again.
TREE = pathlib.Path(os.environ.get("LOCKSTEP_MUTANTS", ROOT / ".build" / "mutants"))
# In each module that has one: what other modules see of it is the same as before, so that they need not be built again.
# It is read from a file, so that it is in force in the programs that tests start, too.
NUMBER = TREE / ".build" / "mutant"
SWITCH = """internal import Glibc

/// Which mutant is in force; in a copy of the tree only (Tests/Mutants).
enum Mutant {
    private static let number: Int? = {
        let file = unsafe open("NUMBER", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 8)
        let count = unsafe read(file, &bytes, bytes.count)
        return Int(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
    }()
    static func isOn(_ number: Int) -> Bool { Mutant.number == number }
}
""".replace("NUMBER", str(NUMBER)).encode()
SECONDS = 300


def copy():
    """The files of the checkout in a tree of their own; one that is as it was keeps its time, so that it is not built again."""
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        names = listed.stdout.split("\0")[:-1]
    else:  # A copy that has no history, as Scripts/user makes it.
        names = [str(file.relative_to(ROOT)) for file in ROOT.rglob("*") if file.is_file() and ".build" not in file.parts]
    return {name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()}


def mutate(texts):
    """Puts each mutant in its file, behind its number; returns what is wrong with the table."""
    problems = []
    for number, (what, name, before, after, _) in enumerate(MUTANTS, 1):
        text = texts.get(name, b"").decode()
        if text.count(before) != 1:
            problems.append(f"{number} {what}: in {name} its code is there {text.count(before)} times")
            continue
        texts[name] = text.replace(before, re.sub(r"\bOFF\b", f"Mutant.isOn({number})", after)).encode()
        texts["/".join(name.split("/")[:2]) + "/Mutant.swift"] = SWITCH
    return problems


def write(texts):
    for name, data in texts.items():
        path = TREE / name
        if path.is_file() and path.read_bytes() == data:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        shutil.copymode(ROOT / name, path) if (ROOT / name).exists() else None
    for folder in ("Sources", "Tests"):
        for path in (TREE / folder).rglob("*"):
            if path.is_file() and str(path.relative_to(TREE)) not in texts:
                path.unlink()


def run(words, folder=TREE, seconds=None, **settings):
    """Exit code, `None` for one that is not over in time; and what was said."""
    process = subprocess.Popen(
        words, cwd=folder, env=os.environ | {"SWIFT_BACKTRACE": "enable=no"} | settings, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        said, _ = process.communicate(timeout=seconds)
        return process.returncode, said
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return None, process.communicate()[0]


def tests(filter, number=0):
    """Exit code, the names of the tests that have failed, what was said, and how many were run."""
    NUMBER.write_text(str(number))
    if filter.startswith("test_"):
        code, said = run(
            [sys.executable, "-B", "-m", "unittest", filter], TREE / "Tests" / "Clients", SECONDS,
            LOCKSTEP_BUILT=str(TREE / ".build" / "debug"))
        return code, re.findall(r"^(?:FAIL|ERROR): (\w+)", said, re.MULTILINE), said, 1
    code, said = run(["swift", "test", "--skip-build", "--disable-xctest", "--filter", filter], TREE, SECONDS)
    failed = re.findall(r'Test (?:"([^"]+)"|(\w+\(\))) (?:with .* )?(?:failed|recorded an issue)', said)
    ran = re.search(r"Test run with (\d+) tests?", said)
    return code, list(dict.fromkeys(first or second for first, second in failed)), said, int(ran.group(1)) if ran else 0


def judge(number, what, filter):
    """What became of a mutant: a line, and whether it was killed."""
    code, names, said, _ = tests(filter, number)
    if code == 0:
        return f"{number:3} SURVIVES  {what}  [{filter}]", False
    killer = "not over in time" if code is None else names[0] if names else "the tests were ended: " + said.strip().splitlines()[-1][:60]
    more = f", and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{number:3} killed    {what}: {killer}{more}", True


def main():
    chosen = [int(word) for word in sys.argv[1:]] or range(1, len(MUTANTS) + 1)
    texts = copy()
    problems = mutate(texts)
    if problems:
        sys.exit("\n".join(["mutate: the table does not fit the sources:", *problems]))
    write(texts)
    NUMBER.parent.mkdir(exist_ok=True)
    code, said = run(["swift", "build", "--build-tests"])
    if code:
        sys.exit("mutate: does not build:\n" + said[-4000:])
    ran = 0
    for filter in sorted({MUTANTS[number - 1][4] for number in chosen}):
        code, names, said, some = tests(filter)
        ran += some
        if code or not some:
            sys.exit(f"mutate: without a mutant {filter} fails already, or has no test: {names}\n" + said[-2000:])
    print(f"mutate: {len(MUTANTS)} mutants; their tests are green without one ({ran})", flush=True)
    survivors = 0
    for number in chosen:
        line, isKilled = judge(number, MUTANTS[number - 1][0], MUTANTS[number - 1][4])
        survivors += not isKilled
        print(line, flush=True)
    NUMBER.unlink()
    print(f"mutate: {len(chosen) - survivors} killed, {survivors} survive")
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
