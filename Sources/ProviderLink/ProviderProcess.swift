internal import Glibc
package import Lifecycle
package import Platform
package import Secrets

/// The provider, spoken to in a process of its own, which is started when the first request is submitted.
///
/// When that process dies, every request that it had been given ends as `interrupted`, and the next `submit` starts
/// another. Not for use by several threads at once. The programs that use it ignore SIGPIPE.
package final class ProviderProcess: TokenProvider {
    private let program: ProgramLocation
    private let baseURL: String
    private let pace: Int32?
    private var helper: Helper?
    /// Requests that were sent whole and not answered yet, oldest first.
    private var sent: [Sent] = []
    private let patience: Patience
    /// When the helper is given up unless it says something.
    private var deadline = Deadline(milliseconds: 0)

    /// A request in flight.
    struct Sent {
        let tag: UInt64
        let isListing: Bool
    }

    /// Told how many seconds the provider takes no more requests.
    var hearPause: (Int64) -> Void = { _ in }

    /// Replies that came in while requests went out.
    private var arrived: [Arrival] = []

    /// A reply that waits to be fetched. A class, so that several can stand in one array.
    private final class Arrival {
        var reply: ProviderReply?
        init(_ reply: consuming ProviderReply) { self.reply = consume reply }
    }

    /// Takes `lockstep-provider` the base URL of the provider, such as `https://api.linode.com`, and the `SharedPace` of an agent.
    package convenience init(_ program: ProgramLocation, baseURL: String, sharing pace: Int32? = nil) {
        self.init(program, baseURL: baseURL, sharing: pace, patience: Patience())
    }

    /// The same with what lies at a path.
    package convenience init(path: String, baseURL: String) {
        self.init(path: path, baseURL: baseURL, patience: Patience())
    }

    convenience init(path: String, baseURL: String, patience: Patience) {
        self.init(.path(path), baseURL: baseURL, sharing: nil, patience: patience)
    }

    private init(_ program: ProgramLocation, baseURL: String, sharing pace: Int32?, patience: Patience) {
        (self.program, self.baseURL, self.pace, self.patience) = (program, baseURL, pace, patience)
    }

    /// The process id of the helper that runs now; `nil` when none does.
    package var processID: Int32? { helper?.pid }

    /// Whether a reply is here already.
    var hasReply: Bool { !arrived.isEmpty }

    /// Milliseconds until the helper is given up unless it says something.
    var timeLeft: Int32 { deadline.left }

    /// The wire on which a reply is awaited; `nil` when no request is in flight.
    var awaited: Int32? { sent.isEmpty ? nil : helper?.descriptor }

    /// Sends a request; the credential goes from guarded memory to the wire.
    ///
    /// Throws `helper` when the helper cannot be started or speaks another version, or when it died before it had
    /// the whole request and so did the next one: in all these cases nothing was done.
    package func submit(_ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64)
        throws(ProviderFailure)
    {
        if helper != nil, send(request, as: credential, tag: tag) { return }
        drop()
        helper = try Helper(program, baseURL: baseURL, sharing: pace)
        guard send(request, as: credential, tag: tag) else {
            drop()
            throw ProviderFailure(.helper, reason: "lockstep-provider ended at once")
        }
    }

    /// Waits for a reply; those lost with a helper come as `interrupted`. Throws `helper` when nothing is under way.
    package func next() throws(ProviderFailure) -> ProviderReply {
        while arrived.isEmpty {
            guard !sent.isEmpty else { throw ProviderFailure(.helper, reason: "no request is under way") }
            takeIn()
        }
        guard let reply = arrived.removeFirst().reply.take() else {
            throw ProviderFailure(.helper, reason: "no request is under way")
        }
        return reply
    }

    /// Takes in the next that the helper says, which may be no reply; one that says nothing in time is given up.
    func takeIn() {
        if !receive() { drop() }
    }

    /// Writes one frame, taking in replies for as long as the wire is full; `false` when the helper is gone.
    ///
    /// A frame that was cut short is not acted on by the other side, so `false` means that nothing was done.
    private func send(_ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64) -> Bool {
        guard let wire = helper?.descriptor else { return false }
        while true {
            let state = ready(wire, for: POLLIN | POLLOUT, milliseconds: Int32(patience.request))
            if state & POLLIN != 0 {
                guard receive() else { return false }
            } else if state & POLLOUT != 0 {
                break
            } else {
                return false
            }
        }
        do throws(SecretsError) {
            let body = Message.request(tag: tag, request).bytes
            try Frame.write(body, secret: credential, to: wire)
        } catch { return false }
        sent.append(Sent(tag: tag, isListing: request == .list))
        deadline = Deadline(milliseconds: patience.silence(of: sent))
        return true
    }

    /// Reads one reply, or that there is a pause; `false` when the helper is gone, is silent for too long or talks nonsense.
    private func receive() -> Bool {
        guard let wire = helper?.descriptor,
            ready(wire, for: POLLIN, milliseconds: deadline.left) != 0,
            var frame = try? Frame.read(from: wire, until: Deadline(milliseconds: patience.frame)),
            let message = try? Message(frame.body)
        else { return false }
        if case .pause(let seconds) = message {
            // It goes on counting as silence: a helper that only pauses is given up, too.
            hearPause(Int64(seconds))
            return deadline.left > 0
        }
        guard case .reply(let tag, let time, let outcome) = message,
            let place = sent.firstIndex(where: { $0.tag == tag })
        else { return false }
        let string = frame.secret.take()
        guard isTokenString(string) else { return false }
        sent.remove(at: place)
        deadline = Deadline(milliseconds: patience.silence(of: sent))
        arrived.append(Arrival(ProviderReply(tag: tag, outcome: outcome, string: string, time: time)))
        return true
    }

    /// Whether it can be handed out in an environment, a header or a line: printable ASCII, and no longer than any.
    private func isTokenString(_ string: borrowing SecretBytes?) -> Bool {
        switch string {
        case .some(let string):
            string.count <= 256
                && string.withBytes { bytes in
                    bytes.indices.allSatisfy { (0x21...0x7E).contains(bytes[$0]) }
                }
        case .none: true
        }
    }

    /// Ends the helper; what it had been given may have been done.
    private func drop() {
        helper = nil
        for request in sent {
            let failure = ProviderFailure(
                .interrupted, reason: "lockstep-provider ended, or did not answer as it does")
            arrived.append(Arrival(ProviderReply(tag: request.tag, outcome: .failure(failure))))
        }
        sent = []
    }
}
