internal import Lifecycle
internal import Secrets

/// A sealed row: version and epoch in front, then nonce, ciphertext and tag. All of it is bound, with the vault and the row's key.
enum Blob {
    /// The version of all blobs that are written.
    static let version: UInt8 = 1
    /// Version and epoch.
    static let headerSize = 5

    /// The version and epoch that stand in front of what is sealed under an epoch.
    static func header(_ epoch: UInt32) -> [UInt8] {
        [version] + (0..<4).map { UInt8(truncatingIfNeeded: epoch >> (24 - 8 * UInt32($0))) }
    }

    /// The epoch of a sealed row; throws `newer` for a version that is not known, `altered` for what is too short to be one.
    static func epoch(of value: [UInt8], _ part: LedgerError.Part) throws(LedgerError) -> UInt32 {
        let epoch = try epoch(hashed: value, part)
        guard value[0] == version else {
            throw LedgerError(value[0] > version ? .newer : .altered, part)
        }
        return epoch
    }

    /// The epoch that stands in a value, whatever its version: what hashed it. Throws `altered` for what is too short.
    static func epoch(hashed value: [UInt8], _ part: LedgerError.Part) throws(LedgerError) -> UInt32 {
        guard value.count >= headerSize else { throw LedgerError(.altered, part) }
        return value[1..<headerSize].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Seals content, padded to at least `size` bytes.
    static func seal<P>(
        _ content: [UInt8], padded size: Int, with key: borrowing Key<P>, _ epoch: UInt32,
        _ label: StaticString, _ vault: [UInt8], _ row: [UInt8]
    ) throws(LedgerError) -> [UInt8] {
        let header = header(epoch)
        let plain = Padding.pad(content, to: size)
        do throws(SecretsError) {
            return header
                + (try Seal.seal(plain.span, with: key, binding: AssociatedData(label, vault, header, row)))
        } catch { throw LedgerError(of: error) }
    }

    /// Opens a blob whose epoch was looked at; throws `altered`.
    static func open<P>(
        _ value: [UInt8], with key: borrowing Key<P>, _ label: StaticString, _ vault: [UInt8],
        _ row: [UInt8], _ part: LedgerError.Part
    ) throws(LedgerError) -> [UInt8] {
        let data = AssociatedData(label, vault, Array(value[..<headerSize]), row)
        var plain: [UInt8] = []
        let end = try opening(part) { () throws(SecretsError) in
            try Seal.open(value, from: headerSize, into: &plain, with: key, binding: data.encoded)
            return try Padding.end(of: plain)
        }
        plain.removeSubrange(end...)
        return plain
    }
}

/// Padding that hides lengths: one byte 0x80, then zeros (ISO/IEC 7816-4, as `sodium_pad`).
enum Padding {
    /// Pads to the least of `size`, twice as much, and so on, that has room.
    static func pad(_ content: [UInt8], to size: Int) -> [UInt8] {
        var whole = size
        while whole < content.count + 1 { whole *= 2 }
        return content + [0x80] + [UInt8](repeating: 0, count: whole - content.count - 1)
    }

    /// Where the padding begins; throws `malformed` where there is none.
    static func end(of plain: [UInt8]) throws(SecretsError) -> Int {
        guard let end = plain.lastIndex(where: { $0 != 0 }), plain[end] == 0x80 else { throw .malformed }
        return end
    }
}

extension LedgerError {
    /// What a failure of the cryptography means to the vault.
    init(of error: SecretsError, _ part: LedgerError.Part = .unspecified) {
        switch error {
        case .authentication, .malformed, .parameters, .tooLong: self.init(.altered, part)
        case .later: self.init(.newer, part)
        case .memory, .descriptor: self.init(.failed, .memory)
        }
    }
}

/// Runs work of the Secrets room; what fails there means that the named place of the vault was altered.
func opening<R: ~Copyable>(
    _ part: LedgerError.Part, _ body: () throws(SecretsError) -> R
) throws(LedgerError) -> R {
    do throws(SecretsError) { return try body() } catch { throw LedgerError(of: error, part) }
}
