/// The words that are tried first.
enum CommonPassphrase {
    /// The most characters that may stand around such a word.
    private static let most = 4

    /// Whether a passphrase is one of the words, with the usual signs for letters, and little else.
    static func isThere(_ bytes: Span<UInt8>) -> Bool {
        words.contains { word in
            let length = word.utf8CodeUnitCount
            guard (length...length + most).contains(bytes.count) else { return false }
            return (0...bytes.count - length).contains { start in
                (0..<length).allSatisfy { unsafe isLetter(bytes[start + $0], word.utf8Start[$0]) }
            }
        }
    }

    private static func isLetter(_ byte: UInt8, _ letter: UInt8) -> Bool {
        let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        guard lower != letter else { return true }
        return switch Character(UnicodeScalar(letter)) {
        case "o": byte == UInt8(ascii: "0")
        case "i", "l": [UInt8(ascii: "1"), UInt8(ascii: "!")].contains(byte)
        case "e": byte == UInt8(ascii: "3")
        case "a": [UInt8(ascii: "4"), UInt8(ascii: "@")].contains(byte)
        case "s": [UInt8(ascii: "5"), UInt8(ascii: "$")].contains(byte)
        case "t": byte == UInt8(ascii: "7")
        default: false
        }
    }

    private static let words: [StaticString] = [
        "password", "passwort", "passphrase", "qwerty", "qwertyuiop", "qwertz", "asdfgh", "zxcvbn", "letmein",
        "welcome", "admin", "administrator", "login", "master", "dragon", "monkey", "sunshine", "princess",
        "football", "baseball", "iloveyou", "secret", "changeme", "default", "trustno1", "hunter", "shadow",
        "superman", "batman", "starwars", "whatever", "computer", "internet", "linode", "linux", "ubuntu",
        "debian", "lockstep", "vault", "token", "summer", "winter", "spring", "autumn", "hello", "test",
        "correct horse battery staple", "correcthorsebatterystaple",
    ]
}
