internal import Secrets

// What all operations wait for together.

extension Driver {
    /// Cleans up once for all jobs that wait for it; `false` when none does.
    func scrub() -> Bool {
        let parked = jobs.values.filter(\.isParked)
        guard !parked.isEmpty else { return false }
        var event = Event.scrubbed
        do throws(LedgerError) { try ledger.scrub() } catch { event = .scrubFailed(error) }
        for job in parked { job.next = event }
        return true
    }

    /// Waits for one request to end and hands its outcome to its job.
    func receive() {
        do throws(ProviderFailure) {
            var reply = try provider.next()
            guard inFlight.remove(reply.tag) != nil, let job = jobs[reply.tag] else { return }
            switch reply.outcome {
            case .success(.created) where !reply.hasString: job.next = .failure(ProviderFailure(.nonsense))
            case .success(let answer):
                if case .created = answer { job.string = reply.string.take() }
                job.next = .answer(answer)
            case .failure(let failure):
                if !asksAnew(failure, job, reply.tag) { job.take(failure, patience) }
            }
        } catch {
            // The provider's process is gone: nobody knows what became of the requests that it had.
            for tag in inFlight { jobs[tag]?.take(ProviderFailure(.interrupted), patience) }
            inFlight = []
        }
    }

    /// Lets the time pass until the first job wakes.
    func sleep() {
        let waiting = jobs.values.filter { $0.wake > 0 }
        guard let shortest = waiting.map({ $0.wake - $0.slept }).min(), shortest > 0 else { return }
        if shortest >= 1000 { waits?(shortest) }
        clock.sleep(milliseconds: shortest)
        for job in waiting { job.slept += shortest }
    }
}
