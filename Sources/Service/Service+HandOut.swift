package import Lifecycle
package import Requests

// Token strings for applications. The log has each before it leaves the vault.

extension Service {
    /// What comes of asking for token strings.
    package enum HandOut {
        /// They are handed out; where no log has one, it says so.
        case given([HandedOut])
        /// A rule wants to know something first; the answer goes with the use.
        case asked(Question)
        /// A person has to say first that the token may be sent there.
        case unbound(Label, Destination)

        /// What a rule wants to know.
        package enum Question {
            /// Whether a person agrees, who is asked in this way.
            case unconfirmed(HandOutUse, Grant.Confirming)
            /// Which file is executed with them.
            case unopened(HandOutUse)
        }
    }

    /// Hands out all of these, or says what is asked of a person first. Throws where nobody's word helps.
    package func handOut(_ labels: [Label], as use: HandOutUse) throws(Failure) -> HandOut {
        do throws(LedgerError) {
            return .given(try vault.handOut(labels, as: use))
        } catch  where error.code == .perhapsExpired && use.expired == .unasked {
            // Whether the clock is kept right is only looked at where it matters.
            var use = use
            use.expired = HandOutUse.Expired(by: clock)
            return try handOut(labels, as: use)
        } catch  where error.code == .unconfirmed {
            switch error.part {
            case .into: return .asked(.unopened(use))
            case .terminal: return .asked(.unconfirmed(use, .terminal))
            default: return .asked(.unconfirmed(use, .askpass))
            }
        } catch {
            // That paths of the host are bound, and none was named, is nothing that a person would widen here.
            guard error.code == .unbound, error.part != .path, let label = labels.first,
                let destination = use.destination
            else { throw .vault(error) }
            return .unbound(label, destination)
        }
    }

    /// The one token whose string begins so.
    package func label(ofPrefix prefix: String) throws(Failure) -> Label {
        try reading { () throws(LedgerError) in try vault.label(ofPrefix: prefix) }
    }
}
