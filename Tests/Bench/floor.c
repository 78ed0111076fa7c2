// What an agent cannot do without, in C and nothing more: how many hand-outs a second this machine has room for.
//   floor SOCKET VAULT LOG ANSWER-BYTES
//
// For all requests that are there at once: two looks whether the vault's files are the same, an entry of 100 bytes for each, sealed and
// chained as one batch, one write to the log, a look whether all of it is there, and only then the answers. It looks for the next request
// as long as the agent does. It reads no request, opens no token, and lets everybody in.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { most = 256, entry = 100, link_size = 32, nonce_size = 24 };
static unsigned char frame[link_size + nonce_size + most * entry + 16], key[32], answer[4096], request[4096];
static int log_file;
static off_t end;

static void fail(const char *what) {
    fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long long nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int waited(int waiting, struct epoll_event *ready) {
    int count = 0;
    for (long long until = nanoseconds() + 50000; !count && nanoseconds() < until;)
        count = epoll_wait(waiting, ready, most, 0);
    return count ? count : epoll_wait(waiting, ready, most, -1);
}

static void note(int count) {
    unsigned char *nonce = frame + link_size, *plain = nonce + nonce_size;
    unsigned long long sealed;
    nonce[0]++;
    memset(plain, count, (size_t)count * entry);
    crypto_aead_xchacha20poly1305_ietf_encrypt(plain, &sealed, plain, (size_t)count * entry, nonce, nonce_size, NULL, nonce, key);
    size_t size = nonce_size + sealed;
    struct stat status;
    if (write(log_file, nonce, size) != (ssize_t)size) fail("write");
    end += (off_t)size;
    if (fstat(log_file, &status) || status.st_size != end || !status.st_nlink) fail("fstat");
    crypto_generichash(frame, link_size, frame, link_size + size, key, sizeof key);
}

int main(int count, char **words) {
    if (count != 5 || sodium_init() < 0) return 2;
    char beside[4096];
    snprintf(beside, sizeof beside, "%s-wal", words[2]);
    size_t size = strtoul(words[4], NULL, 10);
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    strncpy(place.sun_path, words[1], sizeof place.sun_path - 1);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0), waiting = epoll_create1(0);
    if (bind(listener, (struct sockaddr *)&place, sizeof place) || listen(listener, most)) fail("listen");
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, ready[most];
    if (epoll_ctl(waiting, EPOLL_CTL_ADD, listener, &event)) fail("epoll_ctl");
    if ((log_file = open(words[3], O_WRONLY | O_APPEND | O_CREAT | O_EXCL, 0600)) < 0) fail(words[3]);
    for (;;) {
        int asked[most], many = 0, found = waited(waiting, ready);
        for (int i = 0; i < found; i++) {
            int fd = ready[i].data.fd;
            if (fd == listener) {
                event.data.fd = accept4(fd, NULL, NULL, SOCK_NONBLOCK);
                epoll_ctl(waiting, EPOLL_CTL_ADD, event.data.fd, &event);
            } else if (recv(fd, request, sizeof request, MSG_DONTWAIT) > 0) {
                asked[many++] = fd;
            } else {
                close(fd);
            }
        }
        if (!many) continue;
        struct stat status;
        if (stat(words[2], &status)) fail(words[2]);
        stat(beside, &status);
        note(many);
        for (int i = 0; i < many; i++) send(asked[i], answer, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
}
