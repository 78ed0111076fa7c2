#pragma once
#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>
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

// Copies both copies of the index's header, 96 bytes, which every commit changes (https://sqlite.org/walformat.html, 2.1).
static inline void lockstep_sqlite_header(const void *_Nonnull index, void *_Nonnull header) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    memcpy(header, index, 96);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

// SQLite's memory, wiped when it is given back: it copies memory that it has not set into the index of the log, which is a file
// (3.40.1, walIndexRecover), and what it read before may stand there.
static inline int lockstep_sqlite_size(void *block) { return block ? (int)malloc_usable_size(block) : 0; }
static inline void lockstep_sqlite_free(void *block) {
    if (!block) return;
    explicit_bzero(block, malloc_usable_size(block));
    free(block);
}
static inline void *lockstep_sqlite_malloc(int size) { return calloc(1, (size_t)size); }
static inline void *lockstep_sqlite_realloc(void *block, int size) {
    void *fresh = calloc(1, (size_t)size);
    if (!fresh) return 0;
    size_t had = malloc_usable_size(block);
    memcpy(fresh, block, had < (size_t)size ? had : (size_t)size);
    lockstep_sqlite_free(block);
    return fresh;
}
static inline int lockstep_sqlite_roundup(int size) { return (size + 7) & ~7; }
static inline int lockstep_sqlite_begin(void *data) { (void)data; return SQLITE_OK; }
static inline void lockstep_sqlite_end(void *data) { (void)data; }

// Has SQLite use that memory; SQLITE_MISUSE once it has begun to use another.
static inline int lockstep_sqlite_wipe(void) {
    sqlite3_mem_methods methods = {
        lockstep_sqlite_malloc, lockstep_sqlite_free, lockstep_sqlite_realloc, lockstep_sqlite_size,
        lockstep_sqlite_roundup, lockstep_sqlite_begin, lockstep_sqlite_end, 0,
    };
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

// A mark in the header of the file that is open, in bytes that SQLite leaves alone (https://sqlite.org/fileformat2.html, 1.3, offset 72,
// "Reserved for expansion"): by way of SQLite's own descriptor, since closing another one would give its locks back (fcntl(2)).
static inline int lockstep_sqlite_mark(sqlite3 *_Nonnull database, unsigned char *_Nonnull mark, int isWriting) {
    sqlite3_file *file = 0;
    int result = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (result != SQLITE_OK || !file || !file->pMethods) return SQLITE_IOERR;
    if (!isWriting) return file->pMethods->xRead(file, mark, 4, 72);
    result = file->pMethods->xWrite(file, mark, 4, 72);
    // One that is there although it need not be does no harm.
    if (result != SQLITE_OK || !mark[0]) return result;
    return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}
