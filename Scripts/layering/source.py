"""Swift source as the checks read it: without comments and strings, and what it imports, declares and names."""

import re

KINDS = "typealias|struct|class|enum|protocol|actor|let|var|func"
IMPORT = re.compile(rf"(?<![.`\w])import\s+(?:(?:{KINDS})\s+)?`?([A-Za-z_]\w*)")
TYPE = re.compile(r"(?<![.`\w])(?:struct|class|enum|protocol|actor|typealias)\s+`?([A-Z]\w*)")
NAMED = re.compile(r"(?<![\w.`])([A-Z]\w*)(?:\.([A-Z]\w*))?")
PUBLIC = re.compile(r"(?<![.`\w])public\b(?!\s*[:,)=])|(?<![.`\w])open\s+(?=(?:class|func|var|subscript|override)\b)")
EXPORTED = re.compile(r"@_exported\b")
QUOTE = re.compile(r'(#*)("""|")')


def code(text):
    """The source with blanks for comments and for the text of strings; what a string interpolates is kept, and every line."""
    return _copied(text, 0, None)[0]


def _copied(text, at, closing):
    """Copies code up to a closing parenthesis, or to the end; the copy, and where it ended."""
    out, depth = [], 0
    while at < len(text):
        if text.startswith("//", at):
            at = _past(text, "\n", at, keeps_end=True)
        elif text.startswith("/*", at):
            end = _after_comment(text, at)
            out.append(" " + "\n" * text.count("\n", at, end))
            at = end
        elif (quote := QUOTE.match(text, at)) is not None:
            string, at = _string(text, quote)
            out.append(string)
        else:
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            if closing and depth < 0:
                return "".join(out), at + 1
            out.append(text[at])
            at += 1
    return "".join(out), at


def _past(text, end, at, keeps_end=False):
    found = text.find(end, at)
    return len(text) if found < 0 else found + (0 if keeps_end else len(end))


def _after_comment(text, at):
    """Comments nest in Swift."""
    depth = 0
    for mark in re.compile(r"/\*|\*/").finditer(text, at):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def _string(text, quote):
    """The interpolations of a string and its line breaks, and where it ends."""
    hashes, mark = quote.groups()
    at, out = quote.end(), ['""']
    while at < len(text):
        if text.startswith(mark + hashes, at):
            return " ".join(out), at + len(mark + hashes)
        if text.startswith("\\" + hashes + "(", at):
            inner, at = _copied(text, at + 2 + len(hashes), ")")
            out.append(f"({inner})")
        elif text[at] == "\n":
            out.append("\n")
            at += 1
        elif text.startswith("\\" + hashes, at):
            at += 1 + len(hashes)
            if not text.startswith("\n", at):  # one that joins two lines is still a line break of the file
                at += 1
        else:
            at += 1
    return " ".join(out), at


def imports(source):
    """The modules that stripped source imports, in any form."""
    return {match[1] for match in IMPORT.finditer(source)}


def declared(source):
    """The types that stripped source declares outside of braces, and those that it declares anywhere."""
    top = set()
    for match in TYPE.finditer(source):
        before = source[: match.start()]
        if before.count("{") == before.count("}"):
            top.add(match[1])
    return top, {match[1] for match in TYPE.finditer(source)}


def named(source, room):
    """The types that stripped source names: `Type` and `Room.Type`, not what is declared within another (`Other.Type`)."""
    return {second if first == room else first for first, second in NAMED.findall(source)}
