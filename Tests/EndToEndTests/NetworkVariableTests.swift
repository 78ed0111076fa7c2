import TestSupport
import Testing

@Suite("Variables that decide how the provider is reached")
struct NetworkVariableTests {
    private static let set =
        "HTTPS_PROXY=http://127.0.0.1:1 SSL_CERT_FILE=/nowhere SSLKEYLOGFILE=$F/keys LOCKSTEP_LINODE_URL=https://127.0.0.1:1"
    private static let words =
        "the environment decides how the provider is reached (proxy: HTTPS_PROXY; certificates: SSL_CERT_FILE)"

    @Test("are told once, as soon as the provider is spoken to")
    func told() throws {
        let house = try House(isReady: false)
        house.sh("lockstep init --key-file $LOCKSTEP_KEY_FILE --recovery-file $F/paper")
        let plain = house.sh("printf %s $PROVISIONING | \(Self.set) lockstep login --token-stdin")
        #expect(plain.code == 7)
        #expect(plain.err.split(separator: "\n").contains("lockstep: warning: \(Self.words)"))
        #expect(plain.err.components(of: "decides").count == 2, "\(plain)")
        let json = house.sh("printf %s $PROVISIONING | \(Self.set) lockstep login --token-stdin --json")
        #expect(
            json.err.split(separator: "\n").contains(
                #"{"version":1,"warning":{"code":"network-variables","message":"\#(Self.words)"}}"#))
        let silent = house.sh("\(Self.set) lockstep list")
        #expect(silent.code == 0 && !silent.err.contains("decides"))
    }

    @Test("are told by whoever starts an agent, since its worker heeds them")
    func agent() throws {
        let house = try House()
        defer { house.sh("lockstep agent stop") }
        let started = house.sh("\(Self.set) lockstep agent start")
        #expect(started.code == 0 && started.err.contains(Self.words), "\(started)")
    }

    @Test("are not told where they do nothing: for http to this machine")
    func local() throws {
        let house = try House()
        let said = house.sh("HTTPS_PROXY=http://127.0.0.1:1 SSL_CERT_FILE=/nowhere lockstep sync")
        #expect(said.code == 0 && !said.err.contains("decides"), "\(said)")
    }
}

extension String {
    fileprivate func components(of word: String) -> [Substring] { split(separator: word) }
}
