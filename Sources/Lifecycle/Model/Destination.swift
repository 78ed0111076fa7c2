/// Where a tool says that it will send a token string: scheme, host, port, and a path where one is given. No wildcards.
package struct Destination: Hashable, Sendable {
    private let scheme: String
    private let place: HostPort
    /// Without slashes at either end; empty for none.
    private var path: String

    /// Reads what a tool says; `nil` for another scheme than https or http, for no valid host, or a path with `.`, `..` or empty steps.
    package init?(scheme: String, host: String, path: String = "") {
        guard scheme == "https" || scheme == "http", let place = HostPort(host) else { return nil }
        var inner = path[...]
        while inner.hasPrefix("/") { inner.removeFirst() }
        while inner.hasSuffix("/") { inner.removeLast() }
        let steps = inner.split(separator: "/", omittingEmptySubsequences: false)
        guard inner.isEmpty || steps.allSatisfy({ !["", ".", ".."].contains($0) }), inner.utf8.count <= 1024,
            inner.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return nil }
        self.scheme = scheme
        self.place = place.withoutPort(scheme == "https" ? 443 : 80)
        self.path = String(inner)
    }

    /// Reads a URL; https where no scheme is given.
    package init?(_ url: String) {
        let separator = url.firstRange(of: "://")
        let rest = separator.map { url[$0.upperBound...] } ?? url[...]
        let host = rest.prefix { $0 != "/" }
        let scheme = separator.map { url[..<$0.lowerBound].lowercased() } ?? "https"
        self.init(scheme: scheme, host: String(host), path: String(rest[host.endIndex...]))
    }

    /// The one form in which destinations are kept: `https://git.example:8443/team/project.git`.
    package var text: String {
        "\(scheme)://\(place.host)\(place.port.map { ":\($0)" } ?? "")\(path.isEmpty ? "" : "/\(path)")"
    }

    /// Whether it is one path of its host alone.
    package var hasPath: Bool { !path.isEmpty }

    /// The same host, whatever the path.
    package var host: Destination {
        var copy = self
        copy.path = ""
        return copy
    }

    /// Whether nobody on the way can read what is sent there: https, or this machine.
    package var isPrivate: Bool { scheme == "https" || place.isLoopback }

    /// Whether a binding to this allows another: the same scheme, host and port, and the same path where this has one.
    package func covers(_ other: Destination) -> Bool {
        scheme == other.scheme && place == other.place && (path.isEmpty || path == other.path)
    }
}
