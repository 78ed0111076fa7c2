// The environment of this process, and what of it other programs get.
#include "CPlatform.h"

#include <stdlib.h>
#include <string.h>

extern char **environ;
const char *const *lockstep_environment(void) { return (const char *const *)environ; }

// Of Lockstep's own variables, those that name no secret: places, the provider's address, a time.
static const char *const passed[] = {
    "LOCKSTEP_VAULT=", "LOCKSTEP_SOCKET=", "LOCKSTEP_LINODE_URL=", "LOCKSTEP_SETTLE=",
};

int lockstep_unlocks(const char *variable) {
    if (strncmp(variable, "LOCKSTEP_", strlen("LOCKSTEP_")) != 0) return 0;
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        if (strncmp(variable, passed[i], strlen(passed[i])) == 0) return 0;
    return 1;
}

const char *const *lockstep_passed_environment(void) {
    static const char **kept;
    size_t count = 0, next = 0;
    while (environ[count]) count++;
    const char **room = realloc(kept, (count + 1) * sizeof *kept);
    if (!room) return NULL;
    kept = room;
    for (size_t i = 0; i < count; i++)
        if (!lockstep_unlocks(environ[i])) kept[next++] = environ[i];
    kept[next] = NULL;
    return kept;
}
