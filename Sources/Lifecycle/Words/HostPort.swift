/// A host, and a port where one is given: `git.example.com`, `127.0.0.1:8080`, `[::1]:22`.
public struct HostPort: Hashable, Sendable {
    /// The host in lower case and in ASCII; an IPv6 address stands in brackets.
    public let host: String
    /// The port; `nil` for the scheme's own.
    public let port: UInt16?

    /// Reads `HOST` or `HOST:PORT`; `nil` for anything else: user names, wildcards, characters beyond ASCII.
    public init?(_ text: String) {
        let lower = text.lowercased()
        guard (1...261).contains(text.utf8.count), text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let name: Substring
        if lower.hasPrefix("[") {
            guard let end = lower.firstIndex(of: "]") else { return nil }
            name = lower[...end]
            guard name.count > 2,
                name.dropFirst().dropLast().utf8.allSatisfy({ HostPort.isHexadecimal($0) || $0 == 0x2E })
            else { return nil }
        } else {
            name = lower.prefix { $0 != ":" }
            guard HostPort.isName(name) else { return nil }
        }
        let rest = lower[name.endIndex...]
        host = String(name)
        guard !rest.isEmpty else {
            port = nil
            return
        }
        guard rest.hasPrefix(":"), rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt16(rest.dropFirst()), number > 0
        else { return nil }
        port = number
    }

    /// Letters, digits, hyphens and underscores between single dots.
    private static func isName(_ name: Substring) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return name.utf8.count <= 253
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy {
                        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
                    }
            }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || byte == 0x3A
    }
}
