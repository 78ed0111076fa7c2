import Lifecycle
import Secrets
import TestSupport

@testable import Lifecycle

/// Operations as the journal may have them: every machine in every state, and what a subject can carry.
enum JournalStates {
    static let origin = Origin(
        Caller(pid: 42, user: 1000, executable: "/usr/bin/make", unit: "build.service"), through: .agent)

    /// The subject of `Machines`, held up twice.
    static func subject(heldUpBy reason: Reason, by origin: Origin? = nil) -> Subject {
        var subject = Machines.subject
        subject.origin = origin
        let first = Setback(.stopped, after: nil, at: Machines.now)
        subject.setback = Setback(reason, after: first, at: Machines.now.advanced(by: 100))
        return subject
    }

    private static let throttled = ProviderFailure(
        .throttled, status: 429, reason: "Too many requests", retryAfter: 7, wantedScope: "linodes:read_only")

    /// Each with a name that stands in the files of golden bytes.
    static let all: [(name: String, operation: any StateMachine)] =
        Machines.states + [
            (
                "create, held up by the provider",
                Creation(
                    subject(heldUpBy: .provider(throttled), by: origin), scopes: .all,
                    expiry: .at(Machines.now.advanced(by: 86_400)), nonce: Machines.nonce,
                    state: .searching(looks: 3))
            ),
            (
                "create, its name refused",
                Creation(
                    subject(heldUpBy: .stillAlive), scopes: .all, expiry: .never, nonce: Machines.nonce,
                    state: .undoing(
                        Revocation(
                            subject(heldUpBy: .stillAlive), token: 7, cause: .undo,
                            state: .proving(.deleted, looks: 4)),
                        .nameRefused(ProviderFailure(.rejected, status: 400, reason: "no"))))
            ),
            (
                "create, vanished",
                Creation(
                    Machines.subject, scopes: .all, expiry: .never, nonce: Machines.nonce,
                    state: .undoing(
                        Revocation(Machines.subject, token: Machines.text, cause: .undo), .vanished))
            ),
            (
                "rename, held up by the vault",
                Renaming(
                    subject(heldUpBy: .ledger(LedgerError(.busy, .lock)), by: origin), token: Machines.text,
                    to: Machines.label("ci"))
            ),
            (
                "adopt, held up by an event",
                Adoption(
                    subject(heldUpBy: .impossible(.listing), by: origin), token: 7,
                    state: .naming(Machines.token(7, "elsewhere")))
            ),
            (
                "adopt, of a deposit",
                {
                    var adoption = Adoption(
                        Machines.subject, token: 7, state: .probing(Machines.token(7, "elsewhere")))
                    adoption.deposit = Adoption.Deposit(by: Machines.label("runner"), nonce: Machines.nonce)
                    return adoption
                }()
            ),
            (
                "revoke, held up by readers",
                Revocation(
                    subject(heldUpBy: .notScrubbed, by: origin), token: 7, cause: .asked, state: .scrubbing)
            ),
            (
                "forget, held up",
                Forgetting(subject(heldUpBy: .stillListed, by: origin), token: Machines.text, generation: 9)
            ),
            (
                "delete, held up",
                UnmanagedRevocation(
                    subject(heldUpBy: .abandoned, by: origin), token: 7, state: .repeating)
            ),
            (
                "rekey, held up",
                Rekeying(
                    subject(heldUpBy: .ledger(LedgerError(.full, .epoch)), by: origin), isDeep: true,
                    state: .resealing)
            ),
        ]
}
