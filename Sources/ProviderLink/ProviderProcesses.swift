internal import Glibc
package import Lifecycle
package import Platform
package import Secrets

/// The providers of all accounts: a process for each address, so that no credential is in a process that connects elsewhere.
package final class ProviderProcesses: ProviderRouter {
    /// Where the program is: looked up when the first request is made, since most commands make none.
    private lazy var program = find()
    private let find: () -> ProgramLocation
    private let rules: ProviderRules
    private let pace: Int32?
    private var processes: [ProviderAddress: ProviderProcess] = [:]
    private var hearPause: (Int64) -> Void = { _ in }

    /// Takes `lockstep-provider`, the ways of the provider that it speaks to, and the `SharedPace` of an agent.
    package init(
        _ program: @escaping @autoclosure () -> ProgramLocation, rules: ProviderRules,
        sharing pace: Int32? = nil
    ) {
        (find, self.rules, self.pace) = (program, rules, pace)
    }

    /// The same for all addresses: there is one provider.
    package func rules(at address: ProviderAddress) -> ProviderRules { rules }

    /// What this process's environment holds: the programs that it starts are given just that.
    package func networkWarning(at address: ProviderAddress) -> String? {
        NetworkVariables.warning(for: address)
    }

    /// Has pauses of all of them told.
    package func tellPauses(_ hear: @escaping (_ seconds: Int64) -> Void) {
        hearPause = hear
        for process in processes.values { process.hearPause = hear }
    }

    /// Hands a request to the process of its address, which is started when there is none.
    package func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure) {
        let process = processes[address] ?? ProviderProcess(program, baseURL: address.text, sharing: pace)
        process.hearPause = hearPause
        processes[address] = process
        try process.submit(request, as: string, tag: tag)
    }

    /// Ends all of them.
    package func rest() { processes = [:] }

    /// Waits for the first of all processes that has a reply.
    package func next() throws(ProviderFailure) -> ProviderReply {
        while true {
            if let process = processes.values.first(where: \.hasReply) { return try process.next() }
            let waiting = processes.values.compactMap { process in
                process.awaited.map { (process, $0) }
            }
            guard waiting.count > 1 else {
                guard let only = waiting.first else {
                    throw ProviderFailure(.helper, reason: "no request is in flight")
                }
                return try only.0.next()
            }
            let times = waiting.map(\.0.timeLeft)
            let first = times.min() ?? 0
            let events = ready(anyOf: waiting.map(\.1), for: POLLIN, milliseconds: first)
            // Where none says anything in time, the first whose time is up is given up: the others keep their replies.
            let place = events.firstIndex { $0 != 0 } ?? times.firstIndex(of: first) ?? 0
            waiting[place].0.takeIn()
        }
    }
}
