internal import Lifecycle
internal import Secrets

// How the rows of each table are sealed and opened: under which subkey, bound to what, padded to how much.

extension Keyring {
    /// Seals an item's content.
    func sealItem(_ content: [UInt8], _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        try Blob.seal(
            content, padded: 512, with: current.items, current.epoch, "lockstep 2 item", vault, key)
    }

    /// Opens an item's row.
    func openItem(_ value: [UInt8], _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        let keys = try open(Blob.epoch(of: value, .item), .item)
        return try Blob.open(value, with: keys.items, "lockstep 2 item", vault, key, .item)
    }

    /// Seals what belongs to a name.
    func sealLabel(_ content: [UInt8], _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        try Blob.seal(
            content, padded: 256, with: current.labels, current.epoch, "lockstep 2 label", vault, key)
    }

    /// Opens the row of a name.
    func openLabel(_ value: [UInt8], _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        let keys = try open(Blob.epoch(of: value, .name), .name)
        return try Blob.open(value, with: keys.labels, "lockstep 2 label", vault, key, .name)
    }

    /// Seals a journal entry.
    func sealOperation(_ content: [UInt8], _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        try Blob.seal(
            content, padded: 512, with: current.journal, current.epoch, "lockstep 2 journal", vault, key)
    }

    /// Opens a journal entry.
    func openOperation(_ value: [UInt8], _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        let keys = try open(Blob.epoch(of: value, .journal), .journal)
        return try Blob.open(value, with: keys.journal, "lockstep 2 journal", vault, key, .journal)
    }

    /// Seals a list of free cells.
    func sealFree(_ content: [UInt8], _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        try Blob.seal(
            content, padded: 512, with: current.free, current.epoch, "lockstep 2 free", vault, key)
    }

    /// Opens a list of free cells.
    func openFree(_ value: [UInt8], _ key: [UInt8]) throws(LedgerError) -> [UInt8] {
        let keys = try open(Blob.epoch(of: value, .free), .free)
        return try Blob.open(value, with: keys.free, "lockstep 2 free", vault, key, .free)
    }

    /// Seals the head.
    func sealHead(_ content: [UInt8]) throws(LedgerError) -> [UInt8] {
        try Blob.seal(content, padded: 256, with: current.heads, current.epoch, "lockstep 2 head", vault, [])
    }

    /// Opens the head.
    func openHead(_ value: [UInt8]) throws(LedgerError) -> [UInt8] {
        let keys = try open(Blob.epoch(of: value, .head), .head)
        return try Blob.open(value, with: keys.heads, "lockstep 2 head", vault, [], .head)
    }

    /// Seals a row of the change log.
    func sealChange(_ content: [UInt8], _ counter: UInt64) throws(LedgerError) -> [UInt8] {
        try Blob.seal(
            content, padded: 256, with: current.changes, current.epoch, "lockstep 2 change", vault,
            RowKey.bytes(counter))
    }

    /// Opens a row of the change log, also of an epoch that is only verified.
    func openChange(_ value: [UInt8], _ counter: UInt64) throws(LedgerError) -> [UInt8] {
        let keys = try verifying(Blob.epoch(of: value, .change), .change)
        return try Blob.open(
            value, with: keys.changes, "lockstep 2 change", vault, RowKey.bytes(counter), .change)
    }

    /// The next link of the change log's chain.
    func link(after link: [UInt8], _ counter: UInt64, _ value: [UInt8]) throws(LedgerError) -> [UInt8] {
        var writer = Writer()
        writer.raw(link)
        writer.number(counter)
        writer.bytes(value)
        let keys = try verifying(Blob.epoch(hashed: value, .change), .change)
        return KeyedHash.of(encoded: writer.bytes, with: keys.chain)
    }

    /// The hash of a row, as the tree has it.
    func hash(_ table: Table, _ key: [UInt8], _ value: [UInt8]) throws(LedgerError) -> [UInt8] {
        let keys = try open(Blob.epoch(hashed: value, .item), .item)
        var writer = Writer(capacity: 9 + key.count + value.count)
        writer.byte(table.rawValue)
        writer.bytes(key)
        writer.bytes(value)
        return KeyedHash.of(encoded: writer.bytes, with: keys.tree)
    }

    /// The hash of a node, whose value has version and epoch in front.
    func hash(node path: UInt64, _ value: [UInt8]) throws(LedgerError) -> [UInt8] {
        let keys = try open(Blob.epoch(hashed: value, .node), .node)
        var writer = Writer(capacity: 8 + value.count)
        writer.number(path)
        writer.raw(value)
        return KeyedHash.of(encoded: writer.bytes, with: keys.tree)
    }
}

/// What something is found by: the vault knows only its keyed hash.
enum Name: Equatable {
    case label(Label)
    case account(Label)
    case setting(String)

    /// The row's key: 16 bytes.
    func key(with keys: Keys) -> [UInt8] {
        let hash =
            switch self {
            case .label(let label):
                KeyedHash.of(Array("label".utf8), Array(label.text.utf8), with: keys.names)
            case .account(let label):
                KeyedHash.of(Array("account".utf8), Array(label.text.utf8), with: keys.names)
            case .setting(let text):
                KeyedHash.of(Array("setting".utf8), Array(text.utf8), with: keys.names)
            }
        return Array(hash[..<16])
    }
}
