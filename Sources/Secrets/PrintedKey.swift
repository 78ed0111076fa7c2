/// The printed form of public bytes, such as a key: a mark, a dash, and hexadecimal digits, the last eight of which tell a typing error.
struct PrintedKey {
    /// The four letters in front.
    let mark: String
    /// What it is, which the last digits depend on: no key is taken for another kind.
    let name: String

    private static let checkSize = 4

    /// A public key as it is printed.
    func text(of publicKey: [UInt8]) -> String { mark + "-" + Hex.text(publicKey + check(of: publicKey)) }

    /// Reads the printed form, in any case, with or without dashes and spaces. Throws `malformed` for what is none, `authentication`
    /// where its last digits do not fit the others.
    func bytes(from text: String, count: Int? = KeyPair.size) throws(SecretsError) -> [UInt8] {
        let written = text.filter { !" -\t\n".contains($0) }
        guard written.prefix(mark.count).uppercased() == mark,
            let bytes = Hex.bytes(written.dropFirst(mark.count).lowercased()),
            bytes.count > PrintedKey.checkSize
        else { throw .malformed }
        let key = Array(bytes.dropLast(PrintedKey.checkSize))
        if let count, key.count != count { throw .malformed }
        guard check(of: key) == Array(bytes.suffix(PrintedKey.checkSize)) else { throw .authentication }
        return key
    }

    private func check(of key: [UInt8]) -> [UInt8] {
        Array(Checksum.of(encoded: Array(name.utf8) + key).prefix(PrintedKey.checkSize))
    }
}
