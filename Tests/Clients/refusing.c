// A libcurl whose call number NTH of the kind FAIL is refused, for lockstep-provider to be started with (LD_PRELOAD).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static int is_refused(const char *kind) {
    static int count;
    const char *wanted = getenv("FAIL"), *number = getenv("NTH");
    return wanted && number && strcmp(wanted, kind) == 0 && ++count == atoi(number);
}

int curl_easy_setopt(void *handle, int option, ...) {
    va_list arguments;
    va_start(arguments, option);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    if (is_refused("setopt")) return 27;  // CURLE_OUT_OF_MEMORY
    int (*real)(void *, int, ...) = dlsym(RTLD_NEXT, "curl_easy_setopt");
    return real(handle, option, value);
}

void *curl_slist_append(void *list, const char *text) {
    if (is_refused("slist")) return NULL;
    void *(*real)(void *, const char *) = dlsym(RTLD_NEXT, "curl_slist_append");
    return real(list, text);
}

void *curl_easy_init(void) {
    if (is_refused("init")) return NULL;
    void *(*real)(void) = dlsym(RTLD_NEXT, "curl_easy_init");
    return real();
}

int curl_multi_add_handle(void *multi, void *handle) {
    if (is_refused("add")) return 3;  // CURLM_OUT_OF_MEMORY
    int (*real)(void *, void *) = dlsym(RTLD_NEXT, "curl_multi_add_handle");
    return real(multi, handle);
}
