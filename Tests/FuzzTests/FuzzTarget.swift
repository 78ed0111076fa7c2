/// What is fuzzed: bytes from outside in, and whatever they are, nothing worse than a typed error comes of them.
///
/// A target says what is wrong, or traps; `Entry.swift` hands it to libFuzzer, and `CorpusTests.swift` to the suite.
enum FuzzTarget: String, CaseIterable {
    case vault, rows, keyring, wire, provider, sandbox, texts, credentials

    /// What is wrong with what came of the bytes; `nil` for nothing.
    func problem(with bytes: [UInt8]) -> String? {
        switch self {
        case .vault: VaultOpening.problem(with: bytes)
        case .rows: RowCodec.problem(with: bytes)
        case .keyring: KeyringOpening.problem(with: bytes)
        case .wire: WireFrames.problem(with: bytes)
        case .provider: ProviderAnswers.problem(with: bytes)
        case .sandbox: SandboxRequests.problem(with: bytes)
        case .texts: TextFiles.problem(with: bytes)
        case .credentials: CredentialProtocols.problem(with: bytes)
        }
    }
}

/// Bytes that are taken from the front.
struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isEmpty: Bool { rest.isEmpty }
    /// The next byte; 0 behind the last.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }
    /// The next number of 16 bits.
    mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }
    /// As many bytes as there are, up to `count`.
    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
    /// A length of 16 bits, and as many bytes.
    mutating func part() -> [UInt8] {
        let count = number()
        return bytes(count)
    }
    /// All that is left.
    mutating func all() -> [UInt8] { bytes(rest.count) }
}
