internal import CPlatform
internal import Glibc
package import Lifecycle
internal import Platform
internal import Secrets

/// A connection to the agent, used by one thread.
package final class AgentClient {
    /// How long an answer is waited for, in milliseconds: unlocking takes Argon2id's time, and the vault may be busy.
    private static let patience: Int32 = 30_000
    /// How long a person is waited for, in milliseconds; the agent takes a little less.
    private static let patienceWithPeople: Int32 = 90_000
    /// How often it is looked whether it can answer at all, in milliseconds.
    static let look: Int32 = 250
    private let connection: Descriptor
    var descriptor: Int32 { connection.number }
    /// The process that listens; 0 where the kernel does not say.
    private let pid: Int32

    /// Connects; throws `absent` when nobody listens, `foreign` when it is not this user who does, `broken` when nobody is
    /// taken in.
    package init(socket path: String) throws(AgentError) {
        do throws(SystemError) { connection = try Descriptor(result: unsafe lockstep_connect(path)) } catch {
            switch error.number {
            case ENOENT, ENOTDIR, ECONNREFUSED, ENAMETOOLONG: throw .absent
            case EACCES, EPERM: throw .foreign
            default: throw .broken
            }
        }
        let peer = Callers.peer(connection.number)
        pid = peer?.pid ?? 0
        guard peer?.user == geteuid() else { throw .foreign }
    }

    /// How the agent stands.
    package func status() throws(AgentError) -> AgentStatus {
        guard case .status(let status) = try ask(.status).reply else { throw .broken }
        return status
    }

    /// Ends the agent, whatever version it has: each understands this, and answers in its own words. Returns once it has hung
    /// up, which it does when its keys are wiped and its place is free.
    package func stop() throws(AgentError) {
        do throws(AgentError) { try expectDone(.stop) } catch .otherVersion {} catch { throw error }
        try awaitAnswer(within: AgentClient.patience)
    }

    /// Wipes the agent's keys.
    package func lock() throws(AgentError) { try expectDone(.lock) }

    /// Gives the agent what opens its vault; the secret goes from guarded memory to the socket. From then on it locks at these
    /// times.
    package func unlock(
        _ unlocking: borrowing Unlocking, times: LockTimes = LockTimes()
    ) throws(AgentError) {
        guard let secret = try? unlocking.joined() else { throw .ledger(LedgerError(.wrongKey, .slot)) }
        guard (1...AgentProtocol.secretLimit).contains(secret.count) else {
            throw .ledger(LedgerError(.wrongKey, .slot))
        }
        guard
            case .proceed = try ask(
                .unlock(unlocking.form, count: UInt16(secret.count), times: times)
            ).reply,
            (try? secret.write(to: descriptor)) != nil
        else { throw .broken }
        guard case .done = try receive().reply else { throw .broken }
    }

    /// Token strings for an application, in the order of the labels.
    package func handOut(
        _ labels: [Label], vault: String, verb: String, generation: UInt32?, destination: Destination?,
        evenExpired: Bool, answers: HandOutAnswers = HandOutAnswers()
    ) throws(AgentError) -> [HandedOut] {
        var (given, rest) = ([HandedOut](), labels[...])
        while !rest.isEmpty {
            given += try handOut(
                some: Array(rest.prefix(AgentProtocol.labelLimit)), vault, verb, generation, destination,
                evenExpired, answers)
            rest = rest.dropFirst(AgentProtocol.labelLimit)
        }
        return given
    }

    /// As many as one request may have.
    private func handOut(
        some labels: [Label], _ vault: String, _ verb: String, _ generation: UInt32?,
        _ destination: Destination?, _ evenExpired: Bool, _ answers: HandOutAnswers
    ) throws(AgentError) -> [HandedOut] {
        var answer = try ask(
            .handOut(
                vault: Array(vault.utf8), verb: verb, generation: generation, destination: destination,
                evenExpired: evenExpired,
                labels: labels, answers: answers))
        // A second time where another process connected than the one that asks.
        while case .challenge(let nonce) = answer.reply { answer = try ask(.proof(nonce)) }
        if case .asking = answer.reply { answer = try receive(within: AgentClient.patienceWithPeople) }
        var given: [HandedOut] = []
        while true {
            guard case .token(let left, let text, let expiry) = answer.reply,
                Int(left) == labels.count - given.count - 1,
                let string = answer.secret.take()
            else { throw .broken }
            let address: ProviderAddress? = if let text { ProviderAddress(text) } else { .ofFormat1 }
            given.append(HandedOut(string, for: address, until: expiry))
            if left == 0 { return given }
            answer = try receive()
        }
    }

    /// The label of the one token whose string begins with these 16 characters; throws `ledger(absent)` for none, or several.
    package func find(_ prefix: String, vault: String) throws(AgentError) -> Label {
        guard case .label(let label) = try ask(.find(vault: Array(vault.utf8), prefix: prefix)).reply else {
            throw .broken
        }
        return label
    }

    private func expectDone(_ request: AgentRequest) throws(AgentError) {
        guard case .done = try ask(request).reply else { throw .broken }
    }

    struct Answer: ~Copyable {
        let reply: AgentReply
        var secret: SecretBytes?
    }

    func ask(_ request: AgentRequest) throws(AgentError) -> Answer {
        do throws(SecretsError) { try Frame.write(request.bytes, to: descriptor) } catch { throw .broken }
        return try receive()
    }

    /// Reads one answer; what is no success is thrown.
    private func receive(within time: Int32 = patience) throws(AgentError) -> Answer {
        try awaitAnswer(within: time)
        guard var frame = try? Frame.read(from: descriptor), let reply = try? AgentReply(frame.body)
        else { throw .broken }
        switch reply {
        case .otherVersion(let version): throw .otherVersion(version)
        case .locked: throw .locked
        case .otherVault: throw .otherVault
        case .heldElsewhere(let holder): throw .heldElsewhere(holder)
        case .failure(let error): throw .ledger(error)
        case .done, .proceed, .status, .token, .asking, .label, .challenge, .working, .standings:
            return Answer(reply: reply, secret: frame.secret.take())
        }
    }

    /// Waits until the agent has said something, or hung up. One that is stopped is not waited for.
    private func awaitAnswer(within time: Int32) throws(AgentError) {
        var (left, found) = (time, 0)
        while left > 0 {
            guard ready(descriptor, for: POLLIN, milliseconds: AgentClient.look) == 0 else { return }
            left -= AgentClient.look
            found = pid > 0 && ProcessEntry(pid: pid).isStopped ? found + 1 : 0
            // Twice: one that is being traced is stopped for moments.
            if found == 2 { throw .stopped(pid) }
        }
        throw .broken
    }
}
