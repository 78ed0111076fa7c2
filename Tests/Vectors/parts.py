"""The vault that every vector starts from: one account, one living record, one purged one, a setting, an operation."""

import sealing
from building import NOW, Building
from format2.crypto import num, sized
from sealing import fields


def instant(seconds=NOW):
    return num(seconds, 8)


def entry(event, **more):
    numbers = {"label": 3, "token": 4, "generation": 5, "detail": 6, "caller": 7, "interface": 8}
    told = {0x81: num(event, 1), 0x82: instant(more.pop("time", NOW))} | {numbers[name]: value for name, value in more.items()}
    return fields(*sorted(told.items()))


def change(*entries, **more):
    return fields((1, b"".join(map(sized, entries))), *more.get("more", []))


def token(id=4711, label="ci", scopes="linodes:read_write", prefix="ab12"):
    told = [(2, label.encode()), (3, scopes.encode()), (4, instant()), (5, instant(NOW + 86400)), (6, prefix.encode())]
    return fields(*told, (0x81, num(id, 8)))


def statement(build, owner, **other):
    told = {
        1: build.id, 2: owner, 3: num(4712, 8), 4: b"old", 5: num(1), 6: num(1, 1), 7: instant(), 8: b"linode",
        9: b"https://api.linode.com", 10: b"sandbox", 11: b"cd34", 12: public_key(build),
    }  # fmt: skip
    return sized(b"lockstep receipt 2") + fields(*sorted((told | other.get("told", {})).items()))


def public_key(build):
    return sealing.crypto_sign_seed_keypair(build.epoch["signing"])[0]


def subject(build):
    """What every operation has."""
    return {0x81: build.record_id, 0x82: build.account_id, 0x83: b"ci", 0x84: instant(), 0x05: num(5, 2)}


class Standard(Building):
    """Its fields can be changed by number before it is sealed: record, account, label, ... are dictionaries."""

    def __init__(self, name):
        super().__init__("lockstep vectors 1: " + name)
        self.account_id, self.record_id, self.gone_id, self.operation_id = (self.dice(16) for _ in range(4))
        self.freed()
        self.account = {
            0x81: b"sandbox", 0x82: b"linode", 0x83: b"https://api.linode.com", 0x04: b"user", 0x06: b"*", 0x07: num(0, 1),
            0x08: token(1, "lockstep"), 0x09: instant(), 0x8A: self.cell(self.account_id, 2, 0, b"provisioning"),
        }  # fmt: skip
        self.record = {
            0x81: self.account_id, 0x82: b"ci", 0x83: num(1), 0x84: num(2, 1), 0x85: token(), 0x06: self.dice(16), 0x07: instant(),
            0x8A: self.cell(self.record_id, 1, 1, b"string of ci"),
        }  # fmt: skip
        self.gone = {
            0x81: self.account_id, 0x82: b"old", 0x83: num(1), 0x84: num(5, 1), 0x85: fields((4, instant()), (0x81, num(4712, 8))),
            0x07: instant(), 0x08: instant(), 0x09: sealing.signed(self.epoch["signing"], statement(self, self.gone_id)),
        }  # fmt: skip
        self.setting = {0x81: b"askpass", 0x82: b"/usr/bin/ssh-askpass"}
        self.label = {0x81: b"ci", 0x82: self.record_id, 0x83: num(2)}
        self.account_name = {0x81: b"sandbox", 0x82: self.account_id}
        self.operation = {**subject(self), 0x90: num(4711, 8), 0x91: b"renamed"}
        self.changes = [change(entry(1)), change(entry(2, label=b"sandbox")), change(entry(5, label=b"ci", token=num(4711, 8)))]
        self.kinds = {"record": 1, "account": 2, "setting": 3, "gone": 1, "label": 1, "account_name": 2, "operation": 2}

    def plain(self, name):
        told = getattr(self, name)
        return num(self.kinds[name], 1) + (told if isinstance(told, bytes) else fields(*sorted(told.items())))

    def place(self):
        """Puts the parts in their tables."""
        items, labels = self.parts["items"], self.parts["labels"]
        keys = {
            "record": self.record_id,
            "account": self.account_id,
            "gone": self.gone_id,
            "setting": self.name_key("setting", "askpass"),
        }
        for name, key in keys.items():
            if getattr(self, name) is not None:
                items[key] = self.plain(name)
        for name, kind, text in (("label", "label", "ci"), ("account_name", "account", "sandbox")):
            if getattr(self, name) is not None:
                labels[self.name_key(kind, text)] = self.plain(name)
        if self.operation is not None:
            self.parts["operations"][self.operation_id] = self.plain("operation")
