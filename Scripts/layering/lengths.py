"""How long the functions and files of Sources are: a function of 40 lines, a verb of 50 and a file of 320 pass, longer ones do not."""

import re
from dataclasses import dataclass

from . import source

FUNCTION, VERB, FILE = 40, 50, 320
# A verb's help of some length stands in a file of its own, whose name has a plus sign.
VERBS = re.compile(r"Sources/Command/Verbs/[^/+]+\.swift")
HEAD = re.compile(
    r"(?<![.`\w])(?:func\s+(?P<func>`?\w+`?|[^\s\w(]+)|(?P<init>init)(?=[?!]?\s*[(<])|(?P<other>deinit|subscript)\b"
    r"|var\s+(?P<var>`?\w+`?)\s*:)"
)
DECLARATION = re.compile(
    r"(?:func|init|deinit|subscript|var|let|case|associatedtype|typealias|struct|enum|class|actor|protocol|extension|import)\b"
)
PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Function:
    """A function, initializer, subscript or computed property that has a body."""

    name: str
    line: int
    length: int


def functions(text):
    """Those of a file, in order; the length counts the lines of both braces."""
    code = source.code(text)
    for head in HEAD.finditer(code):
        opening = _body(code, head.end(), ends_with_line=head["var"] is not None)
        if opening is not None:
            breaks = code.count("\n", opening, _after(code, opening))
            name = head["func"] or head["init"] or head["other"] or head["var"]
            yield Function(name.strip("`"), code.count("\n", 0, head.start()) + 1, breaks + 1)


def _body(code, at, ends_with_line):
    """Where the body begins; None for a requirement of a protocol, or a variable that is stored."""
    while at < len(code):
        if code[at] == "{":
            return at
        if code[at] in "};" or (ends_with_line and code[at] in "=\n"):
            return None
        if code[at] in PAIRS:
            at = _after(code, at)
        elif DECLARATION.match(code, at) and not re.match(r"[.`\w]", code[at - 1]):
            return None
        else:
            at += 1
    return None


def _after(code, at):
    """Behind the brace, bracket or parenthesis that closes the one at this place."""
    opening, closing, depth = code[at], PAIRS[code[at]], 0
    for place in range(at, len(code)):
        depth += (code[place] == opening) - (code[place] == closing)
        if depth == 0:
            return place + 1
    return len(code)


def _files(root):
    for path in sorted((root / "Sources").rglob("*.swift")):
        text = path.read_text()
        yield path.relative_to(root).as_posix(), text, len(text.splitlines())


def check(root):
    """What is too long, a sentence each."""
    for name, text, length in _files(root):
        most = VERB if VERBS.fullmatch(name) else FILE
        if length > most:
            yield f"{name} has {length} lines, and may have {most}"
        for function in functions(text):
            if function.length > FUNCTION:
                yield f"{name}:{function.line}: {function.name} has {function.length} lines, and may have {FUNCTION}"


def longest(root, count=3):
    """The longest files, each with its length."""
    lengths = sorted(((length, name) for name, _, length in _files(root)), reverse=True)
    return [f"{name} ({length})" for length, name in lengths[:count]]
