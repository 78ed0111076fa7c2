package import Secrets

/// Performs the steps of operations: the journal first, then the effect, then the next event.
///
/// Any number of operations run at once in one thread; their requests overlap at the provider.
package final class Driver {
    private let ledger: any Ledger
    private let provider: any ProviderRouter
    private let clock: any WallClock
    private var jobs: [UInt64: Job] = [:]
    private var inFlight: Set<UInt64> = []

    /// How often a passing failure of a repeatable request is met with another try, and the longest wait before it.
    static let tries = 3
    static let longestWait: Int64 = 5000

    /// The longest wait when the provider takes no more requests for now, in milliseconds: nothing was done, so it is
    /// only time. Many operations at once are worth more of it than one.
    package var patience = Driver.longestWait
    /// Hears how far the operations are, whenever one has come further.
    package var watcher: ((Progress) -> Void)?
    private var progress = Progress(total: 0)

    /// Takes the two sides that are kept in lockstep, and a clock.
    package init(ledger: any Ledger, provider: any ProviderRouter, clock: any WallClock) {
        self.ledger = ledger
        self.provider = provider
        self.clock = clock
    }

    /// Runs one operation from its beginning to its end, or as far as it comes.
    package func run(_ operation: Operation, string: consuming SecretBytes? = nil) -> Outcome {
        let id = OperationID()
        var outcome: Outcome?
        run([Job(id, operation, .begin, string: string)]) { outcome = $1 }
        return outcome ?? .failed(.ledger(LedgerError(.failed)))
    }

    /// Runs many operations at once from their beginning; tells the end of each as it comes.
    package func run(_ operations: [Operation], finished: (Operation, Outcome) -> Void) {
        run(operations.map { Job(OperationID(), $0, .begin, string: nil) }) { finished($0.operation, $1) }
    }

    /// Takes up operations that were found in the journal; one that another process has is left to it.
    package func resume(_ found: [OpenOperation], finished: (Operation, Outcome) -> Void) {
        run(found.map { Job($0.id, $0.operation, nil, string: nil) }) { finished($0.operation, $1) }
    }

    /// Gives operations in the journal an event from outside, such as the listing that `sync` has read.
    package func tell(_ found: [OpenOperation], _ event: Event, finished: (Operation, Outcome) -> Void) {
        run(found.map { Job($0.id, $0.operation, event, string: nil) }) { finished($0.operation, $1) }
    }

    private func run(_ started: [Job], finished: (Job, Outcome) -> Void) {
        var ended = Progress(total: started.count)
        for (index, job) in started.enumerated() {
            do throws(LedgerError) {
                guard try ledger.claim(job.id), try prepare(job) else { continue }
                jobs[UInt64(index)] = job
            } catch {
                ended.heldUp += 1
                finished(job, .pending(.ledger(error)))
            }
        }
        while !jobs.isEmpty {
            for tag in jobs.keys.sorted() where !inFlight.contains(tag) {
                guard let job = jobs[tag], let outcome = advance(job, tag) else { continue }
                jobs[tag] = nil
                ledger.release(job.id)
                if outcome == .done { ended.through += 1 } else { ended.heldUp += 1 }
                finished(job, outcome)
            }
            report(ended)
            if !inFlight.isEmpty { receive() } else if !scrub() { sleep() }
        }
    }

    private func report(_ ended: Progress) {
        guard let watcher else { return }
        var now = ended
        now.through += jobs.values.count { $0.effect == .scrub }
        guard now != progress else { return }
        progress = now
        watcher(now)
    }

    /// Reads the journal again, now that nobody else can write this entry; `false` when it was closed in between.
    private func prepare(_ job: Job) throws(LedgerError) -> Bool {
        guard job.next != .begin else { return true }
        guard let operation = try ledger.operation(job.id) else {
            ledger.release(job.id)
            return false
        }
        (job.operation, job.journalled) = (operation, operation)
        if job.next == nil { job.next = try resumption(of: job) }
        return true
    }

    private func resumption(of job: Job) throws(LedgerError) -> Event {
        .resume(try ledger.record(job.operation.subject.record))
    }

    /// Takes a job as far as it goes without waiting; returns its outcome once it has one.
    private func advance(_ job: Job, _ tag: UInt64) -> Outcome? {
        if job.wake > 0 {
            guard job.wake <= job.slept else { return nil }
            (job.wake, job.slept) = (0, 0)
            if job.next == nil { return perform(job.effect, of: job, tag) }
        }
        while job.wake == 0, let event = job.next {
            job.next = nil
            let before = job.journalled
            let state = job.operation
            job.effect = .pause(milliseconds: 0)
            let step = job.operation.on(event, at: clock.now)
            if case .finish(.pending(let reason)) = step.effect {
                job.operation.note(Setback(reason, after: job.operation.subject.setback, at: clock.now))
            }
            let entry = step.effect.closesJournal ? nil : job.operation
            do throws(LedgerError) {
                if !step.changes.isEmpty || before != entry || event == .begin {
                    try ledger.commit(job.id, journal: entry, changes: step.changes, string: job.string)
                    job.journalled = entry
                }
                if step.changes.contains(where: \.seals) { job.string = nil }
            } catch {
                // What is on disk is the state before this step, and `sync` goes on from there.
                if event == .begin { return .failed(.ledger(error)) }
                guard error.code == .conflict, !job.isSecondLook else { return .pending(.ledger(error)) }
                // Another operation changed the record in between: look at it once more.
                (job.operation, job.isSecondLook) = (state, true)
                job.next = try? resumption(of: job)
                guard job.next != nil else { return .pending(.ledger(error)) }
                continue
            }
            job.tries = 0
            if let outcome = perform(step.effect, of: job, tag) { return outcome }
        }
        return nil
    }

    private func perform(_ effect: Effect, of job: Job, _ tag: UInt64) -> Outcome? {
        job.effect = effect
        do throws(LedgerError) {
            switch effect {
            case .ask(let request):
                submit(request, as: try ledger.credential(of: job.operation.subject.account), for: job, tag)
            case .probe(let record): try probe(record, job, tag)
            case .probeHeld(let prefix): try probeHeld(prefix, job, tag)
            case .pause(let milliseconds):
                job.next = .paused
                job.wake = milliseconds
            case .scrub: break  // once for all that wait for it, when nothing else is under way
            case .finish(let outcome): return outcome
            }
        } catch { return .pending(.ledger(error)) }
        return nil
    }

    private func probe(_ record: RecordID, _ job: Job, _ tag: UInt64) throws(LedgerError) {
        do throws(LedgerError) {
            submit(.identify, as: try ledger.credential(of: record), for: job, tag)
        } catch  where error.code == .absent && !job.isSecondLook {
            // Another operation purged the record in between.
            job.isSecondLook = true
            job.next = try resumption(of: job)
        }
    }

    private func submit(
        _ request: ProviderRequest, as credential: borrowing Credential, for job: Job, _ tag: UInt64
    ) {
        submit(request, to: credential.address, as: credential.string, for: job, tag)
    }

    private func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes,
        for job: Job, _ tag: UInt64
    ) {
        do throws(ProviderFailure) {
            try provider.submit(request, to: address, as: string, tag: tag)
            inFlight.insert(tag)
        } catch { job.next = .failure(error) }
    }

    private func probeHeld(_ prefix: String, _ job: Job, _ tag: UInt64) throws(LedgerError) {
        let address = try ledger.credential(of: job.operation.subject.account).address
        switch job.string {
        case .some(let string) where string.begins(with: prefix):
            submit(.identify, to: address, as: string, for: job, tag)
        case .some: job.next = .failure(ProviderFailure(.deadCredential))
        case .none: job.next = .failure(.unexpected)
        }
    }

    /// Cleans up once for all jobs that wait for it; `false` when none does.
    private func scrub() -> Bool {
        let waiting = jobs.values.filter { $0.effect == .scrub && $0.next == nil && $0.wake == 0 }
        guard !waiting.isEmpty else { return false }
        var event = Event.scrubbed
        do throws(LedgerError) { try ledger.scrub() } catch { event = .scrubFailed(error) }
        for job in waiting { job.next = event }
        return true
    }

    /// Waits for one request to end and hands its outcome to its job.
    private func receive() {
        do throws(ProviderFailure) {
            var reply = try provider.next()
            guard inFlight.remove(reply.tag) != nil, let job = jobs[reply.tag] else { return }
            switch reply.outcome {
            case .success(.created) where !reply.hasString: job.next = .failure(ProviderFailure(.nonsense))
            case .success(let answer):
                if case .created = answer { job.string = reply.string.take() }
                job.next = .answer(answer)
            case .failure(let failure): job.take(failure, patience)
            }
        } catch {
            // The provider's process is gone: nobody knows what became of the requests that it had.
            for tag in inFlight { jobs[tag]?.take(ProviderFailure(.interrupted), patience) }
            inFlight = []
        }
    }

    private func sleep() {
        let waiting = jobs.values.filter { $0.wake > 0 }
        guard let shortest = waiting.map({ $0.wake - $0.slept }).min(), shortest > 0 else { return }
        clock.sleep(milliseconds: shortest)
        for job in waiting { job.slept += shortest }
    }
}
