"""What cells are filled with, so that any fragment of one is recognised.

A cell is a row of units of eight bytes: tag, serial of the value, place within it, check over both. Every run of fifteen bytes of it
holds a whole unit, and a unit says which value it comes from. Random bytes pass for a unit once in 2**37 places, and then for one of a
value that was never written, most likely.
"""

import re
import zlib

TAG = b"\xa7\x5c"
UNIT = 8
PLACES = 2048  # of the longest value
PATTERN = re.compile(re.escape(TAG) + rb"(?=([\s\S]{6}))")


def unit(serial, place):
    told = serial.to_bytes(2, "big") + place.to_bytes(2, "big")
    return told + (zlib.crc32(told) & 0xFFFF).to_bytes(2, "big")


def filled(serial, size):
    """A value of so many bytes that says nothing but its serial."""
    value = b"".join(TAG + unit(serial, place) for place in range((size + UNIT - 1) // UNIT))
    return value[:size]


def serial_of(value):
    """The serial of a whole value, or nothing where it is random bytes."""
    found = value[2:UNIT]
    if value[:2] != TAG or len(found) < 6:
        return None
    serial = int.from_bytes(found[:2], "big")
    return serial if found == unit(serial, 0) else None


def serials_in(content):
    """Serial by serial, how many different units of it are anywhere in these bytes."""
    found = {}
    for bytes in set(PATTERN.findall(content)):
        serial, place = int.from_bytes(bytes[:2], "big"), int.from_bytes(bytes[2:4], "big")
        if place < PLACES and bytes == unit(serial, place):
            found[serial] = found.get(serial, 0) + 1
    return found
