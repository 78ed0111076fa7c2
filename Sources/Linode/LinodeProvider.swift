internal import CCurl
internal import Glibc
package import Lifecycle
package import Secrets

/// Linode's personal access tokens, over libcurl's multi engine: up to sixteen requests at once.
///
/// Source: `Docs/`, and the OpenAPI description 4.229.1. Not for use by several threads at once.
@safe
package final class LinodeProvider: TokenProvider {
    /// The version that `User-Agent` tells.
    package static let version = "0.1.0"
    /// How many requests run at once; the others wait for their turn.
    package static let parallel = 16

    private let base: BaseURL
    private let limits: Limits
    private let certificates: Certificates
    private let multi: UnsafeMutableRawPointer
    private let clock: any WallClock
    private var waiting: [Transfer] = []
    /// By the address of their handle.
    private var running: [UInt: Transfer] = [:]
    private var finished: [Finished] = []
    private var pace = Pace()

    /// A reply that waits to be fetched. A class, so that several can stand in one array.
    private final class Finished {
        var reply: ProviderReply?
        init(_ reply: consuming ProviderReply) { self.reply = consume reply }
    }

    /// Takes the base URL, such as `https://api.linode.com`; http is accepted to this machine only. The environment may name
    /// other certificates to trust: `SSL_CERT_FILE`, `SSL_CERT_DIR`.
    ///
    /// Throws `helper` for another URL, or when libcurl does not start. Nothing is sent yet.
    package init(
        baseURL: String, limits: Limits = Limits(), clock: any WallClock = SystemClock(),
        environment: (String) -> String? = LinodeProvider.variable
    ) throws(ProviderFailure) {
        base = try BaseURL(baseURL)
        certificates = Certificates(environment)
        guard Curl.started, let multi = unsafe curl_multi_init() else {
            throw ProviderFailure(.helper, reason: "libcurl did not start")
        }
        unsafe self.multi = multi
        self.limits = limits
        self.clock = clock
    }

    /// A variable of this process; `nil` when it is unset or empty.
    package static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    deinit {
        // The process ends, or all of it is dropped: there is nobody left to tell what libcurl refuses now.
        for transfer in running.values { _ = unsafe curl_multi_remove_handle(multi, transfer.handle.raw) }
        _ = unsafe curl_multi_cleanup(multi)
    }

    /// Takes a request; it starts at once, or when one of the sixteen has ended.
    package func submit(_ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64)
        throws(ProviderFailure)
    {
        waiting.append(
            try Transfer(
                request, as: credential, tag: tag, base: base, certificates: certificates, limits: limits))
        startWaiting()
    }

    /// Waits for a request to end.
    package func next() throws(ProviderFailure) -> ProviderReply {
        while true {
            if let reply = try next(orReadable: -1) { return reply }
        }
    }

    /// Waits for a request to end, or (`nil`) until a descriptor can be read, or for a second.
    package func next(orReadable descriptor: Int32) throws(ProviderFailure) -> ProviderReply? {
        if let reply = fetch() { return reply }
        guard !running.isEmpty || !waiting.isEmpty else {
            throw ProviderFailure(.helper, reason: "no request is under way")
        }
        try collect()
        if let reply = fetch() { return reply }
        if running.isEmpty, descriptor < 0 {
            // All that is left waits for the provider's next minute.
            clock.sleep(milliseconds: 1000)
            return nil
        }
        var other = curl_waitfd(fd: descriptor, events: 1, revents: 0)  // CURL_WAIT_POLLIN
        try Curl.check(unsafe curl_multi_poll(multi, &other, descriptor < 0 ? 0 : 1, 1000, nil))
        try collect()
        return fetch()
    }

    private func fetch() -> ProviderReply? {
        finished.isEmpty ? nil : finished.removeFirst().reply.take()
    }

    private func startWaiting() {
        let now = clock.now
        var held: [Transfer] = []
        while !waiting.isEmpty, running.count < LinodeProvider.parallel {
            let transfer = waiting.removeFirst()
            if pace.wait(for: transfer.request, as: transfer.credential, now: now) > 0 {
                held.append(transfer)
            } else {
                start(transfer)
            }
        }
        waiting = held + waiting
    }

    private func start(_ transfer: Transfer) {
        do throws(ProviderFailure) {
            try Curl.check(unsafe curl_multi_add_handle(multi, transfer.handle.raw))
            pace.start(transfer.request, as: transfer.credential)
            unsafe running[UInt(bitPattern: transfer.handle.raw)] = transfer
        } catch { finished.append(Finished(ProviderReply(tag: transfer.tag, outcome: .failure(error)))) }
    }

    /// Lets libcurl work, and takes in what has ended.
    private func collect() throws(ProviderFailure) {
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

    /// Takes in how many more requests the provider says it takes.
    private func heed(_ transfer: Transfer) {
        let headers = transfer.handle.headers
        // What counts a credential that nobody knows is not what counts this one's next requests.
        guard transfer.handle.number(CURLINFO_RESPONSE_CODE) != 401 else { return }
        guard let remaining = headers.remaining, let reset = headers.reset else { return }
        let underway = running.values.count { $0.isCounted(with: transfer) }
        pace.take(
            remaining: remaining, reset: reset, of: transfer.request, as: transfer.credential,
            underway: underway, now: clock.now)
    }

    private func end(_ handle: UnsafeMutableRawPointer, _ result: CURLcode) throws(ProviderFailure) {
        guard let transfer = running.removeValue(forKey: UInt(bitPattern: handle)) else { return }
        try Curl.check(unsafe curl_multi_remove_handle(multi, handle))
        heed(transfer)
        if let reply = transfer.finish(result, now: clock.now) {
            finished.append(Finished(reply))
        } else {
            start(transfer)
        }
    }
}
