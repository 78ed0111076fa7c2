#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

/// Writes UTF-8 in Unicode's composed form (NFC), which takes at most three times the room (UAX #15, "Size").
/// How many bytes it is; less than 0 where the text is no UTF-8, or there is no memory. What it used of the stack is not wiped.
static inline ptrdiff_t lockstep_compose(const uint8_t *text, size_t count, uint8_t *target, size_t room) {
    // u8_normalize reads every byte that is none as U+FFFD.
    if (u8_check(text, count) != NULL) return -1;
    size_t length = room;
    uint8_t *result = u8_normalize(UNINORM_NFC, text, count, target, &length);
    if (result == NULL) return -1;
    if (result == target) return (ptrdiff_t)length;
    explicit_bzero(result, length);
    free(result);
    return -1;
}
