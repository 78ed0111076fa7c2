"""Closed files of a reading log that were taken away, verified."""

from .crypto import keyed
from .encoding import Cursor
from .readings import Chain, Position, follow
from .refusal import Refused, check

SECTION = 1


def archive(content, keyring):
    """The chains of an archive, file by file."""
    cursor, chains, bound = Cursor(content), [], b""
    if content[:4] != b"LKSA" or len(content) < 38:
        raise Refused("foreign", "archive")
    cursor.raw(4)
    version = cursor.number(2)
    if version > 2:
        raise Refused("newer", "archive")
    check(version == 2, "archive")
    if cursor.raw(16) != keyring.id:
        raise Refused("wrong-key", "archive")
    host, bound = cursor.raw(16), content[:38]
    sections = []
    while (kind := cursor.number(1)) == SECTION:
        start = cursor.place - 1
        writer, file, batches, link = cursor.raw(16), cursor.number(4), cursor.number(8), cursor.raw(32)
        frames = cursor.raw(cursor.number(8))
        bound += content[start : cursor.place - len(frames)]
        behind = cursor.place
        sections.append(
            (Chain(writer, Position(file, 0, batches, link)), frames, file, cursor.number(8), cursor.raw(32), cursor.number(8))
        )
        cursor.number(8, signed=True)
        bound += content[behind : cursor.place]
    check(kind == 0, "archive")
    epoch = keyring.epoch(cursor.number(4), "archive", old=True)
    check(cursor.number(4) == len(sections), "archive: sections")
    bound += content[cursor.place - 9 : cursor.place]
    check(cursor.raw(32) == keyed(epoch["host"], bound), "archive")
    cursor.end()
    for chain, frames, file, batches, link, entries in sections:
        check(follow(chain, frames, file, host, keyring, "archive") == len(frames), "archive: frames")
        check(chain.link_behind(batches) == link and len(chain.links) == batches - chain.start.batches, "archive: chain")
        check(len(chain.entries) == entries, "archive: entries")
        if any("newer" in batch for batch in chain.batches):
            raise Refused("newer", "archive")
        chains.append(chain)
    return chains
