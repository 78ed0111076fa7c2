package import Lifecycle
internal import Secrets

extension SlotKind {
    /// What it is called on the command line and in JSON.
    package var word: String {
        switch self {
        case .passphrase: "passphrase"
        case .keyFile: "key-file"
        case .recovery: "recovery"
        case .twoFactor: "two-factor"
        case .shares: "shares"
        case .person: "public-key"
        case .system: "system"
        }
    }
}

extension SlotOutline {
    /// The first digits of its id, by which people name it.
    package var shortID: String { String(id.hex.prefix(8)) }

    /// What it is called.
    package var name: String {
        guard let note, !note.name.isEmpty else { return kind?.word ?? "newer" }
        return note.name
    }

    /// All that is known of it.
    package var json: JSON {
        .object([
            ("id", .text(id.hex)), ("kind", .optional(kind?.word)), ("name", .text(name)),
            ("added", note.map { .moment($0.added) } ?? .null),
            (
                "kdf",
                cost.map {
                    .object([("passes", .count(Int($0.passes))), ("memoryKiB", .count(Int($0.memory)))])
                } ?? .null
            ),
            (
                "shares",
                shares.map {
                    .object([
                        ("set", .text($0.name)), ("threshold", .count($0.threshold)),
                        ("count", .count($0.count)),
                    ])
                } ?? .null
            ),
            ("publicKey", publicKey.isEmpty ? .null : .text(PersonKey.text(of: publicKey))),
        ])
    }
}

extension JSON {
    /// The ways to unlock the vault.
    package static func slots(_ slots: [SlotOutline]) -> JSON {
        .answer([("slots", .array(slots.map(\.json)))])
    }

    /// One of them; none where that is not known.
    package static func slot(_ slot: SlotOutline?) -> JSON { .answer([("slot", slot?.json ?? .null)]) }

    /// A public key, and where the private one is.
    package static func publicKey(_ text: String, file path: String) -> JSON {
        .answer([("publicKey", .text(text)), ("file", .text(path))])
    }
}
