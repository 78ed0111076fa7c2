internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Wire

/// Serves systemd's `LoadCredential=ID:SOCKET` (systemd.exec(5)): the manager connects from the abstract address
/// `RANDOM/unit/UNIT/ID` and reads the credential to the end of the connection.
///
/// The address says what is wanted, and the kernel who wants it: systemd connects from a process that is in the unit's
/// control group already, so the unit's name in the address is not needed, and not believed.
/// There is no way to say that there is none: whoever is refused gets an empty credential. While the agent is locked the
/// answer waits for the unlocking.
final class Credentials {
    /// How long a locked agent lets systemd wait, in milliseconds.
    static let patience: Int64 = 60_000
    private var waiting: [(connection: Connection, deadline: Int64)] = []

    /// Takes in new connections and answers them.
    func take(_ connections: [Connection], _ server: AgentServer) {
        for connection in connections { serve(connection, server) }
    }

    /// Answers those that waited for the unlocking.
    func retry(_ server: AgentServer) {
        let ready = waiting
        waiting = []
        for waiter in ready { serve(waiter.connection, server) }
    }

    /// Hangs up on those that waited long enough. Returns the milliseconds until it has to be called again.
    func expire(at moment: Int64, _ server: AgentServer) -> Int64 {
        for waiter in waiting where waiter.deadline <= moment { server.clients.drop(waiter.connection) }
        waiting.removeAll { $0.deadline <= moment }
        return max(1, (waiting.map(\.deadline).min() ?? moment + 60_000) - moment)
    }

    /// Hangs up, which systemd takes for an empty credential; or waits, while the agent is locked.
    func refuse(_ connection: Connection, _ reply: AgentReply, _ server: AgentServer) {
        guard reply == .locked else { return server.clients.drop(connection) }
        server.clients.hold(connection)
        waiting.append((connection, lockstep_monotonic() + Credentials.patience))
    }

    private func serve(_ connection: Connection, _ server: AgentServer) {
        connection.isForSystemd = true
        guard let wanted = Wanted(name(of: connection)) else { return server.clients.drop(connection) }
        let asker = server.asker(of: connection)
        var use = HandOutUse(
            verb: "credential systemd", time: server.session.now, caller: asker.caller, cgroup: asker.cgroup)
        (use.interface, use.terminal) = (.agent, .impossible)
        server.answer([Asked(connection: connection, request: HandOutRequest([wanted.label], as: use))])
    }

    private func name(of connection: Connection) -> [UInt8] {
        var name = [UInt8](repeating: 0, count: 108)
        let count = unsafe lockstep_peer_name(connection.descriptor, &name, Int32(name.count))
        return Array(name.prefix(Int(max(0, count))))
    }
}

/// What an address asks for.
struct Wanted: Hashable {
    /// The id of the credential is the label; what cannot stand in an id, as a slash, is written as `%XX`.
    let label: Label

    /// Reads `RANDOM/unit/UNIT/ID`; `nil` for anything else.
    init?(_ name: [UInt8]) {
        guard let text = String(validating: name, as: UTF8.self) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, !parts[0].isEmpty, parts[1] == "unit", !parts[2].isEmpty,
            let plain = Wanted.decoded(Array(parts[3].utf8)), let label = try? Label(plain)
        else { return nil }
        self.label = label
    }

    private static func decoded(_ bytes: [UInt8]) -> String? {
        var (plain, rest): ([UInt8], ArraySlice<UInt8>) = ([], bytes[...])
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                plain.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, !digits.hasPrefix("+"), let value = UInt8(digits, radix: 16) else {
                return nil
            }
            plain.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: plain, as: UTF8.self)
    }
}
