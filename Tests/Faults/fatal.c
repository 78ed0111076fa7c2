// Ends the program at its call number NTH that changes a file (LD_PRELOAD): killed, or with FAIL set to an errno that call and each after it fails.
// Files whose path does not begin with WITHIN are passed over; what was called is written to TRACE, a line a call.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(result, name, ...) ((result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

static int is_within(const char *path) {
    const char *within = getenv("WITHIN");
    return path && within && strncmp(path, within, strlen(within)) == 0;
}

static void trace(const char *call, const char *path) {
    const char *file = getenv("TRACE");
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
    int out = file ? real(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (out < 0) return;
    char line[PATH_MAX + 32];
    int length = snprintf(line, sizeof line, "%s %s\n", call, path + strlen(getenv("WITHIN")));
    if (REAL(ssize_t, "write", int, const void *, size_t)(out, line, length) != length) abort();
    REAL(int, "close", int)(out);
}

/// Whether a call is to fail; does not return where the program is to end.
static int strikes(const char *call, const char *path) {
    static long count;
    const char *number = getenv("NTH"), *fail = getenv("FAIL");
    if (!is_within(path)) return 0;
    trace(call, path);
    if (!number || ++count < atol(number)) return 0;
    if (!fail) kill(getpid(), SIGKILL);
    errno = fail ? atoi(fail) : 0;
    return 1;
}

static int strikes_file(const char *call, int file) {
    char link[64], path[PATH_MAX + 1];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX);
    if (length < 0) return 0;
    path[length] = 0;
    return strikes(call, path);
}

static int opened(const char *name, const char *path, int flags, mode_t mode) {
    if ((flags & O_CREAT) && access(path, F_OK) != 0 && strikes("create", path)) return -1;
    return REAL(int, name, const char *, int, ...)(path, flags, mode);
}

#define OPEN(name)                                          \
    int name(const char *path, int flags, ...) {            \
        va_list more;                                       \
        va_start(more, flags);                              \
        mode_t mode = flags & O_CREAT ? va_arg(more, int) : 0; \
        va_end(more);                                       \
        return opened(#name, path, flags, mode);            \
    }
OPEN(open)
OPEN(open64)

#define FILE_CALL(result, name, parameters, arguments, ...)                   \
    result name parameters {                                                  \
        return strikes_file(#name, file) ? -1 : REAL(result, #name, __VA_ARGS__) arguments; \
    }
FILE_CALL(ssize_t, write, (int file, const void *bytes, size_t count), (file, bytes, count), int, const void *, size_t)
FILE_CALL(ssize_t, pwrite, (int file, const void *bytes, size_t count, off_t place), (file, bytes, count, place), int, const void *, size_t, off_t)
FILE_CALL(ssize_t, pwrite64, (int file, const void *bytes, size_t count, off64_t place), (file, bytes, count, place), int, const void *, size_t, off64_t)
FILE_CALL(int, ftruncate, (int file, off_t size), (file, size), int, off_t)
FILE_CALL(int, ftruncate64, (int file, off64_t size), (file, size), int, off64_t)
FILE_CALL(int, fsync, (int file), (file), int)
FILE_CALL(int, fdatasync, (int file), (file), int)

int unlink(const char *path) { return strikes("unlink", path) ? -1 : REAL(int, "unlink", const char *)(path); }
int rename(const char *from, const char *to) {
    return strikes("rename", to) ? -1 : REAL(int, "rename", const char *, const char *)(from, to);
}
