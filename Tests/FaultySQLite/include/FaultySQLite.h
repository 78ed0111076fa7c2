// SQLite whose writes, syncs, truncations or allocations fail on request. For tests only.
#pragma once

/// What fails.
enum faulty_kind { faulty_write, faulty_sync, faulty_truncate, faulty_lock, faulty_memory };

/// From now on, and on this thread alone, the `number`th one fails (from 1), and with `always` each after it; 0: none.
void faulty_set(enum faulty_kind kind, long number, int always);

/// How many failed since then.
long faulty_count(void);
