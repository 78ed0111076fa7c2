internal import Lifecycle
internal import Requests

/// Rotations under way, and how each ended.
struct Rotating {
    /// How often a token is asked for, as long as it is certain that the attempt before left nothing behind.
    private static var attempts: Int { 3 }
    /// How long many tokens wait together where the provider takes no more requests for now, in milliseconds.
    private static var patience: Int64 { 120_000 }

    private let service: Service
    private let driver: Driver
    private var ended: [RecordID: (rotation: Rotation, outcome: Outcome)] = [:]

    init(_ service: Service, _ driver: Driver, _ count: Int) {
        (self.service, self.driver) = (service, driver)
        if count > 1 { driver.patience = Rotating.patience }
    }

    /// Whether the rotation of a record was found in the journal, and taken up.
    func isTaken(_ record: Record) -> Bool { ended[record.id] != nil }

    /// Takes up what was stopped before the new token was handed out.
    mutating func resume(_ records: [Record]) throws(Failure) {
        let (now, ids) = (service.now, Set(records.map(\.id)))
        let open = try service.reading { () throws(LedgerError) in try service.vault.operations() }.filter {
            $0.operation is Rotation && ids.contains($0.operation.subject.record)
                && $0.operation.waiting.isUnfinished(at: now)
        }
        driver.resume(open) { take($0, $1) }
        // What came to nothing is asked for anew.
        for (id, end) in ended where end.outcome.leftNothing { ended[id] = nil }
    }

    /// Runs rotations from their beginning; one whose request nobody answered is tried again, once it is certain that nothing is left.
    mutating func run(_ wanted: [(step: RotatePlan.Step, record: Record)]) throws(Failure) {
        var left = wanted
        for attempt in 1...Rotating.attempts where !left.isEmpty {
            let rotations = try left.map { step, record throws(Failure) in try rotation(step, record) }
            driver.run(rotations) { take($0, $1) }
            left = left.filter { ended[$0.record.id]?.outcome.isUnanswered ?? false }
            guard attempt < Rotating.attempts, let first = left.first,
                case .watching(let reason)? = ended[first.record.id]?.outcome
            else { continue }
            service.hear(.again(reason))
        }
    }

    private func rotation(_ step: RotatePlan.Step, _ record: Record) throws(Failure) -> any StateMachine {
        let generation = try service.reading { () throws(LedgerError) in
            try service.vault.nextGeneration(of: record.label)
        }
        return Rotation(
            service.subject(record.id, record.account, record.label), token: record.token.id,
            generation: generation, scopes: step.scopes, expiry: step.expiry, overlap: step.overlap)
    }

    private mutating func take(_ operation: any StateMachine, _ outcome: Outcome) {
        guard let rotation = operation as? Rotation else { return }
        ended[rotation.subject.record] = (rotation, outcome)
    }

    /// What became of one token.
    func result(of step: RotatePlan.Step, _ surroundings: Surroundings) throws(Failure) -> Rotated {
        let old = step.token
        guard let (rotation, outcome) = ended[old.record.id] else {
            return Rotated(old, new: nil, until: nil, .planOutdated)
        }
        let failure = failure(outcome, of: rotation, old.record)
        let next = try service.reading { () throws(LedgerError) in
            try service.vault.record(rotation.successor)
        }
        guard let next, next.state == .active else { return Rotated(old, new: nil, until: nil, failure) }
        var until: Instant?
        if case .doneUntil(let moment) = outcome { until = moment }
        return Rotated(old, new: surroundings.view(of: next), until: until, failure)
    }

    private func failure(_ outcome: Outcome, of rotation: Rotation, _ record: Record) -> Failure? {
        if case .failed(.ledger(let error)) = outcome, error.code == .conflict {
            switch error.part {
            case .generations: return .tooManyGenerations(record.label)
            case .reservation: return .inUse(record.label, isReserved: true)
            default: return .planOutdated
            }
        }
        return Failure(outcome, of: rotation, at: service.account(record.account))
    }
}

extension Outcome {
    /// Whether the provider never said what became of a request, and nothing is left of it.
    fileprivate var isUnanswered: Bool {
        self == .watching(.unknownOutcome) || self == .watching(.strayDeleted)
    }

    /// Whether the journal, or somebody else, has nothing of it that stands in the way of another.
    fileprivate var leftNothing: Bool {
        switch self {
        case .failed, .watching, .endedElsewhere: true
        case .done, .doneUntil, .kept, .pending, .resting, .elsewhere: false
        }
    }
}
