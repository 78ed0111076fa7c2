#pragma once
#include <sqlite3.h>
#include <string.h>

// sqlite3_db_config is variadic, and Swift cannot call it; its flag form is all that Lockstep uses.
static inline int lockstep_sqlite_flag(sqlite3 *_Nonnull database, int option, int value, int *_Nonnull now) {
    return sqlite3_db_config(database, option, value, now);
}

// The first page of the index of the write-ahead log, which SQLite shares between processes; NULL where there is none
// (https://sqlite.org/c3ref/io_methods.html, xShmMap). It stays where it is until the connection is closed.
static inline const void *_Nullable lockstep_sqlite_index(sqlite3 *_Nonnull database) {
    sqlite3_file *file = 0;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file) return 0;
    if (!file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap) return 0;
    volatile void *page = 0;
    int result = file->pMethods->xShmMap(file, 0, 32768, 0, &page);
    if (result != SQLITE_OK && result != SQLITE_READONLY) return 0;
    return (const void *)page;
}

// Copies both copies of the index's header, which every commit changes (https://sqlite.org/walformat.html, 2.1).
static inline void lockstep_sqlite_header(const void *_Nonnull index, unsigned char *_Nonnull header) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    memcpy(header, index, 96);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
