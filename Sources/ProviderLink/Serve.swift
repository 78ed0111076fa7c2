internal import Glibc
package import Lifecycle
internal import Platform
internal import Secrets

/// A provider whose waiting ends early when there is something to read.
package protocol InterruptibleProvider: TokenProvider {
    /// Waits until a request has ended, or (`nil`) until `descriptor` can be read; also returns `nil` for no reason.
    func next(orReadable descriptor: Int32) throws(ProviderFailure) -> ProviderReply?

    /// For how many seconds the service takes no more requests, where none is in flight; else 0.
    var secondsHeld: Int64 { get }
}

/// The other end of the wire, which `lockstep-provider` is: serves requests until the other side closes the wire, or until it says something that is no request.
///
/// `open` makes the provider of a base URL; what it throws is told to the other side.
package func serve(
    input: Int32, output: Int32,
    open: (_ baseURL: String) throws(ProviderFailure) -> any InterruptibleProvider
) {
    _ = Processes.dieWithParent()
    guard let provider = welcome(input, output, open) else { return }
    var (open, isPausing) = (0, false)
    while true {
        do throws(ProviderFailure) {
            if open > 0, let reply = try provider.next(orReadable: input) {
                open -= 1
                guard answer(reply, output) else { return }
            }
        } catch { return }
        let held = open > 0 ? provider.secondsHeld : 0
        if held > 0, !isPausing {
            let pause = Message.pause(seconds: UInt16(clamping: held))
            guard (try? Frame.write(pause.bytes, to: output)) != nil else { return }
        }
        isPausing = held > 0
        guard open == 0 || ready(input, for: POLLIN, milliseconds: 0) != 0 else { continue }
        guard let accepted = accept(input, output, provider) else { return }
        open += accepted
    }
}

private func welcome(
    _ input: Int32, _ output: Int32,
    _ open: (_ baseURL: String) throws(ProviderFailure) -> any InterruptibleProvider
) -> (any InterruptibleProvider)? {
    guard let frame = try? Frame.read(from: input), let hello = try? Message(frame.body),
        case .hello(let version, let baseURL) = hello
    else { return nil }
    do throws(ProviderFailure) {
        let provider = version == Message.version ? try open(baseURL) : nil
        try? Frame.write(Message.welcome(version: Message.version).bytes, to: output)
        return provider
    } catch {
        try? Frame.write(Message.refusal(error).bytes, to: output)
        return nil
    }
}

/// Takes one request; returns how many are under way by it (0 when it ended at once), `nil` at the end.
private func accept(
    _ input: Int32, _ output: Int32, _ provider: any InterruptibleProvider
) -> Int? {
    guard let frame = try? Frame.read(from: input),
        case .request(let tag, let request)? = try? Message(frame.body)
    else { return nil }
    do throws(ProviderFailure) {
        switch frame.secret {
        case .some(let credential): try provider.submit(request, as: credential, tag: tag)
        case .none: throw ProviderFailure(.rejected, reason: "there is no credential")
        }
        return 1
    } catch {
        return answer(ProviderReply(tag: tag, outcome: .failure(error)), output) ? 0 : nil
    }
}

private func answer(_ reply: consuming ProviderReply, _ output: Int32) -> Bool {
    var body = Message.reply(tag: reply.tag, time: reply.time, reply.outcome).bytes
    if body.count > Frame.publicLimit {
        let failure = ProviderFailure(
            .nonsense, reason: "the answer has more than \(Frame.publicLimit) bytes")
        body = Message.reply(tag: reply.tag, .failure(failure)).bytes
    }
    do throws(SecretsError) {
        switch reply.string {
        case .some(let string): try Frame.write(body, secret: string, to: output)
        case .none: try Frame.write(body, to: output)
        }
        return true
    } catch { return false }
}
