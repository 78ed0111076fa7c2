internal import CCurl
internal import CPlatform

/// libcurl, started once with an allocator that wipes what it gives back (curl_global_init_mem(3)).
enum Curl {
    /// CURL_GLOBAL_DEFAULT is a macro that Swift does not see.
    private static let everything = 3

    /// Whether it started.
    static let started =
        unsafe curl_global_init_mem(
            everything, lockstep_wiping_malloc, lockstep_wiping_free, lockstep_wiping_realloc,
            copyText, lockstep_wiping_calloc) == CURLE_OK

    /// Throws `refused` unless libcurl did as asked: what it refused may be what makes a connection safe.
    static func check(_ result: CURLcode) throws(HTTPError) {
        guard result != CURLE_OK else { return }
        throw refused(unsafe String(cString: curl_easy_strerror(result)))
    }

    /// The same for the engine that runs many requests at once.
    static func check(_ result: CURLMcode) throws(HTTPError) {
        guard result != CURLM_OK else { return }
        throw refused(unsafe String(cString: curl_multi_strerror(result)))
    }

    private static func refused(_ words: String) -> HTTPError {
        HTTPError(.refused, "libcurl refused a setting: \(words)")
    }

    private static let copyText: curl_strdup_callback = { text in
        guard let text = unsafe text else { return nil }
        return unsafe lockstep_wiping_strdup(text)
    }

    /// CURLOPT_WRITEFUNCTION: the body, into an `AnswerBuffer`.
    static let takeBody: lockstep_curl_write_function = { data, size, count, target in
        guard let data = unsafe data, let target = unsafe target else { return 0 }
        let buffer = unsafe Unmanaged<AnswerBuffer>.fromOpaque(target).takeUnretainedValue()
        return unsafe buffer.append(data, size * count) ? size * count : 0
    }

    /// CURLOPT_HEADERFUNCTION: one line at a time, into `AnswerHeaders`.
    static let takeHeader: lockstep_curl_write_function = { data, size, count, target in
        guard let data = unsafe data, let target = unsafe target else { return 0 }
        let headers = unsafe Unmanaged<AnswerHeaders>.fromOpaque(target).takeUnretainedValue()
        let start = unsafe UnsafeRawPointer(data).assumingMemoryBound(to: UInt8.self)
        return headers.append(unsafe Span(_unsafeStart: start, count: size * count)) ? size * count : 0
    }
}
