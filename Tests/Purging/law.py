"""What a history keeps to. The vault's own is Law(); every other one breaks one rule and must be found out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Law:
    name: str = "the vault's"
    purge: str = "update"  # update, delete, replace, rowid
    sizes: str = "fixed"  # fixed, varying
    growth: str = "end"  # end, anywhere
    table: str = "rowid"  # rowid, keyed
    secure: bool = True  # secure_delete
    stranger: bool = True  # secure_delete of the stranger who runs VACUUM
    scrub: str = "TRUNCATE"  # the checkpoint after a purge; "" is none
    believes: bool = False  # takes a checkpoint that was kept from its work for done
    mends: bool = False  # runs VACUUM of its own where another connection has run one


VAULT = Law()

# What the vault can do about strangers whose SQLite does not wipe: their VACUUM raises the schema's version.
CURE = Law("a stranger's VACUUM with secure_delete off, done again", stranger=False, mends=True)

# Each of these leaves something of what was purged behind, in some of its histories.
CONTROLS = [
    Law("DELETE instead of UPDATE, sizes varying", purge="delete", sizes="varying"),
    Law("values of varying size", sizes="varying"),
    Law("values of varying size that do not only grow at the end", growth="anywhere", sizes="varying"),
    Law("secure_delete off", secure=False, stranger=False),
    Law("a stranger's VACUUM with secure_delete off", stranger=False),
    Law("no checkpoint", scrub=""),
    Law("a passive checkpoint", scrub="PASSIVE"),
    Law("a restarting checkpoint", scrub="RESTART"),
    Law("a reader that keeps the log, taken for done", believes=True),
]

# Against the rules of the vault, and yet little or nothing was ever found of it: said, never counted on.
CURIOSITIES = [
    Law("DELETE instead of UPDATE, sizes fixed", purge="delete"),
    Law("cells inserted anywhere", growth="anywhere"),
    Law("INSERT OR REPLACE instead of UPDATE", purge="replace"),
    Law("UPDATE that moves the row", purge="rowid"),
    Law("WITHOUT ROWID", table="keyed"),
]
