"""What a host keeps outside the vault: the newest state that it has seen, and its reading log."""

import os
import re
from dataclasses import dataclass, field

from .crypto import ZERO, binding, keyed, num, opened, sized
from .encoding import Cursor
from .refusal import Refused, check
from .shapes import ENTRIES


def copies(path, size, magic, keyring, what):
    """The valid one of two copies with the higher sequence, behind its magic, version and epoch; nothing where there is no file."""
    try:
        with open(path, "rb") as file:
            content = file.read(2 * size + 1)
    except FileNotFoundError:
        return None
    found = []
    for copy in (content[:size], content[size:]) if len(content) == 2 * size else ():
        cursor = Cursor(copy[:-32])
        if cursor.raw(4) != magic or cursor.number(2) != 2:
            continue
        epoch = keyring.epochs.get(cursor.number(4))
        if epoch and keyed(epoch["host"], copy[:-32]) == copy[-32:]:
            found.append((cursor.number(8), cursor, epoch))
    if not found:
        raise Refused("uncounted", what)
    return max(found, key=lambda copy: copy[0])


@dataclass
class State:
    host: bytes
    counter: int
    row: bytes
    device: int
    inode: int
    epoch: object


def state(folder, keyring):
    found = copies(os.path.join(folder, "state"), 4096, b"LKSS", keyring, "state")
    if not found:
        return None
    _, cursor, epoch = found
    return State(cursor.raw(16), cursor.number(8), cursor.raw(32), cursor.number(8), cursor.number(8), epoch)


def compare(state, counter, first, row_at):
    """Whether this file can be the one that was seen last, or a later one. What row_at gives is the change row of a state."""
    if counter < state.counter:
        raise Refused("older", f"{counter} instead of {state.counter}")
    if state.counter < first:
        return "cannot tell"
    if keyed(state.epoch["host"], row_at(state.counter) or b"") != state.row:
        raise Refused("forked", f"another change at {state.counter}")
    return "known"


@dataclass
class Chain:
    """One writer's batches, in order."""

    writer: bytes
    readings: list = field(default_factory=list)
    summaries: list = field(default_factory=list)
    links: list = field(default_factory=list)  # behind each batch
    torn: bool = False  # the last frame was not whole


def frames(content, torn_allowed):
    """The frames of a file, and whether a torn one is behind them."""
    place, found = 0, []
    while place < len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        end = place + 8 + size
        if end > len(content) or content[end - 4 : end] != content[place : place + 4]:
            check(torn_allowed, "reading log: a frame")
            return found, place, True
        found.append(content[place + 4 : end - 4])
        place = end
    return found, place, False


def chain(folder, writer, host, keyring):
    """A writer's log, proven to be whole up to the end that was synced."""
    what = f"reading log of {writer.hex()}"
    end = copies(os.path.join(folder, writer.hex() + ".end"), 512, b"LKSE", keyring, what)
    files = sorted(name for name in os.listdir(folder) if re.fullmatch(writer.hex() + r"-[0-9a-f]{8}\.log", name))
    numbers = [int(name[-12:-4], 16) for name in files]
    check(numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True, what)
    result, link, batch = Chain(writer), ZERO, 0
    for name, number in zip(files, numbers):
        with open(os.path.join(folder, name), "rb") as file:
            blobs, length, torn = frames(file.read(), number == numbers[-1])
        for blob in blobs:
            read_batch(result, blob, host + writer + num(number) + num(batch, 8), keyring, what)
            link = keyed(keyring.epochs[int.from_bytes(blob[1:5], "big")]["links"], link + num(batch, 8) + sized(blob))
            batch += 1
            result.links.append(link)
        result.torn = torn
    if end:
        durable(end[1], writer, result, numbers, length if numbers else 0, what)
    return result


def read_batch(result, blob, key, keyring, what):
    epoch = keyring.stamp(blob, what, old=True)
    for label, found in (("lockstep 2 reading", result.readings), ("lockstep 2 summary", result.summaries)):
        try:
            plain = opened(blob[5:], epoch["readings"], binding(label, keyring.id, blob[:5], key), what)
        except Refused:
            continue
        return found.append(plain if found is result.summaries else ENTRIES(plain))
    raise Refused("altered", what)


def durable(cursor, writer, result, numbers, length, what):
    """What was synced is there: the end's file, offset, count and link."""
    check(cursor.raw(16) == writer, what)
    file, offset, batches, link = cursor.number(4), cursor.number(8), cursor.number(8), cursor.raw(32)
    if not numbers or file > numbers[-1] or (file == numbers[-1] and length < offset) or len(result.links) < batches:
        raise Refused("cut", what)
    check((result.links[batches - 1] if batches else ZERO) == link, what)


def reading_log(folder, state, keyring):
    """Every writer's chain."""
    place = os.path.join(folder, "readings")
    names = os.listdir(place) if os.path.isdir(place) else []
    writers = sorted({name.split(".")[0].split("-")[0] for name in names if name.endswith((".log", ".end"))})
    check(not writers or state, "reading log without a state")
    return {writer: chain(place, bytes.fromhex(writer), state.host, keyring) for writer in writers}
