#define _GNU_SOURCE
#include "CPlatform.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

void *lockstep_wiping_malloc(size_t size) { return malloc(size); }

void lockstep_wiping_free(void *block) {
    if (!block) return;
    explicit_bzero(block, malloc_usable_size(block));
    free(block);
}

void *lockstep_wiping_realloc(void *block, size_t size) {
    if (!block) return malloc(size);
    size_t had = malloc_usable_size(block);
    if (size <= had && size > had / 2) return block;
    void *fresh = malloc(size);
    if (!fresh) return NULL;
    memcpy(fresh, block, had < size ? had : size);
    lockstep_wiping_free(block);
    return fresh;
}

char *lockstep_wiping_strdup(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

void *lockstep_wiping_calloc(size_t count, size_t size) { return calloc(count, size); }
