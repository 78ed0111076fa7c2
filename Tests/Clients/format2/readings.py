"""The reading log of a host: one chain of frames a writer."""

import os
import re
from dataclasses import dataclass, field

from . import marks
from .crypto import binding, keyed, num, opened, sized
from .encoding import flag, whole
from .refusal import Refused, check
from .shapes import ENTRIES

ENTRY, SUMMARY = 1, 2
HANDED_OUT = 12


@dataclass
class Position:
    file: int
    offset: int
    batches: int
    link: bytes


def position(cursor):
    return Position(cursor.number(4), cursor.number(8), cursor.number(8), cursor.raw(32))


@dataclass
class End:
    host: bytes
    writer: bytes
    kept: Position
    durable: Position
    summary: tuple  # file, offset, batch, length


def end(cursor):
    host, writer, kept = cursor.raw(16), cursor.raw(16), position(cursor)
    cursor.number(8), cursor.number(8, signed=True)
    told = End(host, writer, kept, position(cursor), (cursor.number(4), cursor.number(8), cursor.number(8), cursor.number(4)))
    cursor.number(4), cursor.number(8)
    marks.end_of(cursor)
    return told


def times(cursor):
    return cursor.number(8, signed=True), cursor.number(8, signed=True), cursor.number(8)


def summed(cursor):
    name = cursor.text(), cursor.number(4)
    told = {"times": times(cursor), "incomplete": flag(cursor.raw(1)), "readers": []}
    count = cursor.number(2)
    check(count <= 64, "summary: readers")
    told["readers"] = [(cursor.text(), cursor.text(), cursor.number(4), times(cursor)) for _ in range(count)]
    return name, told


SUMMARIES = whole(lambda cursor: dict(summed(cursor) for _ in range(cursor.number(4))))


@dataclass
class Chain:
    """One writer's batches, in order, from where its log begins."""

    writer: bytes
    start: Position
    batches: list = field(default_factory=list)  # entries, a summary, or the word why it is not read
    links: list = field(default_factory=list)  # behind each batch
    places: list = field(default_factory=list)  # file, offset, length of each frame
    torn: bool = False

    @property
    def entries(self):
        return [entry for batch in self.batches if isinstance(batch, list) for entry in batch]

    def link_behind(self, batches):
        if batches == self.start.batches:
            return self.start.link
        place = batches - self.start.batches - 1
        return self.links[place] if 0 <= place < len(self.links) else None


def batch(blob, key, keyring, what):
    """What a frame holds."""
    epoch = keyring.stamp(blob, what, old=True)
    plain = opened(blob[5:], epoch["readings"], binding("lockstep 2 reading", keyring.id, blob[:5], key), what)
    check(plain, what)
    try:
        if plain[0] == ENTRY:
            return ENTRIES(plain[1:])
        if plain[0] == SUMMARY:
            return SUMMARIES(plain[1:])
    except Refused as refused:
        if refused.word != "newer":
            raise
        return "newer"
    return "newer" if plain[0] & 0x80 else "passed over"


def frames(content, place=0):
    """Offset and blob of each whole frame; what is behind them was torn."""
    while place < len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        end = place + 8 + size
        if not 46 <= size <= 2**26 or end > len(content) or content[end - 4 : end] != content[place : place + 4]:
            return
        yield place, content[place + 4 : end - 4]
        place = end


def follow(chain, content, file, host, keyring, what):
    """Goes along the frames of a file. Returns where the last whole one ends."""
    at = 0
    for offset, blob in frames(content):
        number = chain.start.batches + len(chain.links)
        chain.batches.append(batch(blob, host + chain.writer + num(file) + num(number, 8), keyring, what))
        before = chain.links[-1] if chain.links else chain.start.link
        epoch = keyring.epochs[int.from_bytes(blob[1:5], "big")]
        chain.links.append(keyed(epoch["links"], before + num(number, 8) + sized(blob)))
        chain.places.append((file, offset, len(blob) + 8))
        at = offset + len(blob) + 8
    return at


def content_of(path):
    with open(path, "rb") as file:
        return file.read()


def files_of(folder, writer):
    names = [name for name in os.listdir(folder) if re.fullmatch(writer.hex() + r"-[0-9a-f]{8}\.log", name)]
    return {int(name[-12:-4], 16): os.path.join(folder, name) for name in sorted(names)}


def read_chain(folder, writer, state, keyring):
    """A writer's log, proven to be whole up to the end that was synced."""
    what, files = f"reading log of {writer.hex()}", files_of(folder, writer)
    path = os.path.join(folder, writer.hex() + ".end")
    if marks.content_of(path) == b"" and all(os.path.getsize(file) == 0 for file in files.values()) and set(files) <= {1}:
        return "just being made"
    found = marks.mark(path, b"LKSE", keyring, what)
    if not found:
        raise Refused("uncounted", what)
    told = end(found[0])
    check(told.writer == writer, what)
    if not state or told.host != state.host:
        return "another host's"
    chain = Chain(writer, told.kept)
    check(told.kept.offset == 0, what)
    numbers = [number for number in files if number >= told.kept.file]
    contents = {number: content_of(files[number]) for number in numbers}
    if told.durable.file not in contents or len(contents[told.durable.file]) < told.durable.offset:
        raise Refused("cut", what)
    if numbers != list(range(told.kept.file, told.kept.file + len(numbers))):
        raise Refused("cut", what)
    for number, content in contents.items():
        at = follow(chain, content, number, state.host, keyring, what)
        chain.torn = at != len(content)
        check(number != told.durable.file or at >= told.durable.offset, what)
        check(not chain.torn or number == numbers[-1], what)
    check(chain.link_behind(told.durable.batches) == told.durable.link, what)
    check_places(chain, told, what)
    return chain


def check_places(chain, told, what):
    """Durable end and last summary are where the end says."""
    behind = [(file, offset + length) for file, offset, length in chain.places]
    place = told.durable.batches - chain.start.batches
    if place:
        check(behind[place - 1] == (told.durable.file, told.durable.offset) or told.durable.offset == 0, what)
    file, offset, number, length = told.summary
    if file >= max(told.kept.file, 1):
        place = number - chain.start.batches
        check(0 <= place < len(chain.places) and chain.places[place] == (file, offset, length), what)
        check(isinstance(chain.batches[place], dict), what)
    if chain.start.batches == 0:
        check_summaries(chain, what)


def check_summaries(chain, what):
    """A summary tells of every hand-out before it."""
    seen = {}
    for found in chain.batches:
        if isinstance(found, dict):
            check({name: told["times"] for name, told in found.items()} == seen, what)
        for entry in found if isinstance(found, list) else []:
            if entry["event"] == HANDED_OUT:
                name, time = (entry.get("label", ""), entry.get("generation", 0)), entry["time"]
                first, last, count = seen.get(name, (time, time, 0))
                seen[name] = min(first, time), max(last, time), count + 1


def reading_log(folder, state, keyring):
    """Every writer's chain, or the word why it is not read."""
    place, found = os.path.join(folder, "readings"), {}
    names = os.listdir(place) if os.path.isdir(place) else []
    for writer in sorted({name[:32] for name in names if re.fullmatch(r"[0-9a-f]{32}(-[0-9a-f]{8}\.log|\.end)", name)}):
        try:
            found[writer] = read_chain(place, bytes.fromhex(writer), state, keyring)
        except Refused as refused:
            found[writer] = refused
    return found
