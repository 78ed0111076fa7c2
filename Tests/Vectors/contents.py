"""Vectors of what is sealed: records, accounts, settings, labels, operations."""

import sealing
from format2.crypto import Epoch, num, sized
from parts import instant, token
from sealing import fields
from vectors import at, but, vector


def part(name, **numbers):
    """Fields of a part that are otherwise: None takes one away."""

    def change(build):
        told = getattr(build, name)
        for number, value in numbers.items():
            told[int(number[1:], 16)] = value(build) if callable(value) else value

    return at("parts", change)


def key_of(name):
    return {
        "record": lambda b: b.record_id, "account": lambda b: b.account_id, "gone": lambda b: b.gone_id,
        "setting": lambda b: b.name_key("setting", "askpass"), "label": lambda b: b.name_key("label", "ci"),
        "account_name": lambda b: b.name_key("account", "sandbox"),
    }[name]  # fmt: skip


LINES = {
    "record": ["record ci 1", "string ci 1"], "account": ["account sandbox", "string of account sandbox"], "gone": ["record old 1"],
    "setting": ["setting askpass"], "label": [], "account_name": [],
}  # fmt: skip


def unread(name, word, whole=None):
    """The lines where this part is not read."""
    whole = whole or ("yes" if word in ("newer", "passed over") else word)
    lines = [("whole", whole), *[(line, None) for line in LINES[name]], (word, key_of(name))]
    # A string is not handed out where its label's row, which says to whom, cannot be read.
    return lines + ([("string ci 1", word)] if name == "label" else [])


def of_plain(name, change):
    """Changes the content of a part, kind and fields, before it is sealed."""

    def recipe(build):
        table = "labels" if name in ("label", "account_name") else "items"
        build.parts[table][key_of(name)(build)] = change(build.parts[table][key_of(name)(build)])

    return at("placed", recipe)


# In every kind of row

OF = {
    "record": "record ci 1",
    "gone": "record old 1",
    "account": "account sandbox",
    "setting": None,
    "label": "label ci",
    "account_name": "label sandbox",
}
for name in OF:
    known = {f"unknown field of {OF[name]}": "0x30 6d6f7265"} if OF[name] else {}
    vector(f"{name}: an unknown optional field", but(*known.items()), part(name, _30=b"more"))
    critical = unread(name, "newer")
    vector(f"{name}: an unknown critical field", critical, part(name, _B0=b"more"))
    vector(f"{name}: an unknown critical field without a value", critical, part(name, _B0=b""))
    vector(f"{name}: its blob of version 2", critical, at("placed", lambda b, name=name: version(b, name)))
    altered = unread(name, "altered")
    vector(f"{name}: cut within a field", altered, of_plain(name, lambda plain: plain[:-1]))
    vector(f"{name}: nothing but a field's number", altered, of_plain(name, lambda plain: plain + b"\xf0"))
    vector(f"{name}: a field twice", altered, of_plain(name, lambda plain: plain + last_field(plain)))
    vector(f"{name}: fields out of order", altered, of_plain(name, lambda plain: plain + fields((1, b""))))
    vector(f"{name}: no kind", altered, of_plain(name, lambda plain: b""))
    for fault, change in {
        "without its end": lambda plain: plain + bytes(1024 - len(plain)),
        "another end": lambda plain: plain + b"\x81" + bytes(1023 - len(plain)),
        "something behind its end": lambda plain: plain + b"\x80" + bytes(1022 - len(plain)) + b"\1",
    }.items():
        vector(f"{name}: padding {fault}", altered, at("placed", lambda b, name=name, change=change: padding(b, name, change)))


def version(build, name):
    table = "labels" if name in ("label", "account_name") else "items"
    key = key_of(name)(build)
    build.rows[table][key] = build.seal(table, key, build.parts[table][key], version=2)


def padding(build, name, change):
    table = "labels" if name in ("label", "account_name") else "items"
    key = key_of(name)(build)
    build.rows[table][key] = build.seal(table, key, change(build.parts[table][key]), pad=False)


def last_field(plain):
    """The last field of a content once more."""
    place, last = 1, 1
    while place < len(plain):
        last, place = place, place + 5 + int.from_bytes(plain[place + 1 : place + 5], "big")
    return plain[last:]


vector(
    "record: padded to more than it takes",
    but(),
    at("placed", lambda b: padding(b, "record", lambda plain: sealing.padded(plain, 4096))),
)
LONG = "\u6f22" * 100  # 300 bytes, and no more scalars than a label may have


@vector(
    "a long label",
    but(("record ci 1", None), ("string ci 1", None), (f"record {LONG} 1", "active"), (f"string {LONG} 1", "string of ci")),
)
def long_label(build):
    build.record[0x82], build.label[0x81] = LONG.encode(), LONG.encode()
    yield
    labels = build.parts["labels"]
    labels[build.name_key("label", LONG)] = labels.pop(build.name_key("label", "ci"))
    yield


def labelled(name):
    return at("parts", lambda b: [setattr(b, "operation", None), b.record.__setitem__(0x82, name), b.label.__setitem__(0x81, name)])


NO_LABELS = {
    "a scalar too many": "x" * 101, "none at all": "", "not composed": "e\u0301", "a control character": "c\x07i",
    "a line end": "ci\u2028", "a direction": "\u202eci", "a space at its end": "ci ", "of a token that is being created": "lockstep-" + "0f" * 16,
}  # fmt: skip
for name, label in NO_LABELS.items():
    lines = [("record ci 1", None), ("string ci 1", None), ("operations", "0"), ("whole", "altered")]
    keys = [("altered", lambda b: b.record_id), ("altered", lambda b: b.name_key("label", "ci"))]
    vector(f"label: {name}", but(*lines, *keys), labelled(label.encode()))
for name, scopes in {
    "not sorted": "volumes:read_only linodes:read_only", "one twice": "linodes:read_only linodes:read_only", "two spaces": "a:read_only  b:read_only",
    "a level that is none": "linodes:write", "a level of old": "linodes:view", "a comma": "a:read_only,b:read_only", "all, and one more": "* linodes:read_only",
}.items():  # fmt: skip
    vector(f"scopes: {name}", unread("record", "altered"), at("parts", lambda b, scopes=scopes: b.record.__setitem__(0x85, token(scopes=scopes))))
vector("scopes: none", but(), at("parts", lambda b: b.record.__setitem__(0x85, token(scopes=""))))
vector("scopes: all", but(), at("parts", lambda b: b.record.__setitem__(0x85, token(scopes="*"))))
for name, address in {
    "a slash at its end": "https://api.linode.com/", "its scheme in upper case": "HTTPS://api.linode.com", "the usual port": "https://api.linode.com:443",
    "another scheme": "ftp://api.linode.com", "a user": "https://me@api.linode.com", "a query": "https://api.linode.com/?a", "no host": "https:///v4",
    "port 0": "http://localhost:0", "a port with a zero in front": "http://localhost:08", "a space": "https://api.linode.com/a b", "empty": "",
}.items():  # fmt: skip
    vector(f"address: {name}", unread("account", "altered"), part("account", _83=address.encode()))
for address in ("http://127.0.0.1:8080", "https://example.com/v4/x", "http://[::1]:81"):
    vector(f"address: {address}", but(("account sandbox", address)), part("account", _83=address.encode()))


# Fields that have to be there, and their forms

NEEDED = {
    "record": [0x81, 0x82, 0x83, 0x84, 0x85],
    "account": [0x81, 0x82],
    "setting": [0x81, 0x82],
    "label": [0x81],
    "account_name": [0x81, 0x82],
}
for name, numbers in NEEDED.items():
    for number in numbers:
        vector(f"{name}: field {number:#x} missing", unread(name, "altered"), part(name, **{f"_{number:X}": None}))
SIZES = {
    "record": {0x81: 16, 0x83: 4, 0x84: 1, 0x06: 16, 0x07: 8, 0x08: 8, 0x8A: 41},
    "account": {0x07: 1, 0x09: 8, 0x8A: 41},
    "label": {0x82: 16, 0x83: 4, 0x85: 16},
    "account_name": {0x82: 16},
}
for name, sizes in SIZES.items():
    for number, size in sizes.items():
        vector(f"{name}: field {number:#x} too long", unread(name, "altered"), part(name, **{f"_{number:X}": bytes(size) + b"\1"}))
        vector(f"{name}: field {number:#x} too short", unread(name, "altered"), part(name, **{f"_{number:X}": b"\1" * (size - 1)}))
TEXTS = {"record": [0x82], "account": [0x81, 0x83, 0x04], "label": [0x81], "setting": [0x81]}
for name, numbers in TEXTS.items():
    for number in numbers:
        vector(f"{name}: field {number:#x} not UTF-8", unread(name, "altered"), part(name, **{f"_{number:X}": b"\xff\xfe"}))
for value in (0, 6, 255):
    vector(f"record: state {value}", unread("record", "altered"), part("record", _84=num(value, 1)))
for name, value in {"creating": 1, "retiring": 3, "revoking": 4}.items():
    vector(f"record: state {name}", but(("record ci 1", name)), part("record", _84=num(value, 1)))
vector("record: gone, and still a cell", unread("record", "altered"), part("record", _84=num(5, 1)))
vector("record: active without a cell", unread("record", "altered"), part("record", _8A=None))
vector("record: an instant too late", unread("record", "altered"), part("record", _07=num(2**40 + 1, 8)))
vector("record: the last instant", but(), part("record", _07=num(2**40, 8)))
vector("record: an instant before 1970", but(), part("record", _07=(-(2**40)).to_bytes(8, "big", signed=True)))
vector("account: a flag that is neither", unread("account", "altered"), part("account", _07=b"\2"))
vector("account: no address", but(("account sandbox", "no address")), part("account", _83=None))
vector("account: no string", unread("account", "altered"), part("account", _8A=None))
vector("account: no provider", unread("account", "altered"), part("account", _82=b""))
vector("record: no optional field at all", but(), part("record", _06=None, _07=None))
vector("account: no optional field at all", but(), part("account", _04=None, _05=None, _06=None, _07=None, _08=None, _09=None))

# Tokens and their ids

TOKEN = {
    "a name for an id": ((-4).to_bytes(8, "big", signed=True) + b"ab-1", True),
    "the longest name": ((-64).to_bytes(8, "big", signed=True) + b"a" * 64, True),
    "a name too long": ((-65).to_bytes(8, "big", signed=True) + b"a" * 65, False),
    "a number as a name": ((-4).to_bytes(8, "big", signed=True) + b"4711", False),
    "a number with a zero before it": ((-5).to_bytes(8, "big", signed=True) + b"04711", True),
    "a letter that is none": ((-2).to_bytes(8, "big", signed=True) + b"a/", False),
    "id 0": (bytes(8), False),
    "the largest number": (num(2**63 - 1, 8), True),
    "a name cut short": ((-4).to_bytes(8, "big", signed=True) + b"abc", False),
    "something behind the id": (num(4711, 8) + b"\0", False),
}
for name, (id, right) in TOKEN.items():
    vector(f"token: {name}", but() if right else unread("record", "altered"), part("record", _85=fields((2, b"ci"), (0x81, id))))
vector("token: no id", unread("record", "altered"), part("record", _85=fields((2, b"ci"))))
vector(
    "token: an unknown optional field",
    but(("unknown field of token of ci 1", "0x30 6d6f7265")),
    part("record", _85=lambda b: fields((2, b"ci"), (0x30, b"more"), (0x81, num(4711, 8)))),
)
vector("token: an unknown critical field", unread("record", "newer"), part("record", _85=lambda b: token() + fields((0xB0, b""))))
vector("token: fields out of order", unread("record", "altered"), part("record", _85=fields((0x81, num(4711, 8)), (2, b"ci"))))
vector("token: never expires", but(), part("record", _85=fields((2, b"ci"), (4, instant()), (0x81, num(4711, 8)))))

# Kinds

for kind, word in {4: "passed over", 5: "passed over", 9: "passed over", 0x7F: "passed over", 0x80: "newer", 0xFF: "newer"}.items():

    @vector(f"an item of kind {kind}", but((word, lambda b: b"\x11" * 16)))
    def another_item(build, kind=kind):
        yield
        build.parts["items"][b"\x11" * 16] = num(kind, 1) + fields((0x81, b"whatever"))
        yield

    @vector(f"a label row of kind {kind}", but((word, lambda b: b"\x11" * 16)))
    def another_label(build, kind=kind):
        yield
        build.parts["labels"][b"\x11" * 16] = num(kind, 1) + fields((0x81, b"whatever"))
        yield


# Settings and names

vector(
    "setting: another name's key",
    but(("whole", "altered"), ("setting askpass", None), ("setting other", b"/usr/bin/ssh-askpass".hex())),
    part("setting", _81=b"other"),
)
vector("setting: an empty value", but(("setting askpass", "")), part("setting", _82=b""))
vector(
    "setting: one that is not known",
    but(("setting colour", b"green".hex())),
    at(
        "placed",
        lambda b: b.parts["items"].__setitem__(
            b.name_key("setting", "colour"), num(3, 1) + fields((0x81, b"colour"), (0x82, b"green"))
        ),
    ),
)
vector("label: another name's key", but(("whole", "altered"), ("string ci 1", "altered")), part("label", _81=b"other"))
vector("account_name: another name's key", but(("whole", "altered")), part("account_name", _81=b"other"))
vector("account_name: an account that is not there", but(("whole", "altered")), part("account_name", _82=bytes(16)))
vector(
    "label: reserved for an operation",
    but(),
    at(
        "placed",
        lambda b: b.parts["labels"].__setitem__(b.name_key("label", "new"), num(1, 1) + fields((0x81, b"new"), (0x85, b.dice(16)))),
    ),
)
vector("label: no record of it", but(("whole", "altered"), ("string ci 1", "altered")), part("label", _82=None))
vector("label: the record retires", but(), part("label", _82=None, _84=lambda b: num(1) + b.record_id))
vector("label: the record has it reserved", but(), part("label", _82=None, _85=lambda b: b.record_id))
vector("label: half a retiring one", unread("label", "altered"), part("label", _84=num(1) + bytes(15)))


def grant(**values):
    numbers = {"executable": 0x81, "unit": 0x82, "cgroup": 0x83, "confirmed": 0x84, "manages": 0x85, "into": 0x86,
               "terminal": 0x87, "optional": 0x30, "critical": 0xB0}  # fmt: skip
    return sized(fields(*sorted((numbers[name], value) for name, value in values.items())))


for name, value, right in (
    ("grants", num(2, 1) + grant(executable=b"/bin/true", confirmed=b"\1") + grant(unit=b"a.service", cgroup=b"/x/*"), "yes"),
    ("a grant of the future", num(1, 1) + grant(optional=b"more", unit=b"a.service"), "yes"),
    ("a grant that must be understood", num(1, 1) + grant(critical=b"more"), "newer"),
    ("a rule on changes", num(2, 1) + grant(executable=b"/bin/true", manages=b"\1") + grant(unit=b"a.service"), "yes"),
    ("a rule on one file", num(1, 1) + grant(into=b"/bin/true", confirmed=b"\1"), "yes"),
    ("a rule with a terminal", num(1, 1) + grant(terminal=b"\1"), "yes"),
    ("a rule with what is not so", num(1, 1) + grant(confirmed=b"\0", manages=b"\0", terminal=b"\0"), "yes"),
    ("a rule that asks in two ways", num(1, 1) + grant(confirmed=b"\1", terminal=b"\1"), "altered"),
    ("a rule on changes that asks", num(1, 1) + grant(manages=b"\1", confirmed=b"\1"), "altered"),
    ("a rule on changes with a terminal", num(1, 1) + grant(manages=b"\1", terminal=b"\1"), "altered"),
    ("a rule on changes with a file", num(1, 1) + grant(manages=b"\1", into=b"/bin/true"), "altered"),
    ("a rule that is neither so nor not", num(1, 1) + grant(manages=b"\2"), "altered"),
    ("a grant too few", num(2, 1) + grant(unit=b"a.service"), "altered"),
    ("a grant too many", num(1, 1) + grant(unit=b"a") + grant(unit=b"b"), "altered"),
):
    vector(f"label: {name}", but() if right == "yes" else unread("label", right), part("label", _86=value))
for name, value, right in (
    ("hosts", num(2, 2) + sized(b"https://a.example") + sized(b"https://b.example/x"), True),
    ("a host too few", num(2, 2) + sized(b"https://a.example"), False),
    ("something behind the hosts", num(1, 2) + sized(b"https://a.example") + b"\0", False),
):
    vector(f"label: {name}", but() if right else unread("label", "altered"), part("label", _87=value))
for name, count in {"none, and yet the field": 0, "thirty-two": 32, "thirty-three": 33}.items():
    rules = num(count, 1) + grant(unit=b"a") * count
    vector(f"label: rules, {name}", but() if count == 32 else unread("label", "altered"), part("label", _86=rules))
for name, count in {"none, and yet the field": 0, "sixty-four": 64, "sixty-five": 65}.items():
    bound = num(count, 2) + sized(b"https://a.example") * count
    vector(f"label: hosts, {name}", but() if count == 64 else unread("label", "altered"), part("label", _87=bound))
LIFETIME = num(0, 8) + num(3)
for name, value, right in (
    ("a policy with everything", fields(
        (1, LIFETIME), (2, b"\x42"), (3, num(0)), (4, "Zoë".encode()), (5, b"deploys"), (6, sized(b"ci") + sized("prod/eu-1".encode())), (7, b"\1"),
    ), "yes"),
    ("a policy of the future", fields((1, LIFETIME), (0x30, b"more")), "yes"),
    ("a policy that must be understood", fields((1, LIFETIME), (0xB0, b"more")), "newer"),
    ("a policy with no lifetime", fields((1, num(0, 8) + num(0))), "altered"),
    ("a policy with a thousand years", fields((1, num(31_536_000_000, 8) + num(12_000))), "yes"),
    ("a policy with more", fields((1, num(31_536_000_001, 8) + num(0))), "altered"),
    ("a policy that never renews", fields((2, b"\0")), "yes"),
    ("a policy that renews at the end", fields((2, b"\x64")), "altered"),
    ("a policy with the longest overlap", fields((3, num(31_622_400))), "yes"),
    ("a policy with a longer one", fields((3, num(31_622_401))), "altered"),
    ("a policy with the longest owner", fields((4, "é".encode() * 100)), "yes"),
    ("a policy with a longer one than that", fields((4, b"e" * 101)), "altered"),
    ("a policy with no owner, and yet the field", fields((4, b"")), "altered"),
    ("a policy with the longest purpose", fields((5, b"e" * 300)), "yes"),
    ("a policy with a longer purpose", fields((5, b"e" * 301)), "altered"),
    ("a policy with no tag, and yet the field", fields((6, b"")), "altered"),
    ("a policy with sixteen tags", fields((6, b"".join(sized(b"t%02d" % n) for n in range(16)))), "yes"),
    ("a policy with seventeen", fields((6, b"".join(sized(b"t%02d" % n) for n in range(17)))), "altered"),
    ("a policy with a tag twice", fields((6, sized(b"a") + sized(b"a"))), "altered"),
    ("a policy with tags out of order", fields((6, sized(b"b") + sized(b"a"))), "altered"),
    ("a policy with the longest tag", fields((6, sized(b"a" * 40))), "yes"),
    ("a policy with a longer tag", fields((6, sized(b"a" * 41))), "altered"),
):  # fmt: skip
    vector(f"label: {name}", but() if right == "yes" else unread("label", right), part("label", _08=value))
vector(
    "label: a policy that was kept",
    but(),
    at(
        "placed",
        lambda b: b.parts["labels"].__setitem__(
            b.name_key("label", "old"), num(1, 1) + fields((8, fields((1, LIFETIME), (7, b"\1"))), (0x81, b"old"), (0x83, num(1)))
        ),
    ),
)
vector("record: its label has a policy", but(), part("record", _0C=b"\1"))
vector("record: its label has a policy, or what", unread("record", "altered"), part("record", _0C=b"\2"))
vector("record: its label has rules", but(), part("record", _0B=b"\1"))
vector("record: its label has rules, or what", unread("record", "altered"), part("record", _0B=b"\2"))

# Epochs


@vector("everything under an epoch that is being replaced, the head and the slots under the new one", but())
def being_replaced(build):
    yield
    for table, parts in build.parts.items():
        for key, plain in parts.items():
            build.rows[table][key] = build.seal(table, key, plain)
    build.epochs = [Epoch(1, 2, build.epochs[0].root), Epoch(2, 1, build.dice(32))]
    yield


@vector("a record under an epoch that is only kept to verify", but(*unread("record", "altered")))
def kept_only(build):
    yield
    build.epochs.append(Epoch(7, 3, build.dice(32)))
    build.rows["items"][build.record_id] = build.seal("items", build.record_id, build.plain("record"), epoch=build.epochs[1])
    yield


@vector("a record under an epoch that the keyring has not", but(*unread("record", "altered")))
def unknown_epoch(build):
    yield
    build.rows["items"][build.record_id] = build.seal(
        "items", build.record_id, build.plain("record"), epoch=Epoch(8, 1, build.dice(32))
    )
    yield


@vector("a record that is too short for a nonce", unread("record", "altered"))
def short_record(build):
    yield
    yield
    build.rows["items"][build.record_id] = build.rows["items"][build.record_id][:20]
    yield
