"""Shares of a key, as the page of the format has them: Shamir's, over AES's field of 256 elements."""

import zlib

from .refusal import Refused

MARK = "LSSH"


def field():
    """Powers of 3, which generates the field, and their logarithms."""
    powers, value = [], 1
    for _ in range(255):
        powers.append(value)
        value ^= value << 1
        if value > 255:
            value ^= 0x11B
    return powers, {value: place for place, value in enumerate(powers)}


POWERS, LOGARITHMS = field()


def times(left, right):
    return POWERS[(LOGARITHMS[left] + LOGARITHMS[right]) % 255] if left and right else 0


def divided(left, right):
    return POWERS[(LOGARITHMS[left] - LOGARITHMS[right]) % 255] if left else 0


def values(key, coefficients, number):
    """The share of a number: the coefficients of x, x squared, … stand one behind the other, each as long as the key."""
    found, power = bytearray(key), 1
    for start in range(0, len(coefficients), len(key)):
        power = times(power, number)
        for place in range(len(key)):
            found[place] ^= times(power, coefficients[start + place])
    return bytes(found)


def combined(shares):
    """The key of (number, value) pairs, which are as many as it takes."""
    key = bytearray(32)
    for number, value in shares:
        weight = 1
        for other, _ in shares:
            if other != number:
                weight = times(weight, divided(other, other ^ number))
        for place in range(32):
            key[place] ^= times(weight, value[place])
    return bytes(key)


def parsed(text):
    """Set, threshold, number and value of a printed share."""
    lines = text.splitlines()
    while lines and (not lines[0].strip() or lines[0].startswith("#")):
        del lines[0]
    digits = "".join("".join(lines).replace("-", " ").split())
    if digits[:4].upper() != MARK:
        raise Refused("wrong-key", "no share")
    try:
        content = bytes.fromhex(digits[4:])
    except ValueError:
        raise Refused("wrong-key", "the share was mistyped") from None
    if len(content) != 44 or zlib.crc32(content[:40]) != int.from_bytes(content[40:], "big"):
        raise Refused("wrong-key", "the share was mistyped")
    return content[:6], content[6], content[7], content[8:40]


def printed(set_id, threshold, number, value):
    content = set_id + bytes([threshold, number]) + value
    digits = (content + zlib.crc32(content).to_bytes(4, "big")).hex()
    return "-".join([MARK] + [digits[place : place + 8] for place in range(0, len(digits), 8)])


def key_of(texts):
    """The key of printed shares."""
    shares = [parsed(text) for text in texts]
    sets, numbers = {share[:2] for share in shares}, {share[2] for share in shares}
    if len(sets) != 1 or len(numbers) != len(shares) or len(shares) < shares[0][1]:
        raise Refused("wrong-key", "shares that do not belong together, or too few")
    return combined([share[2:] for share in shares[: shares[0][1]]])
