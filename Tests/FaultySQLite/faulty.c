// A VFS between SQLite and the default one (https://sqlite.org/vfs.html), and its allocator wrapped.
#include "FaultySQLite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Thread_local struct {
    enum faulty_kind kind;
    long left, failed;
    int on, always;
} fault;

void faulty_set(enum faulty_kind kind, long number, int always) {
    fault.kind = kind;
    fault.left = number;
    fault.failed = 0;
    fault.on = number > 0;
    fault.always = always;
}

long faulty_count(void) { return fault.failed; }

static int strikes(enum faulty_kind kind) {
    if (!fault.on || fault.kind != kind) return 0;
    fault.left--;
    if (fault.left > 0 || (fault.left < 0 && !fault.always)) return 0;
    fault.failed++;
    return 1;
}

typedef struct {
    sqlite3_file base;
    sqlite3_file *real;
    const char *name;
} File;

static sqlite3_file *real(sqlite3_file *file) { return ((File *)file)->real; }
#define ON(file) real(file)->pMethods

static int f_close(sqlite3_file *f) { return ON(f)->xClose(real(f)); }
static int f_read(sqlite3_file *f, void *b, int n, sqlite3_int64 o) { return ON(f)->xRead(real(f), b, n, o); }

// What was written and not synced yet: enough to undo it and to do it again in part.
typedef struct Write {
    struct Write *before;
    char name[1024];
    sqlite3_int64 offset, size;  // the file's size before
    int length;                  // -1: a truncation to `offset`
    unsigned char *old, *new;
} Write;
static _Thread_local Write *unsynced;
static _Thread_local int dark;

static void forget(Write **place) {
    Write *gone = *place;
    *place = gone->before;
    free(gone->old);
    free(gone->new);
    free(gone);
}

/// Whether the current is gone, at this write, sync or truncation or before.
static int isDark(void) {
    if (!dark && strikes(faulty_power)) dark = 1;
    return dark;
}

static void remember(sqlite3_file *f, const void *new, int n, sqlite3_int64 offset) {
    if (!fault.on || fault.kind != faulty_power || !((File *)f)->name) return;
    Write *write = calloc(1, sizeof *write);
    strncpy(write->name, ((File *)f)->name, sizeof write->name - 1);
    write->offset = offset;
    write->length = new ? n : -1;
    ON(f)->xFileSize(real(f), &write->size);
    sqlite3_int64 left = write->size - offset;
    int kept = left <= 0 ? 0 : new && left > n ? n : (int)left;
    write->old = calloc(1, kept + 1);
    if (kept) ON(f)->xRead(real(f), write->old, kept, offset);
    if (new) write->new = memcpy(malloc(n), new, n);
    write->before = unsynced;
    unsynced = write;
}

static void synced(sqlite3_file *f) {
    const char *name = ((File *)f)->name;
    for (Write **place = &unsynced; name && *place;)
        if (strcmp((*place)->name, name) == 0) forget(place);
        else place = &(*place)->before;
}

static void undo(const Write *write) {
    int file = open(write->name, O_RDWR);
    if (file < 0) return;
    sqlite3_int64 left = write->size - write->offset;
    int kept = left <= 0 ? 0 : write->length >= 0 && left > write->length ? write->length : (int)left;
    if (pwrite(file, write->old, kept, write->offset) == kept) (void)!ftruncate(file, write->size);
    close(file);
}

/// Oldest first: those before, then this one, each sector by the toss of a coin.
static void redo(const Write *write, unsigned *seed) {
    if (!write) return;
    redo(write->before, seed);
    int file = open(write->name, O_RDWR);
    if (file < 0) return;
    if (write->length < 0 && rand_r(seed) % 2) (void)!ftruncate(file, write->offset);
    for (int start = 0; start < write->length; start += 512) {
        int count = write->length - start < 512 ? write->length - start : 512;
        if (rand_r(seed) % 2) (void)!pwrite(file, write->new + start, count, write->offset + start);
    }
    close(file);
}

void faulty_lose_unsynced(unsigned seed) {
    fault.on = dark = 0;
    for (const Write *write = unsynced; write; write = write->before) undo(write);
    if (seed) redo(unsynced, &seed);
    while (unsynced) forget(&unsynced);
}

static int f_write(sqlite3_file *f, const void *b, int n, sqlite3_int64 o) {
    if (isDark()) return SQLITE_IOERR_WRITE;
    remember(f, b, n, o);
    if (!strikes(faulty_write)) return ON(f)->xWrite(real(f), b, n, o);
    ON(f)->xWrite(real(f), b, n / 2, o);  // a torn page
    return SQLITE_IOERR_WRITE;
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 size) {
    if (isDark()) return SQLITE_IOERR_TRUNCATE;
    remember(f, NULL, 0, size);
    return strikes(faulty_truncate) ? SQLITE_IOERR_TRUNCATE : ON(f)->xTruncate(real(f), size);
}
static int f_sync(sqlite3_file *f, int flags) {
    if (isDark()) return SQLITE_IOERR_FSYNC;
    synced(f);
    return strikes(faulty_sync) ? SQLITE_IOERR_FSYNC : ON(f)->xSync(real(f), flags);
}
static int f_size(sqlite3_file *f, sqlite3_int64 *size) { return ON(f)->xFileSize(real(f), size); }
static int f_lock(sqlite3_file *f, int level) {
    return strikes(faulty_lock) ? SQLITE_IOERR_LOCK : ON(f)->xLock(real(f), level);
}
static int f_unlock(sqlite3_file *f, int level) { return ON(f)->xUnlock(real(f), level); }
static int f_reserved(sqlite3_file *f, int *out) { return ON(f)->xCheckReservedLock(real(f), out); }
static int f_control(sqlite3_file *f, int op, void *arg) { return ON(f)->xFileControl(real(f), op, arg); }
static int f_sector(sqlite3_file *f) { return ON(f)->xSectorSize(real(f)); }
static int f_traits(sqlite3_file *f) { return ON(f)->xDeviceCharacteristics(real(f)); }
static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
    return ON(f)->xShmMap(real(f), page, size, extend, out);
}
static _Thread_local struct {
    void (*call)(void *);
    void *context;
} between;

void faulty_after_commit(void (*call)(void *), void *context) {
    between.call = call;
    between.context = context;
}

/// https://sqlite.org/walformat.html, "Locks": the first is the one of who writes.
static int f_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
    if ((flags & SQLITE_SHM_LOCK) && strikes(faulty_lock)) return SQLITE_IOERR_SHMLOCK;
    int result = ON(f)->xShmLock(real(f), offset, n, flags);
    if (offset == 0 && (flags & SQLITE_SHM_UNLOCK) && between.call) {
        void (*call)(void *) = between.call;
        between.call = NULL;
        call(between.context);
    }
    return result;
}
static void f_shm_barrier(sqlite3_file *f) { ON(f)->xShmBarrier(real(f)); }
static int f_shm_unmap(sqlite3_file *f, int delete) { return ON(f)->xShmUnmap(real(f), delete); }

static const sqlite3_io_methods methods = {
    .iVersion = 2, .xClose = f_close, .xRead = f_read, .xWrite = f_write, .xTruncate = f_truncate, .xSync = f_sync,
    .xFileSize = f_size, .xLock = f_lock, .xUnlock = f_unlock, .xCheckReservedLock = f_reserved,
    .xFileControl = f_control, .xSectorSize = f_sector, .xDeviceCharacteristics = f_traits, .xShmMap = f_shm_map,
    .xShmLock = f_shm_lock, .xShmBarrier = f_shm_barrier, .xShmUnmap = f_shm_unmap};

static sqlite3_vfs *under;

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    (void)vfs;
    File *mine = (File *)file;
    mine->base.pMethods = NULL;
    mine->name = name;
    mine->real = (sqlite3_file *)(mine + 1);
    int result = under->xOpen(under, name, mine->real, flags, out);
    if (mine->real->pMethods) mine->base.pMethods = &methods;
    return result;
}

static sqlite3_mem_methods plain;
static void *m_malloc(int size) { return strikes(faulty_memory) ? NULL : plain.xMalloc(size); }
static void *m_realloc(void *old, int size) { return strikes(faulty_memory) ? NULL : plain.xRealloc(old, size); }

static _Thread_local char passed_over[64];
void faulty_pass_over(const char *pragma) { strncpy(passed_over, pragma, sizeof passed_over - 1); }

static int authorize(void *name, int action, const char *pragma, const char *value, const char *schema, const char *by) {
    (void)schema, (void)by;
    return action == SQLITE_PRAGMA && value && strcmp(pragma, name) == 0 ? SQLITE_IGNORE : SQLITE_OK;
}

/// https://sqlite.org/c3ref/auto_extension.html
static int opened(sqlite3 *connection, const char **error, const struct sqlite3_api_routines *api) {
    (void)error, (void)api;
    if (!*passed_over) return SQLITE_OK;
    char *off = sqlite3_mprintf("PRAGMA %s = OFF", passed_over);
    sqlite3_exec(connection, off, NULL, NULL, NULL);
    sqlite3_free(off);
    return sqlite3_set_authorizer(connection, authorize, passed_over);
}

/// Before anything uses SQLite.
__attribute__((constructor)) static void install(void) {
    static sqlite3_vfs mine;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain);
    sqlite3_mem_methods wrapped = plain;
    wrapped.xMalloc = m_malloc;
    wrapped.xRealloc = m_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &wrapped);
    under = sqlite3_vfs_find(NULL);
    if (!under) return;
    mine = *under;
    mine.zName = "faulty";
    mine.szOsFile = (int)sizeof(File) + under->szOsFile;
    mine.xOpen = v_open;
    sqlite3_vfs_register(&mine, 1);
    sqlite3_auto_extension((void (*)(void))opened);
}
