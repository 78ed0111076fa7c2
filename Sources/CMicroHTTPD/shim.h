// libmicrohttpd, and the one call that Swift cannot make because it takes any number of arguments.
#pragma once
#include <arpa/inet.h>
#include <microhttpd.h>
#include <string.h>

/// Serves on 127.0.0.1, one thread a connection; port 0 picks one. NULL when it cannot.
static inline struct MHD_Daemon *_Nullable lockstep_serve(uint16_t port, MHD_AccessHandlerCallback _Nonnull handler,
                                                          MHD_RequestCompletedCallback _Nonnull completed,
                                                          void *_Nonnull context) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, port, NULL,
                            NULL, handler, context, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
                            MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1,
                            MHD_OPTION_CONNECTION_LIMIT, 2000, MHD_OPTION_END);
}

/// The port it listens on.
static inline uint16_t lockstep_port(struct MHD_Daemon *_Nonnull daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

// Swift sees neither these enumerations' cases nor a constant that is cast: their values, under names of our own.
static const enum MHD_Result lockstep_yes = MHD_YES;
static const enum MHD_Result lockstep_no = MHD_NO;
static const enum MHD_ValueKind lockstep_headers = MHD_HEADER_KIND;
static const enum MHD_ValueKind lockstep_arguments = MHD_GET_ARGUMENT_KIND;
static const ssize_t lockstep_broken = MHD_CONTENT_READER_END_WITH_ERROR;

/// An answer with a copy of these bytes.
static inline struct MHD_Response *_Nullable lockstep_respond(const void *_Nullable bytes, size_t count) {
    return MHD_create_response_from_buffer(count, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY);
}
