internal import Lifecycle
internal import Secrets

// A slot as people see it, and as they make a new one.

extension Slot {
    /// What everybody may read of it; `nil` for one whose id is none.
    var outline: SlotOutline? {
        guard let id = SlotID(id) else { return nil }
        var outline = SlotOutline(
            id, kind?.family, cost: cost, publicKey: kind == .person ? publicKey ?? [] : [])
        outline.isCarried = kind.map { $0.rawValue > 16 } == true
        if kind == .shares { outline.shares = detail.flatMap { try? ShareSet($0) } }
        if kind == .system { outline.credential = detail ?? [] }
        return outline
    }

    /// Makes a slot of what is given; `cost` is for those that take a passphrase.
    init(_ new: borrowing NewSlot, cost: PassphraseCost) throws(SecretsError) {
        switch new {
        case .opened(let unlocking): try self.init(opening: unlocking, cost: cost)
        case .recovery(let bytes): try self.init(.recovery, secret: Slot.root(bytes))
        case .person(let key): try self.init(person: key)
        case .shares(let new): try self.init(.shares, new)
        case .system(let new): try self.init(.system, new)
        }
    }

    /// Makes the slot that what is given opens.
    init(opening first: borrowing Unlocking, cost: PassphraseCost) throws(SecretsError) {
        switch first {
        case .passphrase(let text): try self.init(passphrase: text, cost: cost)
        case .keyFile(let bytes): try self.init(.keyFile, secret: Slot.root(bytes))
        case .both(let factors):
            try self.init(
                passphrase: factors.passphrase, keyFile: Slot.root(factors.keyFile), cost: cost)
        // These need more than their secret.
        default: throw .parameters
        }
    }

    private init(_ kind: Kind, _ new: borrowing DescribedSecret) throws(SecretsError) {
        try self.init(kind, secret: Slot.root(new.secret))
        detail = new.detail
        guard hasDetail else { throw .parameters }
    }

    /// 32 secret bytes as a key; throws `malformed` for any other length.
    static func root(_ bytes: borrowing SecretBytes) throws(SecretsError) -> Key<Root> {
        try Key(SecretBytes(prefix: bytes.count, of: bytes))
    }
}

extension Slot.Kind {
    /// What it is to people: a slot of format 1 is like the others.
    var family: SlotKind {
        switch self {
        case .passphrase, .oldPassphrase: .passphrase
        case .keyFile, .oldKeyFile: .keyFile
        case .recovery, .oldRecovery: .recovery
        case .twoFactor: .twoFactor
        case .shares: .shares
        case .person: .person
        case .system: .system
        }
    }
}
