"""What `verify` proves: that a vault is whole, every row, cell, log and receipt of it."""

from . import cells, receipts, shapes
from .refusal import Refused, check
from .tree import SLOTS_KEY, TABLES, row_hash
from .vault import records_of


def verify(vault):
    rows(vault)
    names(vault)
    strings(vault)
    vault.changes, vault.audit
    check(len(vault.operations) == vault.head["operations"], "head: operations")
    check("altered" not in vault.operations.values(), "operations")
    told, newer = set(vault.head.get("accounts", [])), {key for key, _, fields in vault.items if fields == "newer"}
    check(set(vault.accounts) <= told <= set(vault.accounts) | newer, "head: accounts")
    for owner, record in vault.records.items():
        if "receipt" in record:
            passing_newer(lambda owner=owner, record=record: receipts.verify(record["receipt"], vault.keyring, owner, record))
    anchors(vault)


def passing_newer(look):
    """What is proven to be there, and of a later version, is none of this reader's business."""
    try:
        look()
    except Refused as refused:
        if refused.word != "newer":
            raise


def rows(vault):
    """The tree has every row and no other."""
    known = vault.tree.walk()
    check(known.pop((0, SLOTS_KEY), None) and vault.slots_whole, "slots")
    for number, table in TABLES.items():
        for key, value in vault.store.all(table).items():
            what = f"{table} {key.hex()}"
            check(len(key) == 16 and len(value) >= 5, what)
            epoch = vault.keyring.epoch(int.from_bytes(value[1:5], "big"), what)
            check(known.pop((number, key), None) == row_hash(epoch, number, key, value), what)
    check(not known, "rows are missing")
    for table in ("first", "second"):
        check(set(vault.store.all(table)) <= {1, 2, 3}, f"{table}: another row")


def names(vault):
    """Keys are what the names hash to; a living record is reached by its label."""
    for key, kind, fields in vault.items:
        check(fields != "altered", f"items {key.hex()}")
        if kind == shapes.SETTING and isinstance(fields, dict):
            under(vault, key, "setting", fields["name"])
    reached = set()
    for key, kind, fields in vault.labels:
        check(fields != "altered", f"labels {key.hex()}")
        if not isinstance(fields, dict):
            continue
        under(vault, key, "label" if kind == shapes.LABEL else "account", fields["name"])
        if kind == shapes.ACCOUNT_NAME:
            check(fields["account"] in vault.accounts or unread(vault), f"account {fields['name']}")
        else:
            reached |= {(record, fields["name"]) for record in records_of(fields)}
    for owner, record in vault.records.items():
        check((record["state"] == "gone") == ("cell" not in record), f"record {owner.hex()}")
        check(record["state"] == "gone" or (owner, record["label"]) in reached or unread(vault), f"label of record {owner.hex()}")


def unread(vault):
    """Whether something could not be read because it is newer: then it cannot be said what is missing."""
    return any(not isinstance(fields, dict) for _, _, fields in vault.items + vault.labels)


def under(vault, key, kind, name):
    epochs = [epoch for epoch in vault.keyring.epochs.values() if epoch.state != 3]
    check(key in [vault.name_key(epoch, kind, name) for epoch in epochs], f"{kind} {name}: key")


def strings(vault):
    """Every string opens; every cell has one owner. One that was lost when a vault of version 1 was migrated has none."""
    owned = []
    for owner, fields in (vault.records | vault.accounts).items():
        if "cell" not in fields:
            continue
        if fields["cell"][1]:
            owned.append(fields["cell"])
        passing_newer(lambda owner=owner: vault.string(owner))
    pages, rows = [], vault.store.all("free")
    for key, blob in rows.items():
        passing_newer(lambda key=key, blob=blob: pages.append(cells.free_page(key, blob, vault.keyring)))
    told = [(found, number) for found, number, _ in owned]
    told += [(found, number) for found, _, numbers in pages for number in numbers]
    check(len(set(told)) == len(told), "a cell with two owners")
    if not unread(vault) and len(pages) == len(rows):
        cells.account_for(vault.store, vault.head, cells.free_lists(pages), owned)


def anchors(vault):
    """Every chain that there is, is this host's and whole, and what the vault says of it holds."""
    for writer, chain in vault.readings.items():
        if isinstance(chain, Refused):
            raise chain
        check(chain != "another host's", f"reading log of {writer}")
    told = [change for change in vault.changes.values() if isinstance(change, dict)] if vault.state else []
    for host, writer, batches, link in [anchor for change in told for anchor in change.get("anchors", [])]:
        chain = vault.readings.get(writer.hex())
        if host != vault.state.host or not batches or chain == "just being made":
            continue
        if chain is None or batches > chain.start.batches + len(chain.links):
            raise Refused("cut", f"reading log of {writer.hex()}")
        if batches >= chain.start.batches:
            check(chain.link_behind(batches) == link, f"reading log of {writer.hex()}")
