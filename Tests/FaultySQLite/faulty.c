// A VFS between SQLite and the default one (https://sqlite.org/vfs.html), and its allocator wrapped.
#include "FaultySQLite.h"

#include <sqlite3.h>
#include <string.h>

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
} File;

static sqlite3_file *real(sqlite3_file *file) { return ((File *)file)->real; }
#define ON(file) real(file)->pMethods

static int f_close(sqlite3_file *f) { return ON(f)->xClose(real(f)); }
static int f_read(sqlite3_file *f, void *b, int n, sqlite3_int64 o) { return ON(f)->xRead(real(f), b, n, o); }
static int f_write(sqlite3_file *f, const void *b, int n, sqlite3_int64 o) {
    if (!strikes(faulty_write)) return ON(f)->xWrite(real(f), b, n, o);
    ON(f)->xWrite(real(f), b, n / 2, o);  // a torn page
    return SQLITE_IOERR_WRITE;
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 size) {
    return strikes(faulty_truncate) ? SQLITE_IOERR_TRUNCATE : ON(f)->xTruncate(real(f), size);
}
static int f_sync(sqlite3_file *f, int flags) {
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
static int f_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
    return (flags & SQLITE_SHM_LOCK) && strikes(faulty_lock) ? SQLITE_IOERR_SHMLOCK : ON(f)->xShmLock(real(f), offset, n, flags);
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
    mine->real = (sqlite3_file *)(mine + 1);
    int result = under->xOpen(under, name, mine->real, flags, out);
    if (mine->real->pMethods) mine->base.pMethods = &methods;
    return result;
}

static sqlite3_mem_methods plain;
static void *m_malloc(int size) { return strikes(faulty_memory) ? NULL : plain.xMalloc(size); }
static void *m_realloc(void *old, int size) { return strikes(faulty_memory) ? NULL : plain.xRealloc(old, size); }

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
}
