package import Lifecycle
package import Requests

// Token strings for applications. The log has each before it leaves the vault.

extension Service {
    /// What comes of asking for token strings.
    package enum HandOut {
        /// They are handed out; where no log has one, it says so.
        case given([HandedOut])
        /// A person has to agree first; what they say goes with the use.
        case unconfirmed(HandOutUse)
        /// A person has to say first that the token may be sent there.
        case unbound(Label, Destination)
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
        } catch  where error.code == .unconfirmed && use.confirmation == .unasked {
            return .unconfirmed(use)
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
