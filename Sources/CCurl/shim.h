#pragma once
#include <curl/curl.h>

// libcurl's setters are variadic, and Swift cannot call those: one fixed-arity door for each kind of value.
static inline CURLcode lockstep_curl_set_long(CURL *_Nonnull handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode lockstep_curl_set_pointer(CURL *_Nonnull handle, CURLoption option, const void *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}
typedef size_t (*lockstep_curl_write_function)(char *_Nullable, size_t, size_t, void *_Nullable);
static inline CURLcode lockstep_curl_set_function(CURL *_Nonnull handle, CURLoption option,
                                                  lockstep_curl_write_function _Nullable value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode lockstep_curl_get_long(CURL *_Nonnull handle, CURLINFO info, long *_Nonnull value) {
    return curl_easy_getinfo(handle, info, value);
}
