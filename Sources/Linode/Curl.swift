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

/// One of libcurl's easy handles, with the answer that it fills and the header lines that it sends.
@safe
final class CurlHandle {
    /// The handle itself.
    let raw: UnsafeMutableRawPointer
    /// The body of the answer.
    let body = AnswerBuffer()
    /// The headers of the answer.
    let headers = AnswerHeaders()
    private var lines: UnsafeMutablePointer<curl_slist>?
    private var pins: UnsafeMutablePointer<curl_slist>?

    init?() {
        guard Curl.started, let handle = unsafe curl_easy_init() else { return nil }
        unsafe raw = handle
        unsafe lines = nil
        unsafe pins = nil
        unsafe lockstep_curl_set_function(raw, CURLOPT_WRITEFUNCTION, Curl.takeBody)
        unsafe lockstep_curl_set_pointer(raw, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
        unsafe lockstep_curl_set_function(raw, CURLOPT_HEADERFUNCTION, Curl.takeHeader)
        unsafe lockstep_curl_set_pointer(
            raw, CURLOPT_HEADERDATA, Unmanaged.passUnretained(headers).toOpaque())
    }

    deinit {
        unsafe curl_easy_cleanup(raw)
        unsafe curl_slist_free_all(lines)
        unsafe curl_slist_free_all(pins)
    }

    func set(_ option: CURLoption, _ value: Int) {
        unsafe lockstep_curl_set_long(raw, option, value)
    }

    /// Sets a text, which libcurl copies.
    func set(_ option: CURLoption, _ value: String) {
        _ = unsafe value.withCString { unsafe lockstep_curl_set_pointer(raw, option, $0) }
    }

    /// Adds an entry, which may be secret, to a list that lives as long as the handle; libcurl copies and wipes it.
    ///
    /// `line` ends with a zero byte.
    func addHeader(_ line: Span<UInt8>) {
        unsafe line.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe lines = curl_slist_append(
                lines, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
        }
        unsafe lockstep_curl_set_pointer(raw, CURLOPT_HTTPHEADER, lines)
    }

    func addHeader(_ line: String) { addHeader((Array(line.utf8) + [0]).span) }

    /// Binds a host's name to addresses (CURLOPT_RESOLVE).
    func pin(_ entry: String) {
        unsafe pins = curl_slist_append(pins, entry)
        unsafe lockstep_curl_set_pointer(raw, CURLOPT_RESOLVE, pins)
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe lockstep_curl_get_long(raw, info, &value) == CURLE_OK ? value : 0
    }
}
