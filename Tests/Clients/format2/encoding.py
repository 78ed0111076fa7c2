"""Numbers, texts and fields, from bytes to values."""

import re
import unicodedata

from .refusal import Refused, check


class Cursor:
    """Reads a structure from its first byte to its last."""

    def __init__(self, source):
        self.source, self.place = source, 0

    def raw(self, count):
        check(count >= 0 and self.place + count <= len(self.source), "too short")
        self.place += count
        return self.source[self.place - count : self.place]

    def number(self, size, signed=False):
        return int.from_bytes(self.raw(size), "big", signed=signed)

    def bytes(self):
        return self.raw(self.number(4))

    def text(self):
        return text(self.bytes())

    def left(self):
        return len(self.source) - self.place

    def end(self):
        check(not self.left(), "something behind its end")

    def many(self, read):
        found = []
        while self.left():
            found.append(read(self))
        return found


def whole(read):
    """A value that is one structure and nothing behind it."""

    def value(source):
        cursor = Cursor(source)
        found = read(cursor)
        cursor.end()
        return found

    return value


def text(source):
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("altered", "no UTF-8") from None


def raw(count):
    return whole(lambda cursor: cursor.raw(count))


def number(size, signed=False):
    return whole(lambda cursor: cursor.number(size, signed))


def among(size, low, high):
    def value(source):
        found = number(size)(source)
        check(low <= found <= high, "out of its bounds")
        return found

    return value


def flag(source):
    return among(1, 0, 1)(source) == 1


def instant(source):
    found = number(8, signed=True)(source)
    check(-(2**40) <= found <= 2**40, "no instant")
    return found


def label(source):
    """1 to 100 scalars as they are compared and shown, and not the form of a token that is being created."""
    found = text(source)
    check(1 <= len(found) <= 100 and unicodedata.is_normalized("NFC", found), "no label")
    check(all(visible(letter) for letter in found) and found.strip() == found, "no label")
    check(not re.fullmatch("lockstep-[0-9a-f]{32}", found), "no label")
    return found


def visible(letter):
    return letter == "\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cn", "Cs", "Zl", "Zp")


def scopes(source):
    """As they are written: sorted names, each once."""
    found = text(source)
    if found in ("", "*"):
        return found
    names = [re.fullmatch("([^ ,:]+):(read_only|read_write)", word) for word in found.split(" ")]
    check(all(names), "no scopes")
    names = [name[1] for name in names]
    check(names == sorted(set(names)), "scopes")
    return found


def address(source):
    """As it is compared: scheme, host, a port that is not the scheme's own, a path without a slash at its end."""
    found = text(source)
    form = re.fullmatch(r"(https?)://([a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::([0-9]+))?((?:/[!-~]*)?)", found)
    check(form and len(found) <= 512 and not set(found) & set('@?#\\"<>') and not found.endswith("/"), "no address")
    check(form[3] is None or (form[3] == str(int(form[3])) and 0 < int(form[3]) < 65536), "port")
    check(form[3] != {"https": "443", "http": "80"}[form[1]], "port")
    labels = form[2].split(".")
    check(form[2][0] == "[" or (len(form[2]) <= 253 and all(1 <= len(one) <= 63 for one in labels)), "host")
    return found


def tid(source):
    """A number above 0, or another id behind its negative length."""
    cursor = Cursor(source)
    first = cursor.number(8, signed=True)
    if first > 0:
        cursor.end()
        return first
    name = cursor.raw(-first)
    cursor.end()
    check(name not in (b".", b".."), "no token id")
    letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~"
    check(1 <= len(name) <= 64 and all(byte in letters for byte in name), "no token id")
    check(not (name.isdigit() and name[:1] != b"0" and int(name) < 2**63), "a number written as a name")
    return name.decode()


class Shape:
    """A structure of numbered fields: which there are, which have to be there."""

    def __init__(self, **fields):
        """name = (number, read, needed)"""
        self.known = {field[0]: (name, field[1]) for name, field in fields.items()}
        self.needed = {field[0] for field in fields.values() if field[2:]}

    def __call__(self, source):
        """The values by name. What is not known is under its number, as bytes."""
        cursor, values, found = Cursor(source), {}, {}
        while cursor.left():
            number = cursor.number(1)
            check(number > max(values, default=-1), f"field {number:#04x} is out of order")
            values[number] = cursor.bytes()
        unknown = [number for number in values if number & 0x80 and number not in self.known]
        if unknown:
            raise Refused("newer", f"fields {unknown}")
        for number, value in values.items():
            name, read = self.known.get(number, (number, bytes))
            found[name] = read(value)
        missing = self.needed - set(values)
        check(not missing, f"fields {missing} are missing")
        return found


def unpadded(content):
    """Zeros off the end, then one 0x80."""
    content = content.rstrip(b"\0")
    check(content[-1:] == b"\x80", "padding")
    return content[:-1]
