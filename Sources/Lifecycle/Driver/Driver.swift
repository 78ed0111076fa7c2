package import Secrets

/// Performs the steps of operations: the journal first, then the effect, then the next event.
///
/// Many operations run at once in one thread; their requests overlap at the provider.
package final class Driver {
    let ledger: any Ledger
    let provider: any ProviderRouter
    let clock: any WallClock
    /// Those that were begun and are not over, by the tag of their requests.
    var jobs: [UInt64: Job] = [:]
    var inFlight: Set<UInt64> = []

    /// How many are under way at most: each may hold a token string and a request in locked memory.
    static let mostUnderWay = 32

    /// The longest wait when the provider takes no more requests for now, in milliseconds: nothing was done, so it is
    /// only time. Many operations at once are worth more of it than one.
    package var patience = Job.longestWait
    /// Hears how far the operations are, whenever one has come further.
    package var watcher: ((Progress) -> Void)?
    /// Hears for how many milliseconds nothing is asked of the provider, where that is a second or more.
    package var waits: ((Int64) -> Void)?
    /// Hears about how many of a hundred parts of the vault are sealed under new keys.
    package var resealed: ((Int) -> Void)?
    private var percent: Int?
    /// Says whether everything is to come to rest: then nothing more is begun or taken up.
    package var halts: () -> Bool = { false }
    private var progress = Progress(total: 0)
    private var rules: [RecordID: ProviderRules] = [:]

    /// Takes the two sides that are kept in lockstep, and a clock.
    package init(ledger: any Ledger, provider: any ProviderRouter, clock: any WallClock) {
        self.ledger = ledger
        self.provider = provider
        self.clock = clock
    }

    /// Runs one operation from its beginning to its end, or as far as it comes; returns it as the journal has it, or had it last.
    package func run(_ operation: any StateMachine, string: consuming SecretBytes? = nil) -> Ended {
        var ended = Ended(operation: operation, outcome: .failed(.ledger(LedgerError(.failed))))
        run([Job(OperationID(), operation, .begin, string: string)]) { ended = Ended($0, $1) }
        return ended
    }

    /// Runs many operations from their beginning; tells the end of each as it comes.
    package func run(_ operations: [any StateMachine], finished: (any StateMachine, Outcome) -> Void) {
        run(operations.map { Job(OperationID(), $0, .begin, string: nil) }) { finished($0.operation, $1) }
    }

    /// Takes up operations that were found in the journal; one that another process has is left to it.
    package func resume(_ found: [OpenOperation], finished: (any StateMachine, Outcome) -> Void) {
        run(found.map { Job($0.id, $0.operation, nil, string: nil) }) { finished($0.operation, $1) }
    }

    /// Gives operations in the journal an event from outside, such as the listing that `sync` has read.
    package func tell(
        _ found: [OpenOperation], _ event: Event, finished: (any StateMachine, Outcome) -> Void
    ) {
        run(found.map { Job($0.id, $0.operation, event, string: nil) }) { finished($0.operation, $1) }
    }

    private func run(_ started: [Job], finished: (Job, Outcome) -> Void) {
        var ended = Progress(total: started.count)
        var waiting = started.enumerated().makeIterator()
        var isMore = true
        func end(_ job: Job, _ outcome: Outcome) {
            if outcome.isDone { ended.through += 1 } else { ended.heldUp += 1 }
            finished(job, outcome)
        }
        while isMore || !jobs.isEmpty {
            while isMore, underWay < Driver.mostUnderWay {
                guard let (index, job) = waiting.next() else {
                    isMore = false
                    break
                }
                if let outcome = admit(job) { end(job, outcome) } else { jobs[UInt64(index)] = job }
            }
            for tag in jobs.keys.sorted() where !inFlight.contains(tag) {
                guard let job = jobs[tag], let outcome = advance(job, tag) else { continue }
                jobs[tag] = nil
                ledger.release(job.id)
                end(job, outcome)
            }
            report(ended)
            // The log is cleaned for many at once: when no request is in flight, and none is to be begun first.
            guard !(isMore && underWay < Driver.mostUnderWay) else { continue }
            if !inFlight.isEmpty { receive() } else if !scrub() { sleep() }
        }
    }

    /// How many are under way: those that only wait for the cleaning hold nothing.
    private var underWay: Int { jobs.values.count { !$0.isParked } }

    /// Tells how far the sealing is, where it has come further.
    func report(percent now: Int) {
        guard now != percent else { return }
        percent = now
        resealed?(now)
    }

    private func report(_ ended: Progress) {
        guard let watcher else { return }
        var now = ended
        now.through += jobs.values.count { $0.effect == .scrub }
        guard now != progress else { return }
        progress = now
        watcher(now)
    }

    /// Takes an operation for this process, and reads the journal again, now that nobody else can write this entry; returns
    /// what keeps it from being begun.
    private func admit(_ job: Job) -> Outcome? {
        if halts() { return job.next == .begin ? .failed(.halted) : .pending(.halted) }
        do throws(LedgerError) {
            guard try ledger.claim(job.id) else { return .elsewhere }
            guard job.next != .begin else { return nil }
            guard let entry = try ledger.journalEntry(job.id) else {
                ledger.release(job.id)
                let record = try ledger.record(job.operation.subject.record)
                return job.operation.overtaken(by: record) ?? .endedElsewhere
            }
            job.operation = try OperationKinds.read(entry)
            job.journalled = job.operation
            if job.next == nil { job.next = try resumption(of: job) }
            return nil
        } catch {
            // What is not in the journal yet is not finished by anybody.
            return job.next == .begin ? .failed(.ledger(error)) : .pending(.ledger(error))
        }
    }

    /// The ways of the provider that an operation asks. Where its account cannot be read, as when a record of it is forgotten,
    /// they do not matter.
    func rules(of operation: any StateMachine) -> ProviderRules {
        let account = operation.subject.account
        if let known = rules[account] { return known }
        guard let accounts = try? ledger.accounts() else { return ProviderRules() }
        for account in accounts { rules[account.id] = provider.rules(at: account.home) }
        // An operation on the vault itself has no account: that is looked for once.
        let found = rules[account] ?? ProviderRules()
        rules[account] = found
        return found
    }

    func resumption(of job: Job) throws(LedgerError) -> Event {
        if let token = job.operation.replaceable {
            let present = try ledger.credential(of: job.operation.subject.account)
            guard present.string.begins(with: token.prefix) else { return .replaced }
        }
        return .resume(try ledger.record(job.operation.looksAt))
    }
}

/// How an operation ended, and how it stands.
package struct Ended: Sendable {
    /// The operation as the journal has it, or had it last.
    package let operation: any StateMachine
    /// How it ended.
    package let outcome: Outcome

    init(operation: any StateMachine, outcome: Outcome) {
        (self.operation, self.outcome) = (operation, outcome)
    }

    init(_ job: Job, _ outcome: Outcome) {
        self.init(operation: job.journalled ?? job.operation, outcome: outcome)
    }
}
