"""The targets of Package.swift, as the package manager itself reads them."""

import json
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One target: where its files are, what it depends on, and which of that is a program and cannot be imported."""

    name: str
    path: str
    dependencies: frozenset
    programs: frozenset


def read(root):
    """The targets of the package at `root`."""
    command = ["swift", "package", "--package-path", str(root), "dump-package"]
    return targets(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def targets(package):
    """The targets of a package, of what `dump-package` prints."""
    programs = {target["name"] for target in package["targets"] if target["type"] == "executable"}
    return [_target(target, programs) for target in package["targets"]]


def _target(target, programs):
    names = frozenset(next(iter(each.values()))[0] for each in target["dependencies"])
    folder = "Tests" if target["type"] == "test" else "Sources"
    path = target.get("path") or f"{folder}/{target['name']}"
    return Target(target["name"], path, names, names & programs)
