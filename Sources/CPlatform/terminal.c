// Reading a line without echo, so that the terminal is itself again whatever signal comes (the way of OpenBSD's
// readpassphrase(3): note the signal, put the terminal back, then let the signal do what it does).
#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int caught[] = {SIGALRM, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU};
enum { kinds = sizeof caught / sizeof *caught };
static volatile sig_atomic_t came[kinds];

static void note(int number) {
    for (int i = 0; i < kinds; i++)
        if (caught[i] == number) came[i] = 1;
}

static ssize_t read_line(int fd, uint8_t *buffer, size_t size) {
    size_t length = 0;
    uint8_t byte = 0;
    for (;;) {
        ssize_t got = read(fd, &byte, 1);
        if (got < 0) return -errno;
        if (got == 0 || byte == '\n' || byte == '\r') break;
        if (length == size) {
            length = size + 1;
            continue;  // to the end of the line, so that the rest is not taken for the next answer
        }
        if (length < size) buffer[length++] = byte;
    }
    byte = 0;
    __asm__ volatile("" : : "r"(&byte) : "memory");
    return length > size ? -E2BIG : (ssize_t)length;
}

int64_t lockstep_read_quietly(int fd, const char *prompt, uint8_t *buffer, size_t size) {
    for (;;) {
        struct termios before, quiet;
        struct sigaction handler, old[kinds];
        if (tcgetattr(fd, &before) != 0) return -errno;
        memset(&handler, 0, sizeof handler);
        handler.sa_handler = note;  // without SA_RESTART: read(2) ends
        for (int i = 0; i < kinds; i++) {
            came[i] = 0;
            sigaction(caught[i], &handler, &old[i]);
        }
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
        while (tcsetattr(fd, TCSAFLUSH, &quiet) != 0 && errno == EINTR && !came[8]) {}
        ssize_t shown = write(fd, prompt, strlen(prompt));
        ssize_t result = shown < 0 ? -errno : read_line(fd, buffer, size);
        if (write(fd, "\n", 1) < 0 && result >= 0) result = -errno;
        while (tcsetattr(fd, TCSAFLUSH, &before) != 0 && errno == EINTR && !came[8]) {}
        bool again = false;
        for (int i = 0; i < kinds; i++) sigaction(caught[i], &old[i], NULL);
        for (int i = 0; i < kinds; i++) {
            if (!came[i]) continue;
            kill(getpid(), caught[i]);
            again |= caught[i] == SIGTSTP || caught[i] == SIGTTIN || caught[i] == SIGTTOU;
        }
        if (!again) return result;
    }
}
