internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Wire

/// Which tokens are handed out under some labels, learned anew whenever that changes: from the agent, which tells; or from the vault, where
/// a file opens it. That is opened only once somebody has written to it, and closed at once.
final class TokenChanges {
    /// What tells.
    private enum Source {
        case agent(AgentClient)
        /// The vault as it was looked at last.
        case vault(VaultStamp?)
        /// None at the moment.
        case none
    }

    let labels: [Label]
    /// What is handed out under each.
    private(set) var standings: [Label: LabelStanding] = [:]
    private let context: Context
    private let opensByFile: Bool
    private var source = Source.none
    private var due: Int64 = 0
    /// What it said last of what keeps it from learning more.
    private var trouble: String?

    /// How often is looked where nobody tells, in milliseconds.
    private static let every: Int64 = 1000

    /// Learns how things stand. Throws where neither an unlocked agent nor a file that opens the vault is to be had; one that is locked
    /// will do where `waits`.
    init(_ context: Context, _ labels: [Label], waits: Bool = false) throws(Problem) {
        self.context = context
        self.labels = labels.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        guard self.labels.count <= AgentProtocol.labelLimit else {
            throw .usage("At most \(AgentProtocol.labelLimit) labels can be watched at a time.")
        }
        guard context.options.passphraseDescriptor == nil else {
            throw .usage(
                "--passphrase-fd can be read only once, and each new token has to be fetched.",
                hint: "Unlock an agent (lockstep unlock), or give --key-file or --passphrase-file.")
        }
        opensByFile = TokenChanges.opensByFile(context)
        do throws(AgentError) {
            try watch()
            guard case .agent(let agent) = source else { throw .absent }
            switch try agent.notice() {
            case .standings(let fresh): learn(fresh)
            case .locked:
                guard waits, !opensByFile else { throw .locked }
                tell(TokenChanges.isLocked)
            case .failed(let error): throw .ledger(error)
            }
        } catch {
            if case .ledger(let error) = error { throw Problem(error) }
            try begin(without: error)
        }
    }

    private func begin(without error: AgentError) throws(Problem) {
        guard opensByFile else {
            var problem = context.problem(error, at: context.places.socket)
            problem.hint =
                "New tokens are learned from an unlocked agent: lockstep unlock. Or give --key-file."
            throw problem
        }
        context.passOver(error)
        let stamp = VaultStamp(of: context.vaultInFull)
        try context.requireVault()
        learn(try look())
        source = .vault(stamp)
    }

    /// Whether a file opens the vault, as often as is needed: a pipe does it once.
    private static func opensByFile(_ context: Context) -> Bool {
        let files = [
            context.options.keyFile, context.options.passphraseFile, Environment.value("LOCKSTEP_KEY_FILE"),
            Environment.value("LOCKSTEP_PASSPHRASE_FILE"), context.options.shareFiles.first,
        ].compactMap(\.self)
        return files.contains { (try? FileStatus(of: $0))?.kind == .file }
    }

    // MARK: Waiting

    /// What becomes readable when there is something to learn; -1 where time tells.
    var descriptor: Int32 {
        guard case .agent(let agent) = source else { return -1 }
        return agent.connectionNumber
    }

    /// Milliseconds until it has to look.
    func wait(at moment: Int64) -> Int64 {
        if case .agent = source { return 60_000 }
        return max(0, due - moment)
    }

    /// Learns what there is; `isTold` where the descriptor is readable.
    func learn(isTold: Bool, at moment: Int64) {
        switch source {
        case .agent(let agent):
            if isTold { hear(agent, at: moment) }
        case .vault(let stamp):
            guard moment >= due else { return }
            due = moment + TokenChanges.every
            let fresh = VaultStamp(of: context.vaultInFull)
            guard fresh != stamp else { return }
            do throws(Problem) {
                learn(try look())
                source = .vault(fresh)
                tellRecovery()
            } catch { tell("\(error.message) \(TokenChanges.unnoticed)") }
        case .none:
            guard moment >= due else { return }
            due = moment + TokenChanges.every
            // None is there yet: it is said already.
            do throws(AgentError) { try watch() } catch {}
        }
    }

    private func hear(_ agent: AgentClient, at moment: Int64) {
        do throws(AgentError) {
            switch try agent.notice() {
            case .standings(let fresh):
                learn(fresh)
                tellRecovery()
            case .locked:
                if opensByFile { source = .vault(nil) }
                if !opensByFile { tell(TokenChanges.isLocked) }
            case .failed(let error): tell("\(Problem(error).message) \(TokenChanges.unnoticed)")
            }
        } catch {
            guard !opensByFile else { return source = .vault(nil) }
            (source, due) = (.none, moment)
            if case .broken = error {
                tell("The agent has ended. New tokens are noticed once one is unlocked.")
            } else {
                due += TokenChanges.every
                let words = context.problem(error, at: context.places.socket).message
                tell("\(words) \(TokenChanges.unnoticed)")
            }
        }
    }

    private static let isLocked = "The agent is locked. New tokens are noticed once it is unlocked."
    private static let unnoticed = "Meanwhile new tokens are not noticed."

    /// Says once what keeps it from learning more.
    private func tell(_ text: String) {
        guard trouble != text else { return }
        trouble = text
        say(text, isTrouble: true)
    }

    private func tellRecovery() {
        if trouble != nil { say("New tokens are noticed again.") }
        trouble = nil
    }

    /// Tells the person something, among what the command writes.
    func say(_ text: String, isTrouble: Bool = false) {
        let console = context.console
        let said = console.isJSON ? text : "lockstep: \(text)"
        if isTrouble { console.tell(said) } else { console.note(said) }
    }

    // MARK: Learning

    private func watch() throws(AgentError) {
        let agent = try context.servingAgent()
        try agent.watch(labels, vault: context.vaultInFull)
        source = .agent(agent)
    }

    /// Opens the vault with a file, and closes it again.
    private func look() throws(Problem) -> [LabelStanding] {
        guard let unlocking = try context.unlockingWithoutPerson() else { return [] }
        return try vault { () throws(LedgerError) in try context.door.open(unlocking).standings(of: labels) }
    }

    private func learn(_ fresh: [LabelStanding]) {
        for standing in fresh where labels.contains(standing.label) { standings[standing.label] = standing }
    }

    /// The token of each label; `nil` while one of them has none.
    var tokens: [Label: LabelStanding.Holder]? {
        let found = standings.compactMapValues(\.token)
        return found.count == labels.count ? found : nil
    }
}
