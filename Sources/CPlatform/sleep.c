#define _GNU_SOURCE
#include "CPlatform.h"

#include <poll.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <unistd.h>

void lockstep_sleep(int64_t milliseconds) {
    const int ends[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    const struct itimerspec time = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000000}};
    int signals = lockstep_signals(ends, sizeof ends / sizeof *ends);
    int timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC);
    struct pollfd either[] = {{.fd = timer, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    if (timer >= 0 && timerfd_settime(timer, 0, &time, NULL) == 0)
        while (poll(either, 2, -1) < 0) {}
    if (timer >= 0) close(timer);
    if (signals >= 0) close(signals);
}
