package import Secrets

extension Progress: Coded {
    /// Writes the three counts.
    package func encode(to writer: inout Writer) {
        for count in [total, through, heldUp] { writer.value(count) }
    }

    /// Reads how far operations are; no more of them can be at their end than were started.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(total: try reader.value(), through: try reader.value(), heldUp: try reader.value())
        guard through >= 0, heldUp >= 0, through <= total, heldUp <= total - through else {
            throw .malformed
        }
    }
}

extension Sync.Finding: Coded {
    /// Writes the account, and the comparison or why there is none.
    package func encode(to writer: inout Writer) {
        account.encode(to: &writer)
        switch result {
        case .success(let found): writer.choice(1, found)
        case .failure(let reason): writer.choice(2, reason)
        }
    }

    /// Reads a finding.
    package init(from reader: inout Reader) throws(SecretsError) {
        account = try Account(from: &reader)
        switch try reader.byte() {
        case 1: result = .success(try reader.value())
        case 2: result = .failure(try reader.value())
        default: throw .malformed
        }
    }
}
