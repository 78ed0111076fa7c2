internal import Secrets

// The steps of one operation.

extension Driver {
    /// Takes a job as far as it goes without waiting; returns its outcome once it has one.
    func advance(_ job: Job, _ tag: UInt64) -> Outcome? {
        if job.wake > 0 {
            guard job.wake <= job.slept else { return nil }
            (job.wake, job.slept) = (0, 0)
            if job.next == nil { return perform(job.effect, of: job, tag) }
        }
        while job.wake == 0, let event = job.next {
            job.next = nil
            let state = job.operation
            job.effect = .pause(milliseconds: 0)
            let step = job.operation.on(event, at: clock.now, under: rules(of: job.operation))
            if case .finish(.pending(let reason)) = step.effect {
                job.operation.note(reason, at: clock.now)
            }
            do throws(LedgerError) { try commit(step, after: event, of: job) } catch {
                guard let outcome = failure(error, after: event, of: job, was: state) else { continue }
                return outcome
            }
            (job.tries, job.doubt) = (0, nil)
            if let outcome = perform(step.effect, of: job, tag) { return outcome }
        }
        return nil
    }

    /// Makes a step's changes durable, together with the journal entry.
    private func commit(_ step: Step, after event: Event, of job: Job) throws(LedgerError) {
        var operation: (any StateMachine)? = job.operation
        if case .finish(let outcome) = step.effect, outcome.isClosed { operation = nil }
        let entry = operation?.journalEntry
        if !step.changes.isEmpty || job.journalled?.journalEntry != entry || event == .begin {
            try ledger.commit(job.id, journal: entry, changes: step.changes, string: job.string)
            if let operation { job.journalled = operation }
        }
        if step.changes.contains(where: \.seals) { job.string = nil }
    }

    /// The end of a job whose step could not be made durable; `nil` where it is looked at once more. What is on disk is the state
    /// before the step, and `sync` goes on from there.
    private func failure(
        _ error: LedgerError, after event: Event, of job: Job, was state: any StateMachine
    ) -> Outcome? {
        if event == .begin {
            guard error.code == .conflict else { return .failed(.ledger(error)) }
            let record = try? ledger.record(job.operation.subject.record)
            return job.operation.overtaken(by: record) ?? .failed(.ledger(error))
        }
        guard error.code == .conflict, !job.isSecondLook else { return .pending(.ledger(error)) }
        // Another operation changed the record in between: look at it once more.
        (job.operation, job.isSecondLook) = (state, true)
        job.next = try? resumption(of: job)
        return job.next == nil ? .pending(.ledger(error)) : nil
    }

    private func perform(_ effect: Effect, of job: Job, _ tag: UInt64) -> Outcome? {
        job.effect = effect
        do throws(LedgerError) {
            switch effect {
            case .ask(let request):
                let credential = try ledger.credential(of: job.operation.subject.account)
                job.mark = credential.mark
                submit(request, as: credential, for: job, tag)
            case .probe(let record): try probe(record, job, tag)
            case .probeHeld(let prefix): try probeHeld(prefix, job, tag)
            case .pause(let milliseconds):
                job.next = .paused
                job.wake = milliseconds
            case .reseal(let cursor, let strings):
                // Each step is durable: it goes on from there.
                if halts() { return .pending(.halted) }
                report(percent: cursor.percent)
                job.next = reseal(cursor, strings: strings)
            case .scrub: break  // once for all that wait for it, when nothing else is under way
            case .finish(let outcome): return outcome
            }
        } catch { return .pending(.ledger(error)) }
        return nil
    }

    /// Makes a request again that was refused with a provisioning token which another has replaced by now; `false` where none has. A
    /// refusal says that nothing was done, so that goes for every request.
    func asksAnew(_ failure: ProviderFailure, _ job: Job, _ tag: UInt64) -> Bool {
        guard failure.code == .deadCredential, failure.nothingWasDone, case .ask(let request) = job.effect
        else { return false }
        do throws(LedgerError) {
            let credential = try ledger.credential(of: job.operation.subject.account)
            guard credential.mark != job.mark else { return false }
            job.mark = credential.mark
            submit(request, as: credential, for: job, tag)
            return true
        } catch { return false }
    }

    private func reseal(_ cursor: RekeyCursor, strings: Bool) -> Event {
        do throws(LedgerError) {
            return .resealed(try ledger.reseal(cursor, strings: strings))
        } catch { return .resealFailed(error) }
    }

    private func probe(_ record: RecordID, _ job: Job, _ tag: UInt64) throws(LedgerError) {
        do throws(LedgerError) {
            submit(.identify, as: try ledger.credential(of: record), for: job, tag)
        } catch  where error.code == .absent && !job.isSecondLook {
            // Another operation purged the record in between.
            job.isSecondLook = true
            job.next = .resume(try ledger.record(record))
        }
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
}
