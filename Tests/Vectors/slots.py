"""Vectors of the slots."""

import hashlib

import sealing
from building import KEY_FILE, Slot
from building import RECOVERY as RECOVERY_KEY
from format2.crypto import binding, keyed, num, sized, subkey
from format2 import shares
from format2.slots import argon2id
from rows import both, flipped, row
from vectors import KEY, RECOVERED, at, but, vector

STRANGER = ("key file", bytes(32).hex())
PHRASE = ("passphrase", "na\u00efve passphrase")


def slot_row(**more):
    """The row of the slots, written otherwise."""

    def recipe(build):
        build.rows["first"][2] = build.slot_row(**more)

    return at("sealed", recipe)


def slots(change):
    """The slots before they are written."""

    def recipe(build):
        change(build)

    return at("parts", recipe)


def altered_slot(kind, **fields_by_number):
    """A slot that has other fields than it should."""

    def change(build):
        found = next(slot for slot in build.slots if slot.kind == kind)
        found.override = {int(name[1:], 16): value for name, value in fields_by_number.items()}

    return slots(change)


vector("opened by the recovery key", but(), lambda build: None, RECOVERED)
CHECK = hashlib.blake2b(b"lockstep recovery key", digest_size=32, key=RECOVERY_KEY).hexdigest()[:8]
NINE = RECOVERED[1] + "-" + CHECK
for name, typed, word in (
    ("with its last group", NINE, "opens"),
    ("in upper case", NINE.upper(), "opens"),
    ("with spaces for dashes", "LSRK-" + NINE[5:].replace("-", " "), "opens"),
    ("with nothing behind its letters", "lsrk" + NINE[5:].replace("-", ""), "opens"),
    ("without any", "LSRK-" + NINE[5:].replace("-", ""), "opens"),
    ("with a dash more", "LSRK--" + NINE[5:], "opens"),
    ("a digit mistyped", NINE[:6] + ("1" if NINE[6] == "0" else "0") + NINE[7:], "wrong-key"),
    ("its last group mistyped", NINE[:-1] + ("1" if NINE[-1] == "0" else "0"), "wrong-key"),
    ("a digit too few", NINE[:-1], "wrong-key"),
    ("half of its last group", NINE[:-4], "wrong-key"),
):
    vector(f"recovery key: {name}", but() if word == "opens" else word, lambda build: None, secret=("recovery", typed))
vector("another key file", "wrong-key", lambda build: None, STRANGER)
vector("a passphrase where there is no slot of one", "wrong-key", lambda build: None, PHRASE)
vector("the key file's bytes as recovery key", "wrong-key", lambda build: None, ("recovery", "LSRK" + KEY_FILE.hex()))


def passphrase(secret, salt=bytes(range(16)), passes=2, memory=65536):
    def change(build):
        key = argon2id.kdf(32, secret.encode(), salt, opslimit=passes, memlimit=memory * 1024)
        build.slots.append(Slot(build.dice, 1, key, [(1, num(passes) + num(memory)), (2, salt)]))

    return slots(change)


vector("opened by a passphrase", but(), passphrase("na\u00efve passphrase"), PHRASE)
vector(
    "a passphrase typed in another form", but(), passphrase("na\u00efve passphrase"), ("passphrase", "nai\u0308ve passphrase")
)
vector("another passphrase", "wrong-key", passphrase("na\u00efve passphras"), PHRASE)


def factors(secret, file, salt=bytes(range(16)), passes=2, memory=65536):
    def change(build):
        first = argon2id.kdf(32, secret.encode(), salt, opslimit=passes, memlimit=memory * 1024)
        build.slots.append(Slot(build.dice, 4, keyed(file, b"lockstep two factors" + first), [(1, num(passes) + num(memory)), (2, salt)]))

    return slots(change)


def both_of(file, secret):
    return "two-factors", (file + secret.encode()).hex()


vector("opened by a passphrase and a key file", but(), factors("na\u00efve", bytes(32)), both_of(bytes(32), "na\u00efve"))
vector("a passphrase in another form, and a key file", but(), factors("na\u00efve", bytes(32)), both_of(bytes(32), "nai\u0308ve"))
vector("a passphrase and another key file", "wrong-key", factors("phrase", bytes(32)), both_of(bytes(31) + b"\1", "phrase"))
vector("another passphrase and the key file", "wrong-key", factors("phrase", bytes(32)), both_of(bytes(32), "Phrase"))
vector("the key file alone where both are needed", "wrong-key", factors("phrase", bytes(32)), ("key file", bytes(32).hex()))
vector("the passphrase alone where both are needed", "wrong-key", factors("phrase", bytes(32)), ("passphrase", "phrase"))
vector("two factors: one pass", but(("damaged slots", "1")), factors("phrase", bytes(32), passes=1))


def person(secret, **override):
    def change(build):
        slot = Slot(build.dice, 6, secret)
        slot.override = {4: None} | override
        build.slots.append(slot)

    return slots(change)


vector("opened by a person's private key", but(), person(bytes(range(1, 33))), ("person", bytes(range(1, 33)).hex()))
vector("another person's private key", "wrong-key", person(bytes(range(1, 33))), ("person", bytes(32).hex()))


@vector("the slot of a person with a commitment", "altered")
def committed(build):
    build.slots.append(Slot(build.dice, 6, bytes(32)))
    yield


def divided(secret, numbers=(1, 2, 3), threshold=2):
    """Printed shares of a key, with commas between."""
    drawn = bytes(place * 7 % 251 for place in range(32 * (threshold - 1)))
    return [shares.printed(SET, threshold, number, shares.values(secret, drawn, number)) for number in numbers]


def of_shares(secret, detail=b"\1\2\3\4\5\6\2\3"):
    return slots(lambda build: build.slots.append(Slot(build.dice, 5, secret, [(7, detail)] if detail is not None else [])))


SET, DIVIDED = b"\1\2\3\4\5\6", bytes(range(3, 35))
ONE, TWO, THREE = divided(DIVIDED)
for name, typed, word in (
    ("the first two", (ONE, TWO), "opens"),
    ("the last two, turned round", (THREE, TWO), "opens"),
    ("all three", (ONE, TWO, THREE), "opens"),
    ("in upper case, without dashes", (ONE.upper(), TWO.replace("-", "")), "opens"),
    ("behind remarks", ("# share 1\n\n" + ONE + "\n", TWO), "opens"),
    ("one", (ONE,), "wrong-key"),
    ("one twice", (ONE, ONE), "wrong-key"),
    ("one mistyped", (ONE, TWO[:-1] + ("1" if TWO[-1] == "0" else "0")), "wrong-key"),
    ("one of another key", (ONE, divided(bytes(32))[1]), "wrong-key"),
    ("of another set", (ONE, shares.printed(bytes(6), 2, 2, shares.parsed(TWO)[3])), "wrong-key"),
    ("a digit too few", (ONE, TWO[:-1]), "wrong-key"),
    ("a digit too many", (ONE, TWO + "0"), "wrong-key"),
):
    lines = but() if word == "opens" else word
    vector(f"shares: {name}", lines, of_shares(DIVIDED), ("shares", ",".join(typed)))
WIDE = divided(DIVIDED, range(1, 17), 16)
vector("shares: sixteen of sixteen", but(), of_shares(DIVIDED, SET + b"\x10\x10"), ("shares", ",".join(WIDE)))
vector("shares: fifteen of sixteen", "wrong-key", of_shares(DIVIDED, SET + b"\x10\x10"), ("shares", ",".join(WIDE[:15])))
for name, detail in (
    ("missing", None), ("one of three", SET + b"\1\3"), ("three of two", SET + b"\3\2"), ("seventeen", SET + b"\2\x11"),
    ("too short", SET + b"\2"), ("too long", SET + b"\2\3\0"),
):  # fmt: skip
    vector(f"the slot of shares: {name}", "altered", of_shares(DIVIDED, detail))


def of_system(detail):
    return slots(lambda build: build.slots.append(Slot(build.dice, 7, bytes(32), [(7, detail)] if detail is not None else [])))


for name, detail in (("missing", None), ("empty", b""), ("too long", bytes(4097))):
    vector(f"the system's credential: {name}", "altered", of_system(detail))
vector("the system's credential: as long as can be, opened by another slot", but(), of_system(bytes(4096)))


def costly(count, passes, memory):
    def change(build):
        cost, more = num(passes) + num(memory), [(2, bytes(16))]
        build.slots += [Slot(build.dice, 1, build.dice(32), [(1, cost), *more]) for _ in range(count)]

    return slots(change)


vector("passphrase: one pass", but(("damaged slots", "1")), costly(1, 1, 65536))
vector("passphrase: nine passes", but(("damaged slots", "1")), costly(1, 9, 65536))
vector("passphrase: too little memory", but(("damaged slots", "1")), costly(1, 2, 65535))
vector("passphrase: too much memory", but(("damaged slots", "1")), costly(1, 2, 1048577))
vector("passphrases: as costly as can be", but(), costly(4, 2, 1048576))
vector("passphrases: one pass over what all may cost", "altered", costly(5, 2, 1048576))

for name, kind in {
    "the next one": 8,
    "one of the future": 200,
    "kind 0": 0,
}.items():

    @vector(f"slot of a kind that is passed over: {name}", but())
    def passed_over(build, kind=kind):
        build.slots.insert(0, build.dice(16) + num(kind, 1) + b"whatever a later version writes")
        yield


vector("sixteen slots", but(), slots(lambda b: b.slots.extend(Slot(b.dice, 3, b.dice(32)) for _ in range(14))))
vector("seventeen slots", "altered", slots(lambda b: b.slots.extend(Slot(b.dice, 3, b.dice(32)) for _ in range(15))))
vector("two slots of a kind, opened by the second", but(), slots(lambda b: b.slots.insert(0, Slot(b.dice, 2, b.dice(32)))))
vector("no slots", "altered", slots(lambda b: b.slots.clear()))
for name, number in {"public key": 3, "commitment": 4, "sealed key": 5}.items():
    for fault, value in {"missing": None, "too short": bytes(7), "too long": bytes(81)}.items():

        @vector(f"slot: {name} {fault}", "altered")
        def broken(build, number=number, value=value):
            build.slots[0].override = {number: value}
            yield

    word = {3: "wrong-key", 4: "wrong-key", 5: "altered"}[number]

    @vector(f"slot: {name} of another", word)
    def another(build, number=number):
        build.slots[0].override = {number: build.dice(80 if number == 5 else 32)}
        yield

    @vector(f"slot: {name} of another, opened by another slot", but(), secret=RECOVERED)
    def not_mine(build, number=number):
        build.slots[0].override = {number: build.dice(80 if number == 5 else 32)}
        yield


for name, more, lines, secret in (
    ("an unknown optional field", (0x30, b"more"), but(), KEY),
    ("an unknown critical field", (0xB0, b"more"), "newer", KEY),
    ("an unknown critical field, opened by another slot", (0xB0, b"more"), but(), RECOVERED),
):

    @vector(f"slot: {name}", lines, secret=secret)
    def more_fields(build, more=more):
        build.slots[0].more.append(more)
        yield


@vector("slot: fields out of order", "altered")
def disordered(build):
    build.slots[0].backwards = True
    yield


@vector("slot: a field twice", "altered")
def doubled(build):
    build.slots[0].more.append((4, build.slots[0].commitment))
    yield


vector(
    "slot: a key that opens nothing, right by its checksum",
    "altered",
    at("sealed", lambda b: b.rows["first"].__setitem__(2, b.slot_row(sealed=bytes(80)))),
)
vector("slots: version 0", "altered", slot_row(version=0))
vector("slots: version 2", "newer", slot_row(version=2))
vector("slots: another current epoch", "altered", slot_row(epoch=2))
vector("first slots damaged", but(("mend", "first 2")), row("first", 2, flipped(30)))
vector("second slots damaged", but(("mend", "second 2")), row("second", 2, flipped(30)))
vector("first slots missing", but(("mend", "first 2")), row("first", 2, None))
vector("first slots cut short", but(("mend", "first 2")), row("first", 2, lambda value: value[:-1]))
vector("first slots with something behind", but(("mend", "first 2")), row("first", 2, lambda value: value + b"\0"))
vector("first keyring damaged", but(("mend", "first 2")), row("first", 2, flipped(-30)))
vector("first keyring's checksum damaged", but(("mend", "first 2")), row("first", 2, flipped(-1)))
vector("both keyrings damaged", "altered", both(2, flipped(-30)))
vector("keyring: of another ring key, right by its checksum", "altered", slot_row(ring_key=bytes(32)))
vector("the slot damaged twice", "altered", both(2, flipped(40)))
vector(
    "another slot damaged twice",
    but(("whole", "altered"), ("damaged slots", "1"), ("mend", "first 2"), ("mend", "second 2")),
    both(2, flipped(40)),
    RECOVERED,
)


@vector("slots of an older state put back", "altered")
def older_slots(build):
    yield
    yield
    build.slots.append(Slot(build.dice, 3, build.dice(32)))
    older = build.slot_row()
    build.slots.pop()
    yield
    yield
    build.rows["first"][2] = build.rows["second"][2] = older
    yield


# Slots of version 1, in a vault that was migrated


def legacy(kind, secret, passes=0, memory=0, salt=b"", change=lambda told: told, wrapping=None):
    """A slot that wraps version 1's key as version 1 did."""

    def recipe(build):
        key, id = build.dice(32), build.dice(16)
        bound = id + num(kind, 1) + num(passes) + num(memory) + sized(salt)
        under = (stretched(wrapping) if isinstance(wrapping, str) else wrapping) or subkey(secret, 8, "LSwrap__")
        wrapped = sealing.sealed(build.dice, under, key, binding("lockstep slot", build.id, bound))
        told = change(num(passes) + num(memory) + sized(salt) + sized(wrapped) + id)
        build.slots = [Slot(build.dice, 16 + kind, key, [] if told is None else [(6, told)])]

    return slots(recipe)


def stretched(passphrase):
    return argon2id.kdf(32, passphrase.encode(), bytes(16), opslimit=2, memlimit=65536 * 1024)


DECOMPOSED = "nai\u0308ve passphrase"
vector("slot of version 1: key file", but(), legacy(2, KEY_FILE))
vector("slot of version 1: recovery key", but(), legacy(3, RECOVERY_KEY), RECOVERED)
vector("slot of version 1: a recovery key is no key file", "wrong-key", legacy(3, KEY_FILE))
vector("slot of version 1: passphrase", but(), legacy(1, b"", 2, 65536, bytes(16), wrapping=PHRASE[1]), PHRASE)
vector(
    "slot of version 1: a passphrase as it was typed",
    but(),
    legacy(1, b"", 2, 65536, bytes(16), wrapping=DECOMPOSED),
    ("passphrase", DECOMPOSED),
)
vector(
    "slot of version 1: a passphrase typed in another form",
    "wrong-key",
    legacy(1, b"", 2, 65536, bytes(16), wrapping=DECOMPOSED),
    PHRASE,
)
vector("slot of version 1: another key file", "wrong-key", legacy(2, bytes(32)))
vector("slot of version 1: a byte of what it wraps", "wrong-key", legacy(2, KEY_FILE, change=flipped(40)))
vector("slot of version 1: another id", "wrong-key", legacy(2, KEY_FILE, change=flipped(-1)))
vector("slot of version 1: not there", "altered", legacy(2, KEY_FILE, change=lambda told: None))
vector("slot of version 1: cut short", "altered", legacy(2, KEY_FILE, change=lambda told: told[:-1]))
vector("slot of version 1: something behind it", "altered", legacy(2, KEY_FILE, change=lambda told: told + b"\0"))
vector("slot of version 1: one pass", "altered", legacy(1, b"", 1, 65536, bytes(16), wrapping=bytes(32)))
vector("slot of version 1: too much memory", "altered", legacy(1, b"", 2, 2**20 + 1, bytes(16), wrapping=bytes(32)))
