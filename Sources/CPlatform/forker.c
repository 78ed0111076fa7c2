#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

int lockstep_fork(void) { return fork(); }

size_t lockstep_page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

uint8_t *lockstep_share_page(int *locked) {
    size_t size = lockstep_page_size();
    uint8_t *start = mmap(NULL, 3 * size, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) return NULL;
    if (mprotect(start + size, size, PROT_READ | PROT_WRITE) != 0 || madvise(start + size, size, MADV_DONTDUMP) != 0) {
        munmap(start, 3 * size);
        return NULL;
    }
    *locked = mlock(start + size, size) == 0 ? 0 : errno;
    return start + size;
}

int lockstep_protect_page(uint8_t *page) { return mprotect(page, lockstep_page_size(), PROT_READ) == 0 ? 0 : errno; }

void lockstep_unshare_page(uint8_t *page) {
    size_t size = lockstep_page_size();
    munmap(page - size, 3 * size);
}

int lockstep_message_pair(int *first, int *second) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    *first = ends[0];
    *second = ends[1];
    return 0;
}

union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(2 * sizeof(int))];
};

int lockstep_send_message(int fd, const uint8_t *bytes, size_t count, int first, int second) {
    int lent[2] = {first, second}, number = (first >= 0) + (second >= 0);
    if (first < 0) lent[0] = second;
    struct iovec data = {(void *)bytes, count};
    union control control = {0};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};
    if (number > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(number * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(number * sizeof(int));
        memcpy(CMSG_DATA(header), lent, number * sizeof(int));
    }
    ssize_t sent;
    do sent = sendmsg(fd, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? errno : 0;
}

// Takes the first two descriptors, and closes the others: a client sends as many as it likes.
static void take_lent(struct cmsghdr *header, int lent[2]) {
    size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
        int got;
        memcpy(&got, CMSG_DATA(header) + i * sizeof(int), sizeof got);
        if (i < 2 && lent[i] < 0) lent[i] = got;
        else close(got);
    }
}

int64_t lockstep_receive_message(int fd, uint8_t *bytes, size_t size, int *first, int *second) {
    struct iovec data = {bytes, size};
    // Where writers are told of, the kernel puts them before the descriptors.
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(2 * sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
    } control = {0};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    int lent[2] = {-1, -1};
    ssize_t got;
    do got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0) return -errno;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header))
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
            take_lent(header, lent);
    *first = lent[0];
    *second = lent[1];
    return message.msg_flags & MSG_TRUNC ? -EMSGSIZE : got;
}

// Closes from `first` on and below `end`.
static bool close_between(int first, int end) {
    return first >= end || close_range((unsigned)first, (unsigned)end - 1, 0) == 0;
}

int lockstep_close_others(const int *kept, int count) {
    int first = 3;
    for (int i = 0; i < count; i++) {
        if (!close_between(first, kept[i])) return errno;
        if (kept[i] >= first) first = kept[i] + 1;
    }
    return close_range((unsigned)first, ~0U, 0) == 0 ? 0 : errno;
}

int lockstep_shared_file(void) {
    int fd = memfd_create("lockstep", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -errno;
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK) == 0) return fd;
    int failed = errno;
    close(fd);
    return -failed;
}
