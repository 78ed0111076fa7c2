internal import CCurl
internal import Secrets

/// Requests to one server, over libcurl's multi engine: up to sixteen at once. Not for use by several threads at once.
@safe
package final class HTTPClient {
    /// How many requests run at once; the others wait for their turn.
    package static let parallel = 16

    /// A request that has ended.
    package struct Ended {
        /// The tag that it was submitted with.
        package let tag: UInt64
        /// Its answer.
        package let answer: Result<HTTPAnswer, HTTPError>
    }

    private let settings: HTTPSettings
    private let clock: HTTPClock
    private let multi: UnsafeMutableRawPointer
    private var waiting: [Exchange] = []
    /// By the address of their handle.
    private var running: [UInt: Exchange] = [:]
    private var ended: [Ended] = []
    private var pace = Pace()

    /// Throws `refused` when libcurl does not start. Nothing is sent yet.
    package init(_ settings: HTTPSettings, clock: HTTPClock) throws(HTTPError) {
        guard Curl.started, let multi = unsafe curl_multi_init() else {
            throw HTTPError(.refused, "libcurl did not start")
        }
        unsafe self.multi = multi
        (self.settings, self.clock) = (settings, clock)
    }

    deinit {
        // The process ends, or all of it is dropped: there is nobody left to tell what libcurl refuses now.
        for exchange in running.values { _ = unsafe curl_multi_remove_handle(multi, exchange.handle.raw) }
        _ = unsafe curl_multi_cleanup(multi)
    }

    /// Takes a request that may last so many milliseconds; it starts at once, or when one of the sixteen has ended and the server
    /// takes more. Throws `refused` before anything is sent.
    package func submit(
        _ request: HTTPRequest, as token: BearerToken, tag: UInt64, milliseconds: Int
    ) throws(HTTPError) {
        waiting.append(try exchange(request, token, tag, milliseconds))
        startWaiting()
    }

    /// Sends a request that continues one that has just ended, such as the one for the next page, before any other.
    package func proceed(
        with request: HTTPRequest, as token: BearerToken, tag: UInt64, milliseconds: Int
    ) throws(HTTPError) {
        start(try exchange(request, token, tag, milliseconds))
    }

    private func exchange(
        _ request: HTTPRequest, _ token: BearerToken, _ tag: UInt64, _ milliseconds: Int
    ) throws(HTTPError) -> Exchange {
        try Exchange(request, as: token, tag: tag, settings, milliseconds: milliseconds)
    }

    /// Waits for a request to end, or (`nil`) until a descriptor can be read (-1 for none), or for a second. Throws `refused` when
    /// nothing is under way, or libcurl fails.
    package func next(orReadable descriptor: Int32) throws(HTTPError) -> Ended? {
        if let first = fetch() { return first }
        guard !running.isEmpty || !waiting.isEmpty else {
            throw HTTPError(.refused, "no request is under way")
        }
        try collect()
        if let first = fetch() { return first }
        if running.isEmpty, descriptor < 0 {
            // All that is left waits for the server's next minute.
            clock.sleep(1000)
            return nil
        }
        var other = curl_waitfd(fd: descriptor, events: 1, revents: 0)  // CURL_WAIT_POLLIN
        try Curl.check(unsafe curl_multi_poll(multi, &other, descriptor < 0 ? 0 : 1, 1000, nil))
        try collect()
        return fetch()
    }

    private func fetch() -> Ended? { ended.isEmpty ? nil : ended.removeFirst() }

    private func startWaiting() {
        let now = clock.seconds()
        var held: [Exchange] = []
        while !waiting.isEmpty, running.count < HTTPClient.parallel {
            let exchange = waiting.removeFirst()
            if pace.wait(in: exchange.request.lane, as: exchange.token, now: now) > 0 {
                held.append(exchange)
            } else {
                start(exchange)
            }
        }
        waiting = held + waiting
    }

    private func start(_ exchange: Exchange) {
        do throws(HTTPError) {
            try Curl.check(unsafe curl_multi_add_handle(multi, exchange.handle.raw))
            pace.start(in: exchange.request.lane, as: exchange.token)
            unsafe running[UInt(bitPattern: exchange.handle.raw)] = exchange
        } catch { ended.append(Ended(tag: exchange.tag, answer: .failure(error))) }
    }

    /// Lets libcurl work, and takes in what has ended.
    private func collect() throws(HTTPError) {
        var left: Int32 = 0
        try Curl.check(unsafe curl_multi_perform(multi, &left))
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let handle = unsafe message.pointee.easy_handle
            else { continue }
            let result = unsafe message.pointee.data.result
            try unsafe end(handle, result)
        }
        startWaiting()
    }

    private func end(_ handle: UnsafeMutableRawPointer, _ result: CURLcode) throws(HTTPError) {
        guard let exchange = running.removeValue(forKey: UInt(bitPattern: handle)) else { return }
        try Curl.check(unsafe curl_multi_remove_handle(multi, handle))
        heed(exchange)
        ended.append(Ended(tag: exchange.tag, answer: exchange.answer(result)))
    }

    /// Takes in how many more requests the server says it takes.
    private func heed(_ exchange: Exchange) {
        let headers = exchange.handle.headers
        // What counts a credential that nobody knows is not what counts this one's next requests.
        guard exchange.handle.number(CURLINFO_RESPONSE_CODE) != 401 else { return }
        guard let remaining = headers.remaining, let reset = headers.reset else { return }
        pace.take(
            remaining: remaining, reset: reset, of: exchange.request.lane, as: exchange.token,
            underway: running.values.count { $0.isCounted(with: exchange) }, now: clock.seconds())
    }
}
