#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static int address(struct sockaddr_un *address, const char *path) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address->sun_path) return ENAMETOOLONG;
    strcpy(address->sun_path, path);
    return 0;
}

int lockstep_longest_address(void) { return (int)sizeof ((struct sockaddr_un *)0)->sun_path - 1; }

int lockstep_bound_path(int fd, uint8_t *path, int size) {
    struct sockaddr_un place;
    socklen_t length = sizeof place;
    if (getsockname(fd, (struct sockaddr *)&place, &length) != 0) return -errno;
    int count = (int)strnlen(place.sun_path, length - offsetof(struct sockaddr_un, sun_path));
    if (place.sun_family != AF_UNIX || count > size) return 0;
    memcpy(path, place.sun_path, (size_t)count);
    return count;
}

int lockstep_listen(const char *path) {
    struct sockaddr_un place;
    int failed = address(&place, path);
    if (failed) return -failed;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    // The folder is this user's alone; the mode of the socket itself is set before anybody can know its name.
    if (fchmod(fd, 0600) != 0 || bind(fd, (struct sockaddr *)&place, sizeof place) != 0 || chmod(path, 0600) != 0 ||
        listen(fd, 4096) != 0) {
        failed = errno;
        close(fd);
        return -failed;
    }
    return fd;
}

int lockstep_connect(const char *path) {
    struct sockaddr_un place;
    int failed = address(&place, path);
    if (failed) return -failed;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    // One that listens and takes nobody in would be waited for without end.
    struct timeval taken_in = {.tv_sec = 5}, answered = {.tv_sec = 30};
    int result = -1;
    if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &taken_in, sizeof taken_in) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &answered, sizeof answered) == 0)
        do result = connect(fd, (struct sockaddr *)&place, sizeof place);
        while (result != 0 && errno == EINTR);
    if (result == 0) return fd;
    failed = errno;
    close(fd);
    return -failed;
}

int lockstep_accept(int fd) {
    int got = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    return got >= 0 ? got : -errno;
}

int lockstep_peer(int fd, int *pid, uint32_t *user) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return errno;
    *pid = peer.pid;
    *user = peer.uid;
    return 0;
}

int lockstep_is_listening(int fd) {
    int listens = 0;
    socklen_t size = sizeof listens;
    struct sockaddr_un place;
    socklen_t length = sizeof place;
    if (getsockname(fd, (struct sockaddr *)&place, &length) != 0 || place.sun_family != AF_UNIX) return 0;
    if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || !listens) return 0;
    return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0;
}

int lockstep_signals(const int *numbers, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, numbers[i]);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -errno;
    int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd >= 0 ? fd : -errno;
}

int lockstep_next_signal(int fd, int *by_kernel) {
    struct signalfd_siginfo info;
    if (read(fd, &info, sizeof info) != sizeof info) return 0;
    // Not the sender's number: it is 0 for every process outside of this one's PID namespace (pid_namespaces(7)).
    if (by_kernel) *by_kernel = info.ssi_code == SI_KERNEL;
    return (int)info.ssi_signo;
}

int lockstep_waiting_bytes(int fd) {
    int count = 0;
    return ioctl(fd, FIONREAD, &count) == 0 ? count : -1;
}

int64_t lockstep_send(int fd, const uint8_t *bytes, size_t count) {
    ssize_t sent;
    do sent = send(fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    return sent >= 0 ? sent : -errno;
}

int64_t lockstep_monotonic(void) {
    struct timespec time;
    clock_gettime(CLOCK_BOOTTIME, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

unsigned lockstep_raise_descriptors(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
    rlim_t wanted = limit.rlim_max < 8192 ? limit.rlim_max : 8192;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted;
        setrlimit(RLIMIT_NOFILE, &limit);
        getrlimit(RLIMIT_NOFILE, &limit);
    }
    return (unsigned)limit.rlim_cur;
}


int lockstep_memory_file(void) {
    int fd = memfd_create("lockstep", MFD_ALLOW_SEALING);
    if (fd < 0) return -errno;
    return fchmod(fd, 0400) == 0 ? fd : -errno;
}

int lockstep_seal_file(int fd) {
    return fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0 ? 0 : errno;
}

int lockstep_peer_process(int fd) {
    int handle = -1;
    socklen_t size = sizeof handle;
#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif
    return getsockopt(fd, SOL_SOCKET, SO_PEERPIDFD, &handle, &size) == 0 ? handle : -errno;
}

int lockstep_open_process(int pid) {
    int handle = (int)syscall(SYS_pidfd_open, pid, 0);
    return handle >= 0 ? handle : -errno;
}

int lockstep_tell_writers(int fd) {
    int on = 1;
    return setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0 ? 0 : errno;
}

int64_t lockstep_receive_written(int fd, uint8_t *buffer, size_t size, int *pid, uint32_t *user) {
    struct iovec bytes = {buffer, size};
    union {
        char space[CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr aligned;
    } control;
    struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = sizeof control};
    *pid = 0;
    *user = 0;
    ssize_t got;
    // Descriptors that a client passes have no room here; the kernel closes them.
    do got = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0) return -errno;
    struct cmsghdr *part = CMSG_FIRSTHDR(&message);
    if (part && part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_CREDENTIALS &&
        part->cmsg_len == CMSG_LEN(sizeof(struct ucred))) {
        struct ucred writer;
        memcpy(&writer, CMSG_DATA(part), sizeof writer);
        *pid = writer.pid;
        *user = writer.uid;
    }
    return got;
}

int64_t lockstep_tick_milliseconds(int64_t ticks) {
    int64_t second = sysconf(_SC_CLK_TCK);
    return second > 0 ? ticks / second * 1000 + ticks % second * 1000 / second : INT64_MAX;
}

int lockstep_peer_name(int fd, uint8_t *name, int size) {
    struct sockaddr_un place;
    socklen_t length = sizeof place;
    if (getpeername(fd, (struct sockaddr *)&place, &length) != 0) return -errno;
    // The length that the kernel gives is the name's: an abstract one ends with no zero byte.
    int count = (int)length - (int)offsetof(struct sockaddr_un, sun_path);
    if (count <= 0) return 0;
    if (place.sun_path[0] != 0) return -EAFNOSUPPORT;
    if (count - 1 > size) return -ENAMETOOLONG;
    memcpy(name, place.sun_path + 1, (size_t)count - 1);
    return count - 1;
}

int lockstep_poller(void) {
    int poller = epoll_create1(EPOLL_CLOEXEC);
    return poller >= 0 ? poller : -errno;
}

int lockstep_poller_add(int poller, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : errno;
}

int lockstep_poller_change(int poller, int fd, int kind) {
    static const uint32_t events[] = {EPOLLIN, EPOLLOUT, EPOLLIN | EPOLLRDHUP | EPOLLET};
    struct epoll_event event = {.events = events[kind], .data.fd = fd};
    return epoll_ctl(poller, EPOLL_CTL_MOD, fd, &event) == 0 ? 0 : errno;
}

void lockstep_poller_remove(int poller, int fd) { epoll_ctl(poller, EPOLL_CTL_DEL, fd, NULL); }

static int64_t nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int lockstep_poller_wait(int poller, int *ready, int most, int64_t looking, int milliseconds) {
    struct epoll_event events[256];
    if (most > 256) most = 256;
    int count = epoll_wait(poller, events, most, milliseconds);
    if (count == 0 && looking > 0)
        for (int64_t end = nanoseconds() + looking; count == 0 && nanoseconds() < end;)
            count = epoll_wait(poller, events, most, 0);
    for (int i = 0; i < count; i++) ready[i] = events[i].data.fd;
    return count > 0 ? count : 0;
}
