internal import CCurl
internal import Secrets

/// One request under way.
final class Exchange {
    let tag: UInt64
    let request: HTTPRequest
    let token: BearerToken
    let handle: CurlHandle
    /// What the server counts it with.
    let lane: LaneID
    /// How long it may take, in milliseconds.
    let milliseconds: Int
    /// Its slot while it is in flight.
    var slot: Int?

    /// Prepares a request; throws `refused` without memory, or when libcurl refuses a setting.
    init(
        _ request: HTTPRequest, as token: BearerToken, in lane: LaneID, tag: UInt64,
        _ settings: HTTPSettings, milliseconds: Int
    ) throws(HTTPError) {
        handle = try CurlHandle(wanted: settings.headers)
        (self.tag, self.request, self.token) = (tag, request, token)
        (self.lane, self.milliseconds) = (lane, milliseconds)
        try handle.set(CURLOPT_URL, settings.base.text + request.path)
        try handle.set(CURLOPT_CUSTOMREQUEST, request.method)
        if let body = request.body {
            try handle.set(CURLOPT_POSTFIELDSIZE, body.utf8.count)
            try handle.set(CURLOPT_COPYPOSTFIELDS, body)
            try handle.addHeader("Content-Type: application/json")
            try handle.addHeader("Expect:")
        }
        try handle.addHeader("Accept: application/json")
        try handle.authorize(token.bytes)
        try handle.set(CURLOPT_USERAGENT, settings.userAgent)
        try handle.restrict(to: settings.base, trusting: settings.certificates)
        try handle.bound(settings.times, milliseconds: milliseconds)
        if !request.isRepeatable { try handle.sendOnce() }
    }

    /// The answer, once libcurl has ended with this result.
    func answer(_ result: CURLcode) -> Result<HTTPAnswer, HTTPError> {
        guard result == CURLE_OK else { return .failure(failure(result)) }
        guard handle.headers.isComplete else {
            return .failure(HTTPError(.interrupted, "the answer was cut short"))
        }
        let status = handle.number(CURLINFO_RESPONSE_CODE) ?? 0
        return .success(HTTPAnswer(status: status, headers: handle.headers, body: handle.body))
    }

    private func failure(_ result: CURLcode) -> HTTPError {
        if handle.body.overflowed {
            return HTTPError(.tooLong, "the answer has more than \(AnswerBuffer.limit) bytes")
        }
        if handle.headers.overflowed {
            return HTTPError(.tooLong, "the answer's headers have more than \(AnswerHeaders.limit) bytes")
        }
        // Nothing of the request was written as long as this is zero; writing that failed is not nothing.
        let left = handle.number(CURLINFO_REQUEST_SIZE) != 0 || result == CURLE_SEND_ERROR
        let words = unsafe String(cString: curl_easy_strerror(result))
        return HTTPError(left ? .interrupted : .unreachable, Plain.text(words, limit: 200))
    }
}
