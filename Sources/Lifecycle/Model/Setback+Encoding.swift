package import Secrets

// The journal has of the vault's failures no more than code and part; those who are told of one at once are told all.

extension Setback {
    /// Writes reason, count, time and the time of the next try.
    package func encode(journal writer: inout Writer) {
        reason.encode(journal: &writer)
        writer.number(times)
        time.encode(to: &writer)
        due.encode(to: &writer)
    }

    /// Reads a setback.
    package init(journal reader: inout Reader) throws(SecretsError) {
        self.init(
            try Reason(journal: &reader), times: try reader.number(), time: try Instant(from: &reader),
            due: try Instant(from: &reader))
    }
}

extension Reason {
    /// Those that carry nothing, in the order of their numbers on disk, from 3 on.
    private static let plain: [Reason] = [
        .unknownOutcome, .grantedOtherwise, .unusableString, .stillAlive, .vanished, .mismatch, .stopped,
        .superseded, .notScrubbed, .strayDeleted, .unreadableListing,
    ]

    fileprivate func encode(journal writer: inout Writer) {
        switch self {
        case .provider(let failure):
            writer.byte(1)
            failure.encode(to: &writer)
        case .ledger(let error):
            writer.byte(2)
            writer.byte(error.code.rawValue)
            writer.string(error.part.rawValue)
        case .impossible(let event):
            writer.byte(14)
            writer.byte(event.rawValue)
        case .abandoned: writer.byte(15)
        case .stillListed: writer.byte(16)
        case .halted: writer.byte(17)
        case .unproven: writer.byte(18)
        case .unknownOutcome, .grantedOtherwise, .unusableString, .stillAlive, .vanished, .mismatch, .stopped,
            .superseded, .notScrubbed, .strayDeleted, .unreadableListing:
            writer.byte(3 + UInt8(Reason.plain.firstIndex(of: self) ?? 0))
        }
    }

    fileprivate init(journal reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1:
            var ahead = reader
            _ = try ahead.known(ProviderFailure.Code.self)
            self = .provider(try ProviderFailure(from: &reader))
        case 2:
            var error = LedgerError(try reader.known(LedgerError.Code.self))
            error.part = LedgerError.Part(rawValue: try reader.string()) ?? .unspecified
            self = .ledger(error)
        case 14: self = .impossible(try reader.known(EventKind.self))
        case 15: self = .abandoned
        case 16: self = .stillListed
        case 17: self = .halted
        case 18: self = .unproven
        case let number where (3..<3 + Reason.plain.count).contains(Int(number)):
            self = Reason.plain[Int(number) - 3]
        default: throw .later
        }
    }
}

extension Setback: Coded {
    /// Writes the same, with the whole reason.
    package func encode(to writer: inout Writer) {
        reason.encode(to: &writer)
        writer.number(times)
        time.encode(to: &writer)
        due.encode(to: &writer)
    }

    /// Reads a setback.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try Reason(from: &reader), times: try reader.number(), time: try Instant(from: &reader),
            due: try Instant(from: &reader))
    }
}

extension Reason: Coded {
    /// Writes the number that it has in the journal, and all that it carries.
    package func encode(to writer: inout Writer) {
        guard case .ledger(let error) = self else { return encode(journal: &writer) }
        writer.byte(2)
        error.encode(to: &writer)
    }

    /// Reads a reason; throws `later` for one that this version does not know.
    package init(from reader: inout Reader) throws(SecretsError) {
        var ahead = reader
        guard try ahead.byte() == 2 else {
            try self.init(journal: &reader)
            return
        }
        self = .ledger(try LedgerError(from: &ahead))
        reader = ahead
    }
}

extension ProviderFailure: Coded {
    /// Writes the code, and what else is known.
    package func encode(to writer: inout Writer) {
        writer.byte(code.rawValue)
        writer.optional(status) { $0.number(Int64($1)) }
        writer.optional(reason) { $0.string($1) }
        writer.optional(retryAfter) { $0.number($1) }
        writer.optional(wantedScope) { $0.string($1) }
    }

    /// Reads a failure.
    package init(from reader: inout Reader) throws(SecretsError) {
        let code = try reader.choice(Code.self)
        let status = try reader.optional { (reader) throws(SecretsError) in try reader.number(in: 0...999) }
        let reason = try reader.optional { (reader) throws(SecretsError) in try reader.string() }
        let wait = try reader.optional { (reader) throws(SecretsError) in
            try reader.number(in: 0...ProviderBounds.wait)
        }
        let scope = try reader.optional { (reader) throws(SecretsError) in try reader.string() }
        // Earlier versions kept a scope's name as the header had it, up to 4,096 characters.
        guard (reason ?? "").unicodeScalars.count <= ProviderBounds.sentence,
            (scope ?? "").unicodeScalars.count <= 4096
        else { throw .malformed }
        self.init(
            code, status: status.map { Int($0) }, reason: reason, retryAfter: wait, wantedScope: scope)
    }
}
