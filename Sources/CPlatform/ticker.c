// A line on a terminal that says how long something takes, written by a thread of its own: what is waited for does not come back
// in between.
#define _GNU_SOURCE
#include "CPlatform.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static pthread_t thread;
static bool runs, drawn;
static int terminal;
static char text[80];
static int64_t began, until;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void erase(void) {
    if (drawn) (void)!write(terminal, "\r\033[K", 4);
    drawn = false;
}

static void draw(int64_t time) {
    static const char marks[] = "|/-\\";
    bool halted = lockstep_is_halted();
    if (time - began < 1000 && !halted) return;
    const char *words = halted           ? "Interrupted: finishing what was started. Ctrl-C again ends immediately."
                        : until > time ? "Asking the provider again in"
                                         : text;
    long seconds = !halted && until > time ? (until - time + 999) / 1000 : (time - began) / 1000;
    char line[200];
    int columns = lockstep_columns(terminal);
    int length = snprintf(line, sizeof line, "%c %s %ld s", marks[time / 250 % 4], words, seconds);
    if (columns > 1 && length > columns - 1) length = columns - 1;
    (void)!write(terminal, "\r", 1);
    (void)!write(terminal, line, (size_t)length);
    (void)!write(terminal, "\033[K", 3);
    drawn = true;
}

static void *tick(void *nothing) {
    pthread_mutex_lock(&mutex);
    while (runs) {
        int64_t next = now() + 250;
        struct timespec time = {.tv_sec = next / 1000, .tv_nsec = next % 1000 * 1000000};
        pthread_cond_timedwait(&changed, &mutex, &time);
        if (runs) draw(now());
    }
    pthread_mutex_unlock(&mutex);
    return nothing;
}

void lockstep_ticker_start(int fd, const char *what) {
    lockstep_ticker_stop();
    terminal = fd;
    snprintf(text, sizeof text, "%s", what);
    began = now();
    until = 0;
    pthread_condattr_t monotonic;
    pthread_attr_t small;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&changed, &monotonic);
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10);
    // Signals are for the thread that waits: its calls are the ones to be interrupted.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    runs = true;
    // Without it nothing is told; what is waited for comes all the same.
    if (pthread_create(&thread, &small, tick, NULL) != 0) runs = false;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void lockstep_ticker_wait(int64_t milliseconds) {
    pthread_mutex_lock(&mutex);
    until = now() + milliseconds;
    pthread_mutex_unlock(&mutex);
}

void lockstep_ticker_clear(void) {
    if (!runs) return;
    pthread_mutex_lock(&mutex);
    erase();
    pthread_mutex_unlock(&mutex);
}

void lockstep_ticker_stop(void) {
    if (!runs) return;
    pthread_mutex_lock(&mutex);
    runs = false;
    pthread_cond_signal(&changed);
    erase();
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
}
