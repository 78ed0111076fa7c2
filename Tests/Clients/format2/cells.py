"""Token strings in cells, and the list of those that are free."""

from .crypto import binding, keyed, num, opened
from .encoding import Cursor, unpadded
from .refusal import Refused, check
from .store import CELLS, SIZES

A_PAGE = 60


def content(store, keyring, cell, what):
    """The bytes of a cell, which hash to what its owner says."""
    number_of_class, number, hash = cell
    check(number_of_class < 4, what)
    value = store.get(CELLS[number_of_class], number)
    check(value is not None and len(value) == SIZES[number_of_class], what)
    epoch = keyring.epoch(int.from_bytes(value[1:5], "big"), what)
    check(keyed(epoch["tree"], num(number_of_class, 1) + num(number, 8) + value) == hash, what)
    if value[0] > 1 or value[5] > 1:
        raise Refused("newer", what)
    check(value[0] == 1 and value[5] == 1, what)
    return value, epoch


def string(store, keyring, cell, owner, kind, generation, what):
    value, epoch = content(store, keyring, cell, what)
    bound = num(kind, 1) + num(generation)
    key = opened(value[6:78], epoch["data"], binding("lockstep 2 data key", keyring.id, value[:6], owner, bound), what)
    plain = Cursor(opened(value[78:], key, binding("lockstep 2 string", keyring.id, owner, bound), what))
    found = plain.raw(plain.number(2))
    check(not any(plain.raw(plain.left())), what)
    return found


def free_page(key, blob, keyring):
    """Class, page and numbers of a row of the table `free`."""
    what = f"free {key.hex()}"
    number_of_class, page = key[2], int.from_bytes(key[3:7], "big")
    check(number_of_class < 4 and key == num(page & 0xFFFF, 2) + key[2:7] + bytes(9), what)
    plain = Cursor(unpadded(keyring.open(blob, "free", "lockstep 2 free", key, what)))
    numbers = [plain.number(8) for _ in range(plain.number(2))]
    plain.end()
    check(len(numbers) <= A_PAGE, what)
    return number_of_class, page, numbers


def free_lists(pages):
    """By class, the numbers of the free cells."""
    found = [{page: numbers for owner, page, numbers in pages if owner == number_of_class} for number_of_class in range(len(CELLS))]
    for pages in found:
        check(sorted(pages) == list(range(len(pages))) and all(pages.values()), "free pages")
        check(all(len(pages[page]) == A_PAGE for page in range(len(pages) - 1)), "free pages")
    return [[number for page in sorted(pages) for number in pages[page]] for pages in found]


def account_for(store, head, free, owned):
    """Every cell that there is belongs to one owner or to the free list."""
    for number_of_class, (following, count) in enumerate(head["cells"]):
        table = CELLS[number_of_class]
        sizes = {number: len(value) for number, value in store.all(table).items()}
        check(len(sizes) == following - 1 and sorted(sizes) == list(range(1, len(sizes) + 1)), f"{table}: numbers")
        check(all(size == SIZES[number_of_class] for size in sizes.values()), f"{table}: size")
        told = free[number_of_class] + [number for found, number, _ in owned if found == number_of_class]
        check(len(free[number_of_class]) == count, f"{table}: how many are free")
        check(sorted(told) == sorted(sizes), f"{table}: owners")
