internal import Lifecycle
internal import Wire

/// The clients that are told when another token is handed out under their labels.
///
/// Once a second at most the vault's mark is looked at, and the labels only where somebody has committed. What is due is done a client
/// at a time, so that hand-outs wait for one client's labels at most. Without such clients nothing of it is done.
final class Watchers {
    /// The most that there are, and that one process has.
    static let (most, mostOfOne) = (256, 32)
    /// How often the vault is looked at, in milliseconds.
    private static let every: Int64 = 1000

    private final class Watcher {
        let connection: Connection
        let labels: [Label]
        /// What it was told of its labels, each at its place; `nil` for nothing yet.
        var told: [LabelStanding?]
        /// What it was told last where that was no standing.
        var trouble: AgentReply?

        init(_ connection: Connection, _ labels: [Label]) {
            (self.connection, self.labels) = (connection, labels)
            told = labels.map { _ in nil }
        }

        /// Tells what it was not told yet.
        func tell(_ standings: [LabelStanding]) {
            let fresh = zip(told, standings).filter { $0 != $1 }.map(\.1)
            // After trouble it hears that it is over, though all may be as it was.
            guard !fresh.isEmpty || trouble != nil else { return }
            (told, trouble) = (standings, nil)
            connection.send(.standings(fresh))
        }

        /// Tells once what keeps it from being told more.
        func tell(trouble reply: AgentReply) {
            guard trouble != reply else { return }
            trouble = reply
            connection.send(reply)
        }
    }

    private let clients: Clients
    private var all: [Watcher] = []
    /// Those whose labels are looked at in the next turns.
    private var due: [Watcher] = []
    private var looked: Int64 = 0
    /// Whether the vault is to be looked at in this turn: a worker may have changed it, or somebody has to be told.
    private var isHurried = false

    init(_ clients: Clients) { self.clients = clients }

    /// Has a client be told from now on, beginning with how things stand; refuses it where there are too many.
    func add(_ connection: Connection, _ labels: [Label]) {
        removeGone()
        let own = all.count { $0.connection.pid == connection.pid }
        guard all.count < min(Watchers.most, clients.limit / 4),
            own < Watchers.mostOfOne || connection.pid <= 0
        else { return connection.send(.failure(LedgerError(.busy, .watchers))) }
        connection.isWatching = true
        all.append(Watcher(connection, labels))
        isHurried = true
    }

    /// Looks in the next turn, and does not wait for its second.
    func hurry() { isHurried = true }

    /// Tells those who have to be told. Returns the milliseconds until it has to be called again.
    func look(at moment: Int64, _ session: VaultSession) -> Int64 {
        guard !all.isEmpty else { return 60_000 }
        let isTime = isHurried || moment - looked >= Watchers.every
        if session.isLocked {
            if isTime || all.contains(where: { $0.trouble != .locked }) { tellLocked() }
        } else if isTime {
            mark(session)
        }
        if isTime { (looked, isHurried) = (moment, false) }
        guard !session.isLocked, let next = due.popLast() else {
            return max(1, looked + Watchers.every - moment)
        }
        tell(next, session)
        return due.isEmpty ? max(1, looked + Watchers.every - moment) : 0
    }

    /// Marks whoever has to be told something, or could not be told before.
    private func mark(_ session: VaultSession) {
        removeGone()
        var hasChanged = true
        // What is wrong is told to each when it is looked at.
        do throws(LedgerError) { hasChanged = try session.hasChanged() } catch {}
        // The first that came is looked at first.
        due = all.reversed().filter { hasChanged || $0.trouble != nil || $0.told.contains(nil) }
    }

    private func tell(_ watcher: Watcher, _ session: VaultSession) {
        // One that does not read is looked at again in a second.
        guard watcher.connection.hasRoom() else {
            watcher.told = watcher.told.map { _ in nil }
            return
        }
        do throws(LedgerError) {
            watcher.tell(try session.standings(of: watcher.labels))
        } catch { watcher.tell(trouble: .failure(error)) }
    }

    private func tellLocked() {
        for watcher in all where watcher.connection.hasRoom() { watcher.tell(trouble: .locked) }
        removeGone()
    }

    private func removeGone() {
        for watcher in all where watcher.connection.isOver { clients.drop(watcher.connection) }
        all.removeAll { $0.connection.isOver }
    }
}
