#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/timex.h>
#include <sys/xattr.h>
#include <unistd.h>

// The Swift runtime catches these to start a program that prints registers and the memory that they point to.
static void refuse_reports(void) {
    static const int crashes[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
    struct sigaction usual = {.sa_handler = SIG_DFL}, now;
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        if (sigaction(crashes[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN) sigaction(crashes[i], &usual, NULL);
}

void lockstep_name_process(const char *name) { prctl(PR_SET_NAME, name); }

int lockstep_refuse_dumps(void) {
    refuse_reports();
    struct rlimit core;
    if (getrlimit(RLIMIT_CORE, &core) != 0) return errno;
    core.rlim_cur = 0;
    if (setrlimit(RLIMIT_CORE, &core) != 0) return errno;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
}

int lockstep_tracer(void) {
    int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -errno;
    char text[4096];
    ssize_t got;
    do got = read(fd, text, sizeof text - 1);
    while (got < 0 && errno == EINTR);
    int failed = got < 0 ? errno : ENODATA;
    close(fd);
    if (got < 0) return -failed;
    text[got] = 0;
    const char *line = strstr(text, "\nTracerPid:");
    return line ? atoi(line + strlen("\nTracerPid:")) : -failed;
}

void lockstep_fill_descriptors(void) {
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) (void)!open("/dev/null", modes[fd] | O_CLOEXEC);
}

static mode_t mask_before;
static bool mask_set;

void lockstep_private_files(void) {
    mode_t before = umask(077);
    if (!mask_set) mask_before = before;
    mask_set = true;
}

void lockstep_refuse_size_signal(void) { signal(SIGXFSZ, SIG_IGN); }

bool lockstep_has_access_list(const char *path) {
    return getxattr(path, "system.posix_acl_access", NULL, 0) >= 0 || (errno != ENODATA && errno != ENOTSUP);
}

int lockstep_sync_folder(const char *path) {
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return errno;
    int failed = fsync(folder) == 0 ? 0 : errno;
    close(folder);
    // Some file systems cannot sync a folder (fsync(2), EINVAL): their names are as durable as they get.
    return failed == EINVAL ? 0 : failed;
}

const char *lockstep_error(int number) {
    const char *words = strerrordesc_np(number);
    return words ? words : "unknown error";
}

int64_t lockstep_find(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t length) {
    const uint8_t *found = memmem(bytes, count, wanted, length);
    return found ? found - bytes : -1;
}

int lockstep_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 ? 0 : errno; }

int lockstep_pipe(int *read_end, int *write_end) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

int lockstep_socket_pair(int *first, int *second) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    *first = ends[0];
    *second = ends[1];
    return 0;
}

static int execute(int opened, const char *file, const char *const *argv, const char *const *envp) {
    sigset_t none, before;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, &before);
    void (*pipe_before)(int) = signal(SIGPIPE, SIG_DFL), (*size_before)(int) = signal(SIGXFSZ, SIG_DFL);
    if (mask_set) umask(mask_before);
    if (file) execvpe(file, (char *const *)argv, (char *const *)envp);
    else fexecve(opened, (char *const *)argv, (char *const *)envp);
    int reason = errno;
    if (mask_set) umask(077);
    signal(SIGPIPE, pipe_before);
    signal(SIGXFSZ, size_before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return reason;
}

int lockstep_execute(const char *file, const char *const *argv, const char *const *envp) {
    return execute(-1, file, argv, envp);
}

int lockstep_execute_opened(int file, const char *const *argv, const char *const *envp) {
    return execute(file, NULL, argv, envp);
}

int lockstep_wait(int pid) {
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return -errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int lockstep_columns(int fd) { return lockstep_screen_size(fd).columns; }

struct lockstep_screen_size lockstep_screen_size(int fd) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0) return (struct lockstep_screen_size){0, 0};
    return (struct lockstep_screen_size){size.ws_col, size.ws_row};
}

static int set_lock(int fd, int64_t offset, short type) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = offset, .l_len = 1};
    while (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
        if (errno == EACCES) return EAGAIN;
        if (errno != EINTR) return errno;
    }
    return 0;
}


int lockstep_is_byte_locked(int fd, int64_t offset) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = offset, .l_len = 1};
    return fcntl(fd, F_OFD_GETLK, &lock) == 0 ? lock.l_type != F_UNLCK : -errno;
}

int lockstep_is_range_locked(int fd, int64_t end) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = end};
    return fcntl(fd, F_OFD_GETLK, &lock) == 0 ? lock.l_type != F_UNLCK : -errno;
}

int lockstep_lock_byte(int fd, int64_t offset) { return set_lock(fd, offset, F_WRLCK); }
int lockstep_unlock_byte(int fd, int64_t offset) { return set_lock(fd, offset, F_UNLCK); }

bool lockstep_clock_is_synchronised(void) {
    struct timex state = {.modes = 0};
    int answer = adjtimex(&state);
    return answer >= 0 && answer != TIME_ERROR && !(state.status & STA_UNSYNC);
}
