/// Renames a token at the provider, then in the vault. Asking twice is the same as asking once.
package struct Renaming: StateMachine {
    package static let number: UInt8 = 2
    package static let name = "rename"

    /// What it is about; its label is the old one.
    package var subject: Subject
    /// The provider's id of the token.
    package let token: TokenID
    /// The new label.
    package let label: Label

    /// Describes a renaming. It has one state: the request may be on its way.
    package init(_ subject: Subject, token: TokenID, to label: Label) {
        self.subject = subject
        self.token = token
        self.label = label
    }

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch event {
        case .begin where !rules.canRename: return renamingHere(now)
        case .begin: return Step([.reserve(label, for: subject.record)], .ask(.rename(token, label.text)))
        case .answer(.token(let named)) where named.label == label.text:
            return Step(
                [
                    .describe(subject.record, label: label, token: named),
                    .release(subject.label, of: subject.record),
                    subject.note(.renamed, at: now, token: token, detail: label.text),
                ], .finish(.done))
        case .answer(.absent): return givingUp(.vanished)
        case .failure(let failure) where failure.nothingWasDone && !failure.isPassing:
            return givingUp(.provider(failure))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .resume(let record) where [nil, .gone, .revoking, .retiring].contains(record?.state):
            return givingUp(.superseded)
        case .resume, .paused: return Step([], .ask(.rename(token, label.text)))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return givingUp(.abandoned)
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    /// The label is the vault's alone.
    private func renamingHere(_ now: Instant) -> Step {
        Step(
            [
                .reserve(label, for: subject.record), .relabel(subject.record, label: label),
                .release(subject.label, of: subject.record),
                subject.note(.renamed, at: now, token: token, detail: label.text),
            ], .finish(.done))
    }

    private func givingUp(_ reason: Reason) -> Step {
        Step([.release(label, of: subject.record)], .finish(.failed(reason)))
    }
}
