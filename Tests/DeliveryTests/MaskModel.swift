/// What a mask should do, said over the whole output at once: every token string, and every beginning of one that is longer than
/// the 16 characters that are public.
struct Model {
    private let secrets: [[UInt8]]

    init(_ secrets: [String]) { self.secrets = secrets.map { Array($0.utf8) } }

    func masked(_ plain: [UInt8]) -> [UInt8] {
        var masked = plain
        for place in plain.indices {
            for index in place..<place + length(plain[place...]) { masked[index] = UInt8(ascii: "*") }
        }
        return masked
    }

    func isLeaking(_ output: [UInt8]) -> Bool { output.indices.contains { length(output[$0...]) > 0 } }

    /// How much of a secret begins here; 0 for as much as may be known.
    private func length(_ rest: ArraySlice<UInt8>) -> Int {
        secrets.map { secret in
            let count = zip(rest, secret).prefix { $0 == $1 }.count
            return count == secret.count || count > 16 ? count : 0
        }.max() ?? 0
    }
}

/// Chance that can be repeated (SplitMix64).
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(sides))
    }

    /// Secrets of few letters, so that their parts are like each other; some begin as another does.
    mutating func secrets() -> [String] {
        var secrets: [String] = []
        for _ in 0...roll(3) {
            let start = secrets.isEmpty || roll(2) == 0 ? "" : String(secrets[0].prefix(roll(40)))
            secrets.append(start + String((0..<17 + roll(24)).map { _ in roll(8) == 0 ? "b" : "a" }))
        }
        return secrets
    }

    /// Whole secrets, beginnings, ends and other bytes, in any order.
    mutating func output(of secrets: [String]) -> [UInt8] {
        var output: [UInt8] = []
        for _ in 0..<roll(12) {
            let secret = Array(secrets[roll(secrets.count)].utf8)
            switch roll(5) {
            case 0, 1: output += secret
            case 2: output += secret.prefix(roll(secret.count))
            case 3: output += secret.suffix(roll(secret.count))
            default: output += (0..<roll(4)).map { _ in [0, 10, 255, UInt8(ascii: "a")][roll(4)] }
            }
        }
        return output
    }

    mutating func cut(_ bytes: [UInt8]) -> [[UInt8]] {
        var (pieces, rest): ([[UInt8]], ArraySlice<UInt8>) = ([], bytes[...])
        let most = 1 + roll(max(1, min(bytes.count, 60_000)))
        while !rest.isEmpty {
            let piece = rest.prefix(1 + roll(most))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}
