#pragma once
#include <sqlite3.h>

// sqlite3_db_config is variadic, and Swift cannot call it; its flag form is all that Lockstep uses.
static inline int lockstep_sqlite_flag(sqlite3 *_Nonnull database, int option, int value, int *_Nonnull now) {
    return sqlite3_db_config(database, option, value, now);
}
