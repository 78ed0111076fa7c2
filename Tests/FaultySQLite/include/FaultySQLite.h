// SQLite whose writes, syncs, truncations or allocations fail on request. For tests only.
#pragma once

/// What fails.
enum faulty_kind { faulty_write, faulty_sync, faulty_truncate, faulty_lock, faulty_memory, faulty_power };

/// From now on, and on this thread alone, the `number`th one fails (from 1), and with `always` each after it; 0: none.
void faulty_set(enum faulty_kind kind, long number, int always);

/// With `faulty_power` the current is gone at the `number`th write, sync or truncation: from there on nothing reaches a
/// file. This then undoes what was not synced, all of it (`seed` 0), or some of its sectors, as a disk may. Call it once
/// every connection is closed; it also ends the fault.
void faulty_lose_unsynced(unsigned seed);

/// How many failed since then.
long faulty_count(void);

/// From now on, and on this thread alone, connections pass over this pragma, as a SQLite that was built without it does;
/// it stands at `OFF`. An empty text: none.
void faulty_pass_over(const char *pragma);

/// Once, when a connection of this thread next gives back the lock of who writes: what another process could do in between.
void faulty_after_commit(void (*call)(void *), void *context);
