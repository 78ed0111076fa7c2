#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

// Whether what runs is to be brought to rest: noted by handlers, which make async-signal-safe calls alone.
static volatile sig_atomic_t halted;
static volatile int watched = -1;
static volatile unsigned grace;

static void halt(void) {
    if (halted) return;
    halted = 1;
    if (grace) alarm(grace);
}

static void on_peer(int number) {
    (void)number;
    int before = errno;
    struct pollfd peer = {watched, POLLRDHUP, 0};
    if (poll(&peer, 1, 0) > 0) halt();
    errno = before;
}

static void on_interrupt(int number) {
    (void)number;
    int before = errno;
    if (watched >= 0) shutdown(watched, SHUT_WR);
    halt();
    errno = before;
}

static int handle(int number, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL) == 0 ? 0 : -errno;
}

int lockstep_halt_without_peer(int fd, unsigned seconds) {
    watched = fd;
    grace = seconds;
    int failed = handle(SIGIO, on_peer, SA_RESTART);
    if (failed) return failed;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETOWN, getpid()) != 0 || fcntl(fd, F_SETFL, flags | O_ASYNC) != 0) return -errno;
    // It may have gone before.
    on_peer(SIGIO);
    return 0;
}

int lockstep_halt_on_interrupt(int fd, unsigned seconds) {
    watched = fd;
    grace = seconds;
    // One interrupt brings to rest, the next one ends.
    return handle(SIGINT, on_interrupt, SA_RESTART | SA_RESETHAND);
}

bool lockstep_is_halted(void) { return halted != 0; }
