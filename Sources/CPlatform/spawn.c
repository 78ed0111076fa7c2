#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

// Between fork and exec only async-signal-safe calls are made (signal-safety(7)).
static void become(const char *path, int program, const char *const *argv, const char *const *envp, int in, int out, int err,
                   int passed, bool detached, int report) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    bool is_away = !detached || (setsid() >= 0 && chdir("/") == 0);
    // All go above the standard three first, so that no dup2 can overwrite another.
    int high_in = fcntl(in, F_DUPFD, 3), high_out = fcntl(out, F_DUPFD, 3);
    int high_err = err >= 0 ? fcntl(err, F_DUPFD, 3) : -1, high_report = fcntl(report, F_DUPFD_CLOEXEC, 3);
    // Nothing that is needed lies at 4 or 5: only what is passed, and the program.
    int high_passed = passed >= 0 ? fcntl(passed, F_DUPFD_CLOEXEC, 6) : -1;
    int high_program = program >= 0 ? fcntl(program, F_DUPFD_CLOEXEC, 6) : -1;
    if (is_away && high_in >= 0 && high_out >= 0 && high_report >= 0 && dup2(high_in, 0) == 0 && dup2(high_out, 1) == 1 &&
        (err < 0 || dup2(high_err, 2) == 2) && dup2(high_report, 3) == 3 && fcntl(3, F_SETFD, FD_CLOEXEC) == 0 &&
        (passed < 0 ? close_range(4, 4, 0) == 0 : dup2(high_passed, 4) == 4) &&
        (program < 0 || dup3(high_program, 5, O_CLOEXEC) == 5) && close_range(program < 0 ? 5 : 6, ~0U, 0) == 0) {
        report = 3;
        if (program < 0) execve(path, (char *const *)argv, (char *const *)envp);
        else execveat(5, "", (char *const *)argv, (char *const *)envp, AT_EMPTY_PATH);
    }
    int reason = errno;
    (void)!write(report, &reason, sizeof reason);
    _exit(127);
}

static int start(const char *path, int program, const char *const *argv, const char *const *envp, int in, int out, int err,
                 int passed, bool detached) {
    int report_read, report_write, failed = lockstep_pipe(&report_read, &report_write);
    if (failed) return -failed;
    int pid = fork();
    if (pid == 0) become(path, program, argv, envp, in, out, err, passed, detached, report_write);
    int reason = pid < 0 ? errno : 0;
    close(report_write);
    if (pid > 0) {
        ssize_t got;
        do got = read(report_read, &reason, sizeof reason);
        while (got < 0 && errno == EINTR);
        if (got == sizeof reason) lockstep_wait(pid);
        else reason = 0;
    }
    close(report_read);
    return reason ? -reason : pid;
}

int lockstep_spawn_with(const char *path, const char *const *argv, const char *const *envp, int in, int out,
                        int err) {
    return start(path, -1, argv, envp, in, out, err, -1, false);
}

int lockstep_open_program(const char *path) {
    int fd = open(path, O_PATH | O_CLOEXEC);
    return fd >= 0 ? fd : -errno;
}

int lockstep_spawn_passing(const char *path, int program, const char *const *argv, const char *const *envp, int in, int out,
                           int passed) {
    return start(path, program, argv, envp, in, out, -1, passed, false);
}

int lockstep_spawn(const char *path, const char *const *argv, const char *const *envp, int in, int out) {
    return lockstep_spawn_with(path, argv, envp, in, out, -1);
}

int lockstep_spawn_detached(const char *path, const char *const *argv, int *report) {
    int said_read, said_write, failed = lockstep_pipe(&said_read, &said_write);
    if (failed) return -failed;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const char *const *envp = lockstep_passed_environment();
    int pid = null < 0 || !envp ? -errno : start(path, -1, argv, envp, null, null, said_write, -1, true);
    if (null >= 0) close(null);
    close(said_write);
    if (pid < 0) close(said_read);
    else *report = said_read;
    return pid;
}
