import Lifecycle
import Secrets

@testable import Vault

/// What is read before anything is proved: the door, the slots, the keyring; and what a person types as a recovery key.
enum KeyringOpening {
    private static let vault = [UInt8](repeating: 0x33, count: 16)

    static func problem(with bytes: [UInt8]) -> String? {
        var input = FuzzInput(bytes)
        switch input.byte() % 6 {
        case 0:
            return Canonical.problem("the door", input.all()) { (bytes) throws(LedgerError) in
                Door.row(of: try Door.vault(in: bytes))
            }
        case 1: return slots(&input)
        case 2:
            return Canonical.problem("a slot", input.all()) { (bytes) throws(SecretsError) in
                let slot = try Slot(bytes)
                // One of a kind that is not known stays as it is, in the row's own bytes.
                return slot.kind == nil ? nil : slot.encoded
            }
        case 3: return ring(input.all())
        case 4: return passed(input.all())
        default: return typed(input.all())
        }
    }

    /// A row of slots whose checksums are right: what anybody can write who has the file.
    private static func slots(_ input: inout FuzzInput) -> String? {
        var writer = Writer()
        writer.raw(Blob.header(UInt32(input.byte())))
        let count = Int(input.byte() % 20)
        writer.number(UInt16(count))
        for _ in 0..<count + 1 {
            let part = input.part()
            writer.bytes(part)
            writer.raw(Checksum.of(encoded: vault + part))
        }
        writer.raw(input.all())
        guard let row = try? SlotsRow(writer.bytes, of: vault) else { return nil }
        guard row.bytes == writer.bytes else { return "the row of slots is kept with other bytes" }
        let cost = row.whole.reduce(0) { $0 + ($1.cost.map { UInt64($0.passes) * UInt64($0.memory) } ?? 0) }
        guard cost <= SlotsRow.mostCost else { return "slots cost \(cost)" }
        let secret = try? SecretBytes(copying: [UInt8](repeating: 0x5A, count: 32).span)
        guard let secret, (try? row.unlock(of: vault, with: .keyFile(secret))) == nil else {
            return "somebody else's slots open"
        }
        return nil
    }

    private static func ring(_ bytes: [UInt8]) -> String? {
        guard let secret = try? SecretBytes(copying: bytes.span),
            let ring = try? Keyring(vault: vault, encoded: secret, opener: nil),
            let again = try? ring.encoded()
        else { return nil }
        // Epochs are written by their number; a keyring that was written otherwise is one that nobody has sealed.
        return again.count == bytes.count ? nil : "a keyring is written with \(again.count) bytes"
    }

    private static func passed(_ bytes: [UInt8]) -> String? {
        guard let secret = try? SecretBytes(copying: bytes.span), let ring = try? Keyring(passed: secret),
            let again = try? ring.passed()
        else { return nil }
        return again.count == bytes.count ? nil : "a keyring that was passed on is written otherwise"
    }

    private static func typed(_ bytes: [UInt8]) -> String? {
        guard let typed = try? SecretBytes(copying: bytes.span) else { return nil }
        _ = try? ComposedPassphrase.of(typed)
        guard let key = try? RecoveryKey.key(from: typed, for: Root.self),
            let text = try? RecoveryKey.text(of: key),
            let again = try? RecoveryKey.key(from: text, for: Root.self)
        else { return nil }
        let isSame = key.withBytes { key in
            again.withBytes { again in key.indices.allSatisfy { key[$0] == again[$0] } }
        }
        return isSame && !RecoveryKey.isMistyped(typed) ? nil : "a recovery key is written as another"
    }
}
