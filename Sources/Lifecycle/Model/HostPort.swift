/// A host, and a port where one is given: `git.example.com`, `127.0.0.1:8080`, `[::1]:22`.
package struct HostPort: Hashable, Sendable {
    /// The host in lower case and in ASCII; an IPv6 address stands in brackets.
    package let host: String
    /// The port; `nil` for the scheme's own.
    package let port: UInt16?

    private init(host: String, port: UInt16?) { (self.host, self.port) = (host, port) }

    /// Reads `HOST` or `HOST:PORT`; `nil` for anything else, such as user names and wildcards.
    package init?(_ text: String) {
        guard (1...1024).contains(text.utf8.count) else { return nil }
        let name: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            name = text[...end]
        } else {
            name = text.prefix { $0 != ":" }
        }
        guard let host = HostPort.address(name) ?? HostName.ascii(name) else { return nil }
        let rest = text[name.endIndex...]
        guard !rest.isEmpty else {
            self.init(host: host, port: nil)
            return
        }
        guard rest.hasPrefix(":"), rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt16(rest.dropFirst()), number > 0
        else { return nil }
        self.init(host: host, port: number)
    }

    /// The same, without a port where it is this one.
    func withoutPort(_ usual: UInt16) -> HostPort {
        HostPort(host: host, port: port == usual ? nil : port)
    }

    /// Whether it is this machine: `localhost`, 127.0.0.0/8 or ::1.
    var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { UInt8($0).map(String.init) == String($0) }
    }

    /// An IPv6 address in brackets, in lower case.
    private static func address(_ name: Substring) -> String? {
        guard name.hasPrefix("["), name.hasSuffix("]"), name.utf8.count > 3,
            name.utf8.dropFirst().dropLast().allSatisfy({ byte in
                Array("0123456789abcdefABCDEF:.".utf8).contains(byte)
            })
        else { return nil }
        return name.lowercased()
    }
}
