internal import Secrets

/// One operation in the hands of the driver.
final class Job {
    let id: OperationID
    var operation: any StateMachine
    /// The operation as the journal has it on disk; `nil` while it has nothing.
    var journalled: (any StateMachine)?
    /// What the operation is told next; `nil` while a request is under way or a wait is on.
    var next: Event?
    /// The effect under way.
    var effect: Effect = .pause(milliseconds: 0)
    /// The token string in hand, between the provider's answer and its sealing.
    var string: SecretBytes?
    /// How often the request under way was tried again.
    var tries = 0
    /// Why nobody knows whether an earlier try of the request under way was carried out.
    var doubt: ProviderFailure?
    /// Whether the record was already looked at again after another operation changed it.
    var isSecondLook = false
    /// Which provisioning token the request under way was made with.
    var mark: [UInt8] = []
    /// How long to wait, and how long was waited, in milliseconds.
    var wake: Int64 = 0
    var slept: Int64 = 0

    /// How often a passing failure of a repeatable request is met with another try, and the longest wait before it, in
    /// milliseconds.
    static let mostTries = 3
    static let longestWait: Int64 = 5000

    init(
        _ id: OperationID, _ operation: any StateMachine, _ next: Event?, string: consuming SecretBytes?
    ) {
        self.id = id
        self.operation = operation
        self.next = next
        self.string = string
    }

    /// Takes a failure: a passing one of a repeatable request is tried again after a wait, any other is an event.
    func take(_ failure: ProviderFailure, _ patience: Int64) {
        // A wait of nothing would never be over: it is no wait.
        let wait = max((failure.retryAfter ?? 0) * 1000, 250 << Int64(tries))
        let longest = failure.code == .throttled ? patience : Job.longestWait
        guard isRepeatable, failure.isPassing, tries < Job.mostTries, wait <= longest else {
            // That this try did nothing does not say what an earlier one did.
            next = .failure(failure.nothingWasDone ? doubt ?? failure : failure)
            return
        }
        if changesProvider, !failure.nothingWasDone { doubt = failure }
        tries += 1
        (wake, slept) = (wait, 0)
    }

    /// Whether it waits for nothing but the cleaning.
    var isParked: Bool { effect == .scrub && next == nil && wake == 0 }

    private var changesProvider: Bool {
        switch effect {
        case .ask(.rename), .ask(.delete), .ask(.create): true
        case .ask(.identify), .ask(.view), .ask(.list), .probe, .probeHeld, .pause, .reseal, .scrub, .finish:
            false
        }
    }

    private var isRepeatable: Bool {
        switch effect {
        case .ask(let request): request.isRepeatable
        case .probe, .probeHeld: true
        case .pause, .reseal, .scrub, .finish: false
        }
    }
}

extension Change {
    var seals: Bool {
        switch self {
        case .seal, .sealNext: true
        default: false
        }
    }
}

extension ProviderReply {
    var hasString: Bool {
        switch string {
        case .some: true
        case .none: false
        }
    }
}
