"""The reading log of a host: one chain of frames a writer."""

import os
import re
from dataclasses import dataclass, field

from . import marks
from .crypto import binding, keyed, num, opened, sized
from .encoding import flag, whole
from .refusal import Refused, check
from .shapes import READINGS

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
    batches: list = field(default_factory=list)  # entries, one of them may be "newer", a summary, or the word why it is not read
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


def unsealed(blob, place, number, keyring):
    """What a frame holds; nothing where it is not the batch of that number at that place."""
    try:
        epoch = keyring.stamp(blob, "frame", old=True)
        key = place + num(number, 8)
        return opened(blob[5:], epoch["readings"], binding("lockstep 2 reading", keyring.id, blob[:5], key), "frame")
    except Refused:
        return None


def batch(plain, what):
    check(plain, what)
    if plain[0] == ENTRY:
        return READINGS(plain[1:])
    if plain[0] == SUMMARY:
        return SUMMARIES(plain[1:])
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
    """Goes along the frames of a file. Returns where the last one ends that is whole and opens."""
    at = 0
    for offset, blob in frames(content):
        number = chain.start.batches + len(chain.links)
        plain = unsealed(blob, host + chain.writer + num(file), number, keyring)
        if plain is None:
            return at
        chain.batches.append(batch(plain, what))
        before = chain.links[-1] if chain.links else chain.start.link
        epoch = keyring.epochs[int.from_bytes(blob[1:5], "big")]
        chain.links.append(keyed(epoch["links"], before + num(number, 8) + sized(blob)))
        chain.places.append((file, offset, len(blob) + 8))
        at = offset + len(blob) + 8
    return at


def is_short(content, at):
    """Whether a file ends within the frame that is there."""
    size = int.from_bytes(content[at : at + 4], "big")
    return len(content) - at < 54 or (46 <= size <= 2**26 and len(content) - at < size + 8)


def wrong(chain, content, at, place, keyring, durable):
    """The word for the frame at which a file could not be followed; so far it was durable."""
    number = chain.start.batches + len(chain.links)
    if is_short(content, at) and len(content) < durable:
        return "cut"
    here = next((blob for _, blob in frames(content, at)), None)
    if here and here[0] > 1:
        return "newer"
    if any(unsealed(blob, place, number, keyring) is not None for _, blob in frames(content)):
        return "altered"
    # One that follows is here: those before it are missing.
    later = range(number + 1, number + 1 + len(content) // 54)
    return "cut" if here and any(unsealed(here, place, other, keyring) is not None for other in later) else "altered"


def content_of(path):
    with open(path, "rb") as file:
        return file.read()


def files_of(folder, writer):
    names = [name for name in os.listdir(folder) if re.fullmatch(writer.hex() + r"-[0-9a-f]{8}\.log", name)]
    return {int(name[-12:-4], 16): os.path.join(folder, name) for name in sorted(names)}


def end_at(path, keyring, what):
    try:
        found = marks.mark(path, b"LKSE", keyring, what)
        check(found, what)
        return end(found[0])
    except Refused as refused:
        raise refused if refused.word == "newer" else Refused("altered", what) from None


def read_chain(folder, writer, state, keyring):
    """A writer's log, proven to be whole up to the end that was synced."""
    what, files = f"reading log of {writer.hex()}", files_of(folder, writer)
    path = os.path.join(folder, writer.hex() + ".end")
    if marks.content_of(path) == b"" and all(os.path.getsize(file) == 0 for file in files.values()) and set(files) <= {1}:
        return "just being made"
    told = end_at(path, keyring, what)
    check(told.writer == writer, what)
    if not state or told.host != state.host:
        return "another host's"
    chain = Chain(writer, told.kept)
    check(told.kept.offset == 0, what)
    numbers = [number for number in files if number >= told.kept.file]
    contents = {number: content_of(files[number]) for number in numbers}
    if told.durable.file not in contents:
        raise Refused("cut", what)
    if numbers != list(range(told.kept.file, told.kept.file + len(numbers))):
        raise Refused("cut", what)
    for number, content in contents.items():
        at = follow(chain, content, number, state.host, keyring, what)
        if at == len(content):
            continue
        durable = told.durable.offset if number == told.durable.file else 0
        word = wrong(chain, content, at, state.host + writer + num(number), keyring, durable)
        is_durable = chain.start.batches + len(chain.links) < told.durable.batches
        if is_durable or word == "newer" or number != numbers[-1]:
            raise Refused(word, what)
        chain.torn = True
    if chain.start.batches + len(chain.links) < told.durable.batches:
        raise Refused("cut", what)
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
    check_summaries(chain, what)


def check_summaries(chain, what):
    """A summary tells of every hand-out before it. Where that is not known, at the beginning of a log whose first files were removed and
    behind what a later version has told, the next summary is believed."""
    seen = {} if chain.start.batches == 0 else None
    for found in chain.batches:
        if isinstance(found, dict):
            said = {name: told["times"] for name, told in found.items()}
            check(seen is None or is_told(seen, said), what)
            seen = said
        elif "newer" in found:
            seen = None
        elif isinstance(found, list) and seen is not None:
            for entry in found:
                count(entry, seen)


def is_told(seen, said):
    """Only what was read before all that it tells of may be missing: it was too old, or there was no room for it."""
    oldest = min((last for _, last, _ in said.values()), default=2**63)
    right = all(seen.get(name) == told for name, told in said.items())
    return right and all(name in said or last <= oldest for name, (_, last, _) in seen.items())


def count(entry, seen):
    if entry["event"] == HANDED_OUT:
        name, time = (entry.get("label", ""), entry.get("generation", 0)), entry["time"]
        first, last, times = seen.get(name, (time, time, 0))
        seen[name] = min(first, time), max(last, time), times + 1


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
