package import Secrets

extension Operation {
    /// Writes the kind, and the machine with the state it is in.
    package func encode(to writer: inout Writer) {
        switch self {
        case .creation(let machine):
            writer.byte(1)
            machine.encode(to: &writer)
        case .renaming(let machine):
            writer.byte(2)
            machine.encode(to: &writer)
        case .adoption(let machine):
            writer.byte(3)
            machine.encode(to: &writer)
        case .revocation(let machine):
            writer.byte(4)
            machine.encode(to: &writer)
        }
    }

    /// Reads an operation.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .creation(try Creation(from: &reader))
        case 2: self = .renaming(try Renaming(from: &reader))
        case 3: self = .adoption(try Adoption(from: &reader))
        case 4: self = .revocation(try Revocation(from: &reader))
        default: throw .malformed
        }
    }
}

extension Subject {
    func encode(to writer: inout Writer) {
        record.encode(to: &writer)
        account.encode(to: &writer)
        label.encode(to: &writer)
        began.encode(to: &writer)
        writer.number(settle)
        writer.optional(setback) { $1.encode(to: &$0) }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            record: try RecordID(from: &reader), account: try RecordID(from: &reader),
            label: try Label(from: &reader), began: try Instant(from: &reader), settle: try reader.number())
        setback = try reader.optional { (reader) throws(SecretsError) in try Setback(from: &reader) }
    }
}

extension Creation {
    func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        scopes.encode(to: &writer)
        expiry.encode(to: &writer)
        nonce.encode(to: &writer)
        switch state {
        case .asking: writer.byte(1)
        case .searching(let looks):
            writer.byte(2)
            writer.number(looks)
        case .removing(let tokens):
            writer.byte(3)
            writer.tokenIDs(tokens)
        case .confirming(let tokens, let looks):
            writer.byte(4)
            writer.tokenIDs(tokens)
            writer.number(looks)
        case .naming(let token):
            writer.byte(5)
            token.encode(to: &writer)
        case .undoing(let revocation, let undo):
            writer.byte(6)
            revocation.encode(to: &writer)
            undo.encode(to: &writer)
        case .watching(let until):
            writer.byte(7)
            until.encode(to: &writer)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(from: &reader), scopes: try Scopes(from: &reader), expiry: try Expiry(from: &reader),
            nonce: try Nonce(from: &reader), state: try State(from: &reader))
    }
}

extension Creation.State {
    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .asking
        case 2: self = .searching(looks: try reader.number())
        case 3: self = .removing(try reader.tokenIDs())
        case 4: self = .confirming(try reader.tokenIDs(), looks: try reader.number())
        case 5: self = .naming(try Token(from: &reader))
        case 6: self = .undoing(try Revocation(from: &reader), try Creation.Undo(from: &reader))
        case 7: self = .watching(until: try Instant(from: &reader))
        default: throw .malformed
        }
    }
}

extension Creation.Undo {
    func encode(to writer: inout Writer) {
        switch self {
        case .grantedOtherwise: writer.byte(1)
        case .vanished: writer.byte(3)
        case .nameRefused(let failure):
            writer.byte(4)
            failure.encode(to: &writer)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .grantedOtherwise
        // Earlier versions did not keep what the provider said.
        case 2: self = .nameRefused(ProviderFailure(.rejected))
        case 3: self = .vanished
        case 4: self = .nameRefused(try ProviderFailure(from: &reader))
        default: throw .malformed
        }
    }
}

extension Renaming {
    func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        writer.number(token)
        label.encode(to: &writer)
    }

    init(from reader: inout Reader) throws(SecretsError) {
        self.init(try Subject(from: &reader), token: try reader.number(), to: try Label(from: &reader))
    }
}

extension Adoption {
    func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        writer.number(token)
        switch state {
        case .viewing: writer.byte(1)
        case .probing(let found):
            writer.byte(2)
            found.encode(to: &writer)
        case .naming(let found):
            writer.byte(3)
            found.encode(to: &writer)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        let subject = try Subject(from: &reader)
        let token: TokenID = try reader.number()
        switch try reader.byte() {
        case 1: self.init(subject, token: token, state: .viewing)
        case 2: self.init(subject, token: token, state: .probing(try Token(from: &reader)))
        case 3: self.init(subject, token: token, state: .naming(try Token(from: &reader)))
        default: throw .malformed
        }
    }
}

extension Revocation {
    func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        writer.number(token)
        writer.byte(cause.rawValue)
        switch state {
        case .deleting: writer.byte(1)
        case .proving(let deletion, let looks):
            writer.byte(2)
            writer.byte(deletion.rawValue)
            writer.number(looks)
        case .scrubbing: writer.byte(3)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(from: &reader), token: try reader.number(), cause: try reader.choice(Cause.self),
            state: try State(from: &reader))
    }
}

extension Revocation.State {
    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .deleting
        case 2: self = .proving(try reader.choice(Proof.Deletion.self), looks: try reader.number())
        case 3: self = .scrubbing
        default: throw .malformed
        }
    }
}

extension Writer {
    fileprivate mutating func tokenIDs(_ tokens: [TokenID]) {
        number(UInt16(clamping: tokens.count))
        for token in tokens.prefix(Int(UInt16.max)) { number(token) }
    }
}

extension Reader {
    fileprivate mutating func tokenIDs() throws(SecretsError) -> [TokenID] {
        let count: UInt16 = try number()
        guard count > 0 else { throw .malformed }
        var tokens: [TokenID] = []
        for _ in 0..<count { tokens.append(try number()) }
        return tokens
    }
}
