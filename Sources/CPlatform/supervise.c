// A process that stays beside the command that it has started, and ends like it.
#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

int lockstep_begin_supervising(void) {
    // One that was started with SIGCHLD ignored would never learn how its command ended (wait(2)).
    signal(SIGCHLD, SIG_DFL);
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? 0 : errno;
}

int lockstep_fork_dependent(void) {
    int parent = getpid(), pid = fork();
    if (pid != 0) return pid < 0 ? -errno : pid;
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    // The parent may have ended before that; the signal waits for the mask to be lifted.
    if (getppid() != parent) kill(getpid(), SIGTERM);
    return 0;
}

int lockstep_next_child(int *status) {
    int pid;
    do pid = waitpid(-1, status, WNOHANG | WUNTRACED);
    while (pid < 0 && errno == EINTR);
    return pid < 0 ? -errno : pid;
}

bool lockstep_is_in_memory(const char *path) {
    struct statfs system;
    // TMPFS_MAGIC, RAMFS_MAGIC (statfs(2)).
    return statfs(path, &system) == 0 && (system.f_type == 0x01021994 || system.f_type == 0x858458f6);
}
