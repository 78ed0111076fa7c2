// Asks a stream socket the same thing over many connections at once, one request under way on each, and prints how many
// answers came in a second:   load SOCKET REQUEST-FILE ANSWER-BYTES CONNECTIONS REQUESTS [waits | RATE]
// With `waits` also how long half of them took, and 99 of 100, in microseconds. With RATE no more than so many are asked
// a second, each at its own moment: what an answer took counts from there, also where no connection was free.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static char request[65536], answer[65536];
static size_t length;

static int fail(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int compare(const void *left, const void *right) {
    float one = *(const float *)left, other = *(const float *)right;
    return (one > other) - (one < other);
}

static void ask(int fd) {
    if (write(fd, request, length) != (ssize_t)length) fail("write");
}

// Waits for answers, at most until a moment; without one for as long as it takes.
static int await(int waiting, struct epoll_event *ready, size_t most, double moment) {
    double left = moment ? moment - now() : 0;
    if (left < 0) left = 0;
    struct timespec time = {.tv_sec = (time_t)left, .tv_nsec = (long)((left - (time_t)left) * 1e9)};
    int count = epoll_pwait2(waiting, ready, (int)most, moment ? &time : NULL, NULL);
    if (count < 0) fail("epoll_pwait2");
    return count;
}

int main(int count, char **words) {
    if (count != 6 && count != 7) return 2;
    FILE *file = fopen(words[2], "rb");
    if (!file || !(length = fread(request, 1, sizeof request, file))) fail(words[2]);
    size_t size = strtoul(words[3], NULL, 10), connections = strtoul(words[4], NULL, 10);
    long wanted = strtol(words[5], NULL, 10), asked = 0, got = 0;
    struct epoll_event *ready = calloc(connections, sizeof *ready);
    size_t *have = calloc(connections, sizeof *have), *free_ones = calloc(connections, sizeof *free_ones);
    int *fds = calloc(connections, sizeof *fds), waiting = epoll_create1(0);
    double *since = calloc(connections, sizeof *since);
    float *waits = count == 7 ? calloc(wanted, sizeof *waits) : NULL;
    if (!ready || !have || !free_ones || !fds || !since || (count == 7 && !waits) || waiting < 0) fail("epoll_create1");
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    strncpy(place.sun_path, words[1], sizeof place.sun_path - 1);
    for (size_t i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u64 = i};
        fds[i] = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(fds[i], (struct sockaddr *)&place, sizeof place)) fail("connect");
        if (epoll_ctl(waiting, EPOLL_CTL_ADD, fds[i], &event)) fail("epoll_ctl");
    }
    double start = now(), rate = count == 7 ? strtod(words[6], NULL) : 0;
    size_t idle = connections;
    for (size_t i = 0; i < connections; i++) free_ones[i] = i;
    while (got < wanted) {
        // Each has its moment; without a rate that is as soon as a connection is free.
        while (idle && asked < wanted && (!rate || start + asked / rate <= now())) {
            size_t i = free_ones[--idle];
            since[i] = rate ? start + asked / rate : now();
            asked++, ask(fds[i]);
        }
        int count = await(waiting, ready, connections, rate && idle && asked < wanted ? start + asked / rate : 0);
        for (int k = 0; k < count; k++) {
            size_t i = ready[k].data.u64;
            ssize_t more = read(fds[i], answer, size - have[i]);
            if (more <= 0) fail("read");
            if ((have[i] += more) < size) continue;
            have[i] = 0;
            if (waits) waits[got] = now() - since[i];
            got++;
            free_ones[idle++] = i;
        }
    }
    printf("%.0f", got / (now() - start));
    if (waits) {
        qsort(waits, wanted, sizeof *waits, compare);
        printf(" %.1f %.1f", waits[wanted / 2] * 1e6, waits[wanted * 99 / 100] * 1e6);
    }
    printf("\n");
    return 0;
}
