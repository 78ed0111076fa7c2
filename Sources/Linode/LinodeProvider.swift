internal import HTTP
package import Lifecycle
internal import Platform
package import Secrets

/// Linode's personal access tokens. Not for use by several threads at once.
///
/// Source: `Docs/`, and the OpenAPI description 4.229.1.
package final class LinodeProvider: TokenProvider {
    private let limits: Limits
    private let client: HTTPClient
    private let clock: any WallClock
    /// What is under way, by the tag that the client knows it by.
    private var transfers: [UInt64: Transfer] = [:]
    private var lastTag: UInt64 = 0

    /// Takes the base URL, such as `https://api.linode.com`; http is accepted to this machine only. The environment may name
    /// other certificates to trust: `SSL_CERT_FILE`, `SSL_CERT_DIR`. What is in flight, and the pace, are shared by all that are given one
    /// file in memory.
    ///
    /// Throws `helper` for another URL, or when libcurl does not start. Nothing is sent yet.
    package init(
        baseURL: String, limits: Limits = Limits(), clock: any WallClock = SystemClock(),
        sharing pace: Int32? = nil,
        environment: (String) -> String? = LinodeProvider.variable
    ) throws(ProviderFailure) {
        do throws(HTTPError) {
            let settings = try HTTPSettings(
                baseURL: baseURL, userAgent: "lockstep/\(Release.version)",
                headers: AnswerHeaders.linode, times: limits.times, environment: environment)
            client = try HTTPClient(
                settings,
                clock: HTTPClock(
                    seconds: { clock.now.seconds }, sleep: { clock.sleep(milliseconds: $0) }), sharing: pace)
        } catch { throw ProviderFailure(error) }
        (self.limits, self.clock) = (limits, clock)
    }

    /// A variable of this process; `nil` when it is unset or empty.
    package static func variable(_ name: String) -> String? { Environment.repairedValue(name) }

    /// Takes a request; it starts at once, or when others have ended.
    package func submit(_ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64)
        throws(ProviderFailure)
    {
        do throws(HTTPError) {
            let token = try BearerToken(copying: credential)
            let transfer = Transfer(request, as: token, tag: tag, limits: limits)
            lastTag += 1
            try client.submit(
                transfer.page, as: token, tag: lastTag, milliseconds: transfer.timeLeft)
            transfers[lastTag] = transfer
        } catch { throw ProviderFailure(error) }
    }

    /// For how many seconds the service takes no more requests, where none is in flight; else 0.
    package var secondsHeld: Int64 { client.secondsHeld }

    /// Waits for a request to end.
    package func next() throws(ProviderFailure) -> ProviderReply {
        while true {
            if let reply = try next(orReadable: -1) { return reply }
        }
    }

    /// Waits for a request to end, or (`nil`) until a descriptor can be read, for a second, or for a page of a listing.
    package func next(orReadable descriptor: Int32) throws(ProviderFailure) -> ProviderReply? {
        let next: HTTPClient.Ended?
        do throws(HTTPError) { next = try client.next(orReadable: descriptor) } catch {
            throw ProviderFailure(error)
        }
        guard let ended = next, let transfer = transfers[ended.tag] else { return nil }
        if let reply = transfer.finish(ended.answer, now: clock.now) {
            transfers[ended.tag] = nil
            return reply
        }
        do throws(HTTPError) {
            try client.proceed(
                with: transfer.page, as: transfer.token, tag: ended.tag, milliseconds: transfer.timeLeft)
            return nil
        } catch {
            transfers[ended.tag] = nil
            return ProviderReply(tag: transfer.tag, outcome: .failure(ProviderFailure(error)))
        }
    }
}
