// A command behind a pseudo-terminal of its own, and the process that watches it (pty(7), credentials(7)). A watcher in the
// command's session is needed: a process group whose parents are all elsewhere cannot be stopped from its terminal.
#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

int lockstep_pty(int tty, int own, int *master, int *slave) {
    char name[128];
    int failed = 0, ends[2] = {posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), -1};
    if (ends[0] < 0) return errno;
    if (grantpt(ends[0]) != 0 || unlockpt(ends[0]) != 0 || (failed = ptsname_r(ends[0], name, sizeof name)) != 0 ||
        (ends[1] = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0) {
        failed = failed ? failed : errno;
        close(ends[0]);
        return failed;
    }
    lockstep_copy_settings(tty, ends[0]);
    lockstep_copy_size(tty, ends[0]);
    struct termios plain;
    if (!own && tcgetattr(ends[1], &plain) == 0) {
        cfmakeraw(&plain);
        tcsetattr(ends[1], TCSANOW, &plain);
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *master = ends[0];
    *slave = ends[1];
    return 0;
}

void lockstep_copy_settings(int tty, int master) {
    struct termios settings;
    if (tcgetattr(tty, &settings) == 0) tcsetattr(master, TCSANOW, &settings);
}

void lockstep_copy_size(int tty, int master) {
    struct winsize size;
    if (ioctl(tty, TIOCGWINSZ, &size) == 0) ioctl(master, TIOCSWINSZ, &size);
}

int lockstep_is_foreground(int tty) { return tcgetpgrp(tty) == getpgrp(); }

static struct termios cooked;
static int is_raw;

void lockstep_set_raw(int tty, int raw) {
    struct termios settings;
    if (raw == is_raw) return;
    if (raw && tcgetattr(tty, &cooked) == 0) {
        settings = cooked;
        cfmakeraw(&settings);
        is_raw = tcsetattr(tty, TCSADRAIN, &settings) == 0;
    } else if (!raw) {
        while (tcsetattr(tty, TCSADRAIN, &cooked) != 0 && errno == EINTR) {}
        is_raw = 0;
    }
}

// In the watcher: reports each change of the command (wait(2)'s status, four bytes), and ends with it.
static void watch(int command, int report) __attribute__((noreturn));
static void watch(int command, int report) {
    // What is sent to the whole job is for the command; the watcher outlives it.
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    if (dup2(report, 0) == 0) close_range(1, ~0U, 0);
    for (int status;;) {
        if (waitpid(command, &status, WUNTRACED) < 0) {
            if (errno == EINTR) continue;
            _exit(1);
        }
        (void)!write(0, &status, sizeof status);
        if (!WIFSTOPPED(status)) _exit(0);
    }
}

// Has this process end when the one that forked it does (prctl(2)), which may have happened already.
static void end_with(int parent, int signal) {
    prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0);
    if (getppid() != parent) _exit(1);
}

// What this process has of a file is gone, and the number leads to nothing: its owner closes it all the same.
static void let_go(int fd) {
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null < 0 || dup3(null, fd, O_CLOEXEC) < 0) close(fd);
    if (null >= 0) close(null);
}

int lockstep_start_watched(int terminal, int in, int out, int err, int report, int hold) {
    int first[2], start[2], caller = getpid();
    if (pipe2(first, O_CLOEXEC) != 0) return -errno;
    if (pipe2(start, O_CLOEXEC) != 0) {
        int failed = errno;
        close(first[0]), close(first[1]);
        return -failed;
    }
    int watcher = fork();
    if (watcher == 0) {
        int self = getpid();
        // Before anything else: a lock on it is the caller's alone, and goes with it.
        if (hold >= 0) {
            let_go(hold);
            end_with(caller, SIGKILL);
        }
        if (terminal >= 0) {
            setsid();
            ioctl(terminal, TIOCSCTTY, 0);
        }
        int command = fork();
        if (command != 0) {
            (void)!write(first[1], &command, sizeof command);
            if (command < 0) _exit(1);
            watch(command, report);
        }
        if (hold >= 0) end_with(self, SIGTERM);
        if (terminal >= 0) {
            sigset_t out_of_turn;
            sigemptyset(&out_of_turn);
            sigaddset(&out_of_turn, SIGTTOU);
            sigprocmask(SIG_BLOCK, &out_of_turn, NULL);
            setpgid(0, 0);
            tcsetpgrp(terminal, getpid());
        }
        if (in >= 0) dup2(in, 0);
        dup2(out, 1);
        dup2(err, 2);
        // The caller knows this process before it does anything.
        char go;
        close(start[1]);
        (void)!read(start[0], &go, 1);
        return 0;
    }
    int command = watcher < 0 ? -errno : 0;
    close(first[1]);
    if (watcher > 0 && read(first[0], &command, sizeof command) != sizeof command) command = -EAGAIN;
    close(first[0]);
    close(start[0]);
    close(start[1]);
    return command;
}

void lockstep_take_back_signals(int signals) {
    static const int numbers[] = {SIGINT, SIGQUIT, SIGALRM};
    while (lockstep_next_signal(signals, NULL) != 0) {}
    sigset_t set;
    sigemptyset(&set);
    for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaddset(&set, numbers[i]);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

int lockstep_stop_signal(int status) { return WIFSTOPPED(status) ? WSTOPSIG(status) : 0; }

void lockstep_end_like(int status) {
    if (WIFSIGNALED(status)) {
        sigset_t all;
        sigfillset(&all);
        sigdelset(&all, WTERMSIG(status));
        signal(WTERMSIG(status), SIG_DFL);
        sigprocmask(SIG_SETMASK, &all, NULL);
        kill(getpid(), WTERMSIG(status));
        _exit(128 + WTERMSIG(status));
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}
