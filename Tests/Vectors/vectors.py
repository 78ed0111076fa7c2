"""What a vector is: a vault with one property or one fault, and what a reader has to say of it."""

from dataclasses import dataclass, field
from typing import Callable

from building import KEY_FILE, RECOVERY
from parts import Standard

# What every reader says of the vault of parts.Standard.
STANDARD = [
    ("expect", "opens"),
    ("counter", "3"),
    ("whole", "yes"),
    ("record ci 1", "active"),
    ("record old 1", "gone"),
    ("string ci 1", "string of ci"),
    ("account sandbox", "https://api.linode.com"),
    ("string of account sandbox", "provisioning"),
    ("setting askpass", b"/usr/bin/ssh-askpass".hex()),
    ("operations", "1"),
    ("changes", "3"),
]
KEY, RECOVERED = ("key file", KEY_FILE.hex()), ("recovery", "LSRK-" + "-".join(RECOVERY.hex()[n : n + 8] for n in range(0, 64, 8)))


def but(*changes):
    """The lines of the standard vault with other values; a value of None takes a line away. A value may be made by the vault."""
    return list(changes)


@dataclass
class Vector:
    name: str
    recipe: Callable
    lines: list
    secret: tuple = KEY
    files: dict = field(default_factory=dict)

    def expected(self, build):
        if isinstance(self.lines, str):
            return [("expect", self.lines)]
        changes = [(what(build) if callable(what) else what, value) for what, value in self.lines]
        changed = {what for what, _ in changes}
        kept = [line for line in STANDARD if line[0] not in changed]
        return kept + [line for line in changes if line[1] is not None]


ALL = {}


def vector(name, lines, recipe=None, secret=KEY):
    """Registers one; without a recipe it is a decorator."""
    if recipe is None:
        return lambda recipe: vector(name, lines, recipe, secret)
    assert name not in ALL, name
    ALL[name] = Vector(name, recipe, lines, secret)
    return recipe


def at(stage, change):
    """A recipe that changes the vault at one stage: parts, placed, sealed, hashed, done."""

    def recipe(build):
        for name in ("parts", "placed", "sealed", "hashed", "done"):
            if name == stage:
                change(build)
            yield

    return recipe


def build(vector):
    """The vault of a vector. A recipe is a generator that goes on once at each stage, or a function for the first."""
    build = Standard(vector.name)
    stages = vector.recipe(build)
    for seal in (build.place, build.seal_all, build.hash_all, build.seal_head, lambda: None):
        if stages is not None:
            next(stages, None)
        seal()
    return build
