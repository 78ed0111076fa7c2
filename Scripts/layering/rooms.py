"""What rooms import, declare in Package.swift, and show to the world, held against the table."""

import re

from . import source, table

# What the toolchain brings, for every room; `_Concurrency` and Foundation are not among them.
# The room that other packages import.
PRODUCT = "LockstepClient"
TOOLCHAIN = {"Glibc", "Swift", "Synchronization"}
TESTING = TOOLCHAIN | {"Testing", "_Concurrency"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*(?:include|import)[ \t]*[<"]([^>"]+)[>"]|^[ \t]*@import[ \t]+(\w+)', re.MULTILINE)
# Whose headers these are.
HEADERS = {"sodium": "CSodium", "sqlite3": "CSQLite", "curl/": "CCurl", "microhttpd": "CMicroHTTPD", "uninorm": "CUnistring",
           "unistr": "CUnistring"}


def check(root, targets):
    """What is wrong under `root`, whose Package.swift has these targets; a sentence each."""
    allowed = table.read((root / "Docs/Architecture.md").read_text())
    for target in targets:
        folder = root / target.path
        if target.path.startswith("Sources/"):
            if target.name not in allowed:
                yield f"{target.name} is not in the table of Docs/Architecture.md"
                continue
            for name in sorted(target.dependencies - allowed[target.name]):
                yield f"Package.swift: {target.name} may not depend on {name}"
            for name in sorted(allowed[target.name] - target.dependencies):
                yield f"Docs/Architecture.md: {target.name} may import {name}, but does not depend on it"
        yield from _headers(folder, target)
        yield from _swift(root, folder, target, allowed.get(target.name, set()), {each.name for each in targets})
    for folder in sorted((root / "Sources").iterdir()):
        if folder.is_dir() and not any(target.path == f"Sources/{folder.name}" for target in targets):
            yield f"Sources/{folder.name} is no target of Package.swift"


def _swift(root, folder, target, allowed, names):
    """Of a room the table decides, of tests what Package.swift says."""
    is_room = target.path.startswith("Sources/")
    may = allowed | TOOLCHAIN if is_room else target.dependencies | TESTING | {"Foundation"}
    imported = set()
    files = sorted(folder.rglob("*.swift"))
    for file in files:
        code = source.code(file.read_text())
        found = source.imports(code)
        imported |= found
        where = file.relative_to(root)
        for name in sorted(found - may):
            yield f"{where}: {target.name} may not import {name}"
        for name in sorted(found & may & names - target.dependencies):
            yield f"{where}: {target.name} imports {name}, which Package.swift does not say"
        if source.EXPORTED.search(code):
            yield f"{where}: @_exported hands an import on to rooms that may not have it"
        if is_room and target.name != PRODUCT and source.PUBLIC.search(code):
            yield f"{where}: public or open; rooms share by package, and only {PRODUCT} is a library product"
    unused = target.dependencies - imported - target.programs
    for name in sorted(unused if files else ()):
        yield f"Package.swift: {target.name} depends on {name}, which no file imports"


def _headers(folder, target):
    """A C target includes no header of a library that is another one's."""
    for file in sorted(path for path in folder.rglob("*") if path.suffix in (".c", ".h", ".modulemap")):
        for header, module in INCLUDE.findall(file.read_text()):
            owners = {owner for prefix, owner in HEADERS.items() if header.startswith(prefix)} | ({module} - {""})
            for owner in sorted(owners - {target.name} - target.dependencies):
                yield f"{file.name} of {target.name} may not include {header or module}, which is {owner}'s"
            if ".." in header:
                yield f"{file.name} of {target.name} may not include {header}, which is outside of it"
