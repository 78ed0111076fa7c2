/// How the sandbox was started.
package struct Settings: Sendable {
    /// The port; 0 picks one.
    package var port: UInt16 = 0
    /// Where the port is written once it listens.
    package var portFile: String?
    /// Where the provisioning token is written, readable by this user alone.
    package var tokenFile: String?
    /// How long each answer takes, in milliseconds.
    package var latency: UInt32 = 0
    /// How many seconds listings lag behind.
    package var listLag: Int64 = 0
    /// Requests a minute and token; `nil` for the API's own limits: 200 for listings, 1600 for the rest.
    package var rate: Int64?
    /// Where tokens are kept across restarts.
    package var state: String?
    /// Whether the user is restricted by grants.
    package var isRestricted = false

    /// The help.
    package static let help = """
        An embedded Linode API for tests and demonstrations: loopback only, plain http.

        Usage: lockstep-sandbox [options]

          --port N         listen on this port of 127.0.0.1; 0 picks one (default)
          --port-file F    write the port there once it listens
          --token-file F   write the provisioning token there, 0600
          --latency MS     wait this long before each answer
          --list-lag S     let listings lag behind by this many seconds
          --rate N         requests a minute and token (default: 200 listings, 1600 others)
          --state F        keep tokens there across restarts
          --restricted     the user is restricted by grants
          --help           this text

        For tests, without a token: GET, POST, DELETE /_sandbox/faults; GET, POST
        /_sandbox/tokens; GET, DELETE /_sandbox/log; POST /_sandbox/advance.

        """

    /// Reads the command line; fails with the word that it does not understand.
    package static func read(_ words: [String]) -> Result<Settings, Misunderstood> {
        var settings = Settings()
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--restricted" {
                settings.isRestricted = true
                continue
            }
            guard let value = rest.popFirst() else { return .failure(Misunderstood(word: word)) }
            guard settings.take(word, value) else { return .failure(Misunderstood(word: "\(word) \(value)")) }
        }
        return .success(settings)
    }

    private mutating func take(_ word: String, _ value: String) -> Bool {
        func number<N: FixedWidthInteger>(_ range: ClosedRange<N>) -> N? {
            N(value).flatMap { range ~= $0 ? $0 : nil }
        }
        switch word {
        case "--port": return number(0...65_535).map { port = $0 } != nil
        case "--latency": return number(0...600_000).map { latency = $0 } != nil
        case "--list-lag": return number(0...86_400).map { listLag = $0 } != nil
        case "--rate": return number(1...1_000_000).map { rate = $0 } != nil
        case "--port-file": portFile = value
        case "--token-file": tokenFile = value
        case "--state": state = value
        default: return false
        }
        return true
    }

    /// A word of the command line that means nothing.
    package struct Misunderstood: Error {
        /// The word.
        package let word: String
    }
}
