internal import CCurl
internal import Secrets

/// Requests to one server, over libcurl's multi engine: as many at once as its `Pace` lets through. Not for use by several threads at once.
@safe
package final class HTTPClient {
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
    private let pace: Pace
    /// For how many seconds the server takes no more of all that waits, where nothing is in flight; else 0.
    package private(set) var secondsHeld: Int64 = 0
    /// Whether one waits because too much is in flight.
    private var isCrowded = false

    /// Throws `refused` when libcurl does not start. Nothing is sent yet. Clients that share a file in memory share a `Pace`.
    package init(_ settings: HTTPSettings, clock: HTTPClock, sharing file: Int32? = nil) throws(HTTPError) {
        do throws(SecretsError) { pace = try Pace(sharing: file) } catch { throw .noMemory }
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

    /// Takes a request that may last so many milliseconds; it starts at once, or when fewer are in flight and the server
    /// takes more. Throws `refused` before anything is sent.
    package func submit(
        _ request: HTTPRequest, as token: BearerToken, tag: UInt64, milliseconds: Int
    ) throws(HTTPError) {
        waiting.append(try exchange(request, token, tag, milliseconds))
        startWaiting()
    }

    /// Sends a request that continues one that has just ended, such as the one for the next page, before any other that waits.
    package func proceed(
        with request: HTTPRequest, as token: BearerToken, tag: UInt64, milliseconds: Int
    ) throws(HTTPError) {
        waiting.insert(try exchange(request, token, tag, milliseconds), at: 0)
        startWaiting()
    }

    private func exchange(
        _ request: HTTPRequest, _ token: BearerToken, _ tag: UInt64, _ milliseconds: Int
    ) throws(HTTPError) -> Exchange {
        let lane = pace.lane(of: token, request.lane)
        return try Exchange(
            request, as: token, in: lane, tag: tag, settings, milliseconds: milliseconds)
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
            // All that is left waits for the server's next minute, or for other processes.
            clock.sleep(Int64(pause))
            return nil
        }
        var other = curl_waitfd(fd: descriptor, events: 1, revents: 0)  // CURL_WAIT_POLLIN
        try Curl.check(unsafe curl_multi_poll(multi, &other, descriptor < 0 ? 0 : 1, pause, nil))
        try collect()
        return fetch()
    }

    /// How long nothing is looked at, in milliseconds: nobody tells when another process has a request less in flight.
    private var pause: Int32 { isCrowded && running.count < Pace.parallel ? 20 : 1000 }

    private func fetch() -> Ended? { ended.isEmpty ? nil : ended.removeFirst() }

    private func startWaiting() {
        let now = clock.seconds()
        var held: [Exchange] = []
        isCrowded = false
        while !waiting.isEmpty, !isCrowded, running.count < Pace.parallel {
            let exchange = waiting.removeFirst()
            switch pace.start(exchange.lane, milliseconds: exchange.milliseconds, now: now) {
            case .inFlight(let slot):
                exchange.slot = slot
                start(exchange)
            case .usedUp: held.append(exchange)
            case .full:
                held.append(exchange)
                isCrowded = true
            }
        }
        waiting = held + waiting
        secondsHeld = running.isEmpty ? held.map { pace.secondsHeld($0.lane, now: now) }.min() ?? 0 : 0
    }

    private func start(_ exchange: Exchange) {
        do throws(HTTPError) {
            try Curl.check(unsafe curl_multi_add_handle(multi, exchange.handle.raw))
            unsafe running[UInt(bitPattern: exchange.handle.raw)] = exchange
        } catch {
            leave(exchange)
            ended.append(Ended(tag: exchange.tag, answer: .failure(error)))
        }
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
        leave(exchange)
        heed(exchange)
        ended.append(Ended(tag: exchange.tag, answer: exchange.answer(result)))
    }

    private func leave(_ exchange: Exchange) {
        if let slot = exchange.slot.take() { pace.end(slot) }
    }

    /// Takes in how many more requests the server says it takes.
    private func heed(_ exchange: Exchange) {
        let headers = exchange.handle.headers
        // What counts a credential that nobody knows is not what counts this one's next requests.
        guard exchange.handle.number(CURLINFO_RESPONSE_CODE) != 401 else { return }
        guard let remaining = headers.remaining, let reset = headers.reset else { return }
        pace.take(remaining: remaining, reset: reset, of: exchange.lane, now: clock.seconds())
    }
}
