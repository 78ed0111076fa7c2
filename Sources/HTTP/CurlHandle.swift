internal import CCurl

/// One of libcurl's easy handles, with the answer that it fills and the header lines that it sends.
///
/// Every setting either took effect or throws `refused`: a request with a setting that was dropped is never sent.
@safe
final class CurlHandle {
    /// The handle itself.
    let raw: UnsafeMutableRawPointer
    /// The body of the answer.
    let body = AnswerBuffer()
    /// The headers of the answer.
    let headers: AnswerHeaders
    private var lines: UnsafeMutablePointer<curl_slist>?
    private var pins: UnsafeMutablePointer<curl_slist>?

    /// Prepares a handle that keeps the headers with these names.
    init(wanted: Set<String>) throws(HTTPError) {
        guard Curl.started, let handle = unsafe curl_easy_init() else { throw HTTPError.noMemory }
        unsafe raw = handle
        headers = AnswerHeaders(wanted: wanted)
        unsafe lines = nil
        unsafe pins = nil
        try Curl.check(unsafe lockstep_curl_set_function(raw, CURLOPT_WRITEFUNCTION, Curl.takeBody))
        try unsafe set(CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
        try Curl.check(unsafe lockstep_curl_set_function(raw, CURLOPT_HEADERFUNCTION, Curl.takeHeader))
        try unsafe set(CURLOPT_HEADERDATA, Unmanaged.passUnretained(headers).toOpaque())
    }

    deinit {
        unsafe curl_easy_cleanup(raw)
        unsafe curl_slist_free_all(lines)
        unsafe curl_slist_free_all(pins)
    }

    func set(_ option: CURLoption, _ value: Int) throws(HTTPError) {
        try Curl.check(unsafe lockstep_curl_set_long(raw, option, value))
    }

    /// Sets a text, which libcurl copies.
    func set(_ option: CURLoption, _ value: String) throws(HTTPError) {
        try Curl.check(unsafe value.withCString { unsafe lockstep_curl_set_pointer(raw, option, $0) })
    }

    private func set(_ option: CURLoption, _ value: UnsafeRawPointer?) throws(HTTPError) {
        try Curl.check(unsafe lockstep_curl_set_pointer(raw, option, value))
    }

    /// Adds a header line, which may be secret; libcurl copies and wipes it. `line` ends with a zero byte.
    func addHeader(_ line: Span<UInt8>) throws(HTTPError) {
        let longer = unsafe line.withUnsafeBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { start in
                unsafe curl_slist_append(
                    lines, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
            }
        }
        guard let longer = unsafe longer else { throw HTTPError.noMemory }
        unsafe lines = longer
        try unsafe set(CURLOPT_HTTPHEADER, UnsafeRawPointer(longer))
    }

    func addHeader(_ line: String) throws(HTTPError) { try addHeader((Array(line.utf8) + [0]).span) }

    /// Binds a host's name to addresses (CURLOPT_RESOLVE).
    func pin(_ entry: String) throws(HTTPError) {
        guard let longer = unsafe curl_slist_append(pins, entry) else { throw HTTPError.noMemory }
        unsafe pins = longer
        try unsafe set(CURLOPT_RESOLVE, UnsafeRawPointer(longer))
    }

    /// A number that libcurl keeps of the exchange; `nil` when it does not tell.
    func number(_ info: CURLINFO) -> Int? {
        var value = 0
        return unsafe lockstep_curl_get_long(raw, info, &value) == CURLE_OK ? value : nil
    }
}
