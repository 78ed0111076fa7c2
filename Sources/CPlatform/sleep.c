// A process that waits for a long time, and does what it waits for at once when it is asked to end.
#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <unistd.h>

static const int ends[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};

int lockstep_fork_detached(int input) {
    // Before there is such a process, so that no moment is left in which they end it.
    sigset_t blocked, before;
    sigemptyset(&blocked);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) sigaddset(&blocked, ends[i]);
    if (sigprocmask(SIG_BLOCK, &blocked, &before) != 0) return -errno;
    int pid = fork(), failed = errno;
    if (pid != 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        return pid > 0 ? pid : -failed;
    }
    setsid();
    int null = open("/dev/null", O_RDWR);
    if (dup2(input, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0) _exit(1);
    close_range(3, ~0U, 0);
    (void)!chdir("/");
    return 0;
}

void lockstep_sleep(int64_t milliseconds) {
    const struct itimerspec time = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000000}};
    int signals = lockstep_signals(ends, sizeof ends / sizeof *ends);
    int timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC);
    struct pollfd either[] = {{.fd = timer, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    if (timer >= 0 && timerfd_settime(timer, 0, &time, NULL) == 0)
        while (poll(either, 2, -1) < 0) {}
    while (signals >= 0 && lockstep_next_signal(signals, NULL) != 0) {}
    if (timer >= 0) close(timer);
    if (signals >= 0) close(signals);
}
