internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// The label of a token that is made for one run, as people find it in the audit log and at the provider:
/// `run/terraform@build7/k3f9qa2m`, by the command, the machine and chance.
enum RunLabel {
    /// A fresh one for a command.
    static func fresh(for command: String) throws(Problem) -> Label {
        let parts = [plain(Path.name(of: command), 32, "command"), plain(host, 32, "host")]
        return try Context.label("run/\(parts.joined(separator: "@"))/\(chance)")
    }

    /// Letters that nobody takes for one another.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")

    private static var chance: String {
        String(Random.bytes(8).map { alphabet[Int($0) % alphabet.count] })
    }

    /// The name of this machine, up to its first dot; in a container that is the container's.
    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(text.prefix { $0 != "." })
    }

    /// A name without what a label cannot have, or what would have to be quoted.
    private static func plain(_ name: String, _ most: Int, _ otherwise: String) -> String {
        let kept = name.prefix(most).map { character in
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            return isPlain || "._+-".contains(character) ? character : "-"
        }
        return kept.isEmpty ? otherwise : String(kept)
    }
}
