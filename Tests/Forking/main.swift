// Three processes and a commit: forking early|late KEY-FILE
//
// This one opens the vault, has a worker open it too, and closes it again. Now a third process may open and close it: a
// line on stdin says that it has. Then the worker writes an entry to the audit log, and says whether SQLite took it.
// `late` forks the forker beside the open connection, as nothing of Lockstep does: then the log is deleted under it.
internal import Agent
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets
internal import TestSupport
internal import Vault

func place(_ name: String) -> String { unsafe getenv(name).map { unsafe String(cString: $0) } ?? "" }

func door() -> VaultFile {
    VaultFile(path: place("LOCKSTEP_VAULT"), state: place("XDG_STATE_HOME") + "/lockstep")
}

func say(_ text: String, to channel: Int32) { try? writeAll(Array(text.utf8).span, to: channel) }

func hear(_ channel: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe read(channel, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
}

func work(_ keyring: SharedSecret, _ channel: Int32) throws {
    let ledger = try door().open(with: try keyring.load())
    say("open", to: channel)
    _ = hear(channel)
    let entry = AuditEntry(.tokenSealed, time: SystemClock().now, label: "of the worker")
    try ledger.commit(OperationID(), journal: nil, changes: [.note(entry)], string: nil)
    say("committed", to: channel)
}

func makeForker(_ keyring: SharedSecret) throws -> Forker {
    try Forker { _, channel, _ in
        do { try work(keyring, channel) } catch { say("\(error)", to: channel) }
        _exit(0)
    }
}

func run(isLate: Bool, keyFile: String) throws {
    let keyring = try SharedSecret()
    let early = isLate ? nil : try makeForker(keyring)
    let bytes = TemporaryFolder.bytes(of: keyFile)
    var ledger: (any UnlockedVault)? = try door().open(.keyFile(try SecretBytes(copying: bytes.span)))
    if let ledger { try keyring.store(try ledger.keyring()) }
    let forker = try early ?? makeForker(keyring)
    guard let channel = try? forker.start([1]), hear(channel) == "open" else {
        throw LedgerError(.failed, .worker)
    }
    ledger = nil
    say("closed\n", to: STDOUT_FILENO)
    _ = readLine()
    say("go", to: channel)
    say(hear(channel) + "\n", to: STDOUT_FILENO)
}

let words = CommandLine.arguments
guard words.count == 3 else { exit(2) }
do { try run(isLate: words[1] == "late", keyFile: words[2]) } catch {
    say("forking: \(error)\n", to: STDERR_FILENO)
    exit(1)
}
