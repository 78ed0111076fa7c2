// Fills a vault for measurements, many tokens a transaction, without a provider: fill KEY-FILE COUNT NAME [OWNER]
//
// With an owner, each label has a policy.
//
// What is written is what as many `lockstep create` leave behind, the audit log included, but for two things: the tokens
// of one transaction share a string, since a transaction seals one, and the provider knows none of them.
internal import Glibc
internal import Lifecycle
internal import Secrets
internal import TestSupport
internal import Vault

/// Tokens a transaction: so many fit into the writes that one commit may have.
let together = 8

func place(_ name: String) -> String { unsafe getenv(name).map { unsafe String(cString: $0) } ?? "" }

func policy(_ owner: String) -> Policy {
    var policy = Policy()
    (policy.lifetime, policy.owner) = (CalendarDuration(seconds: 90 * 86_400), owner)
    policy.setTags(["prod"])
    return policy
}

func fill(keyFile: String, count: Int, name: String, owner: String?) throws {
    let door = VaultFile(path: place("LOCKSTEP_VAULT"), state: place("XDG_STATE_HOME") + "/lockstep")
    let bytes = TemporaryFolder.bytes(of: keyFile)
    let ledger = try door.open(.keyFile(try SecretBytes(copying: bytes.span)))
    guard let account = try ledger.accounts().first else { throw LedgerError(.absent, .account) }
    let now = SystemClock().now
    let caller = Caller(pid: getpid(), user: geteuid(), executable: "/usr/bin/bash")
    for first in stride(from: 1, through: count, by: together) {
        let string = Hex.text(Random.bytes(32))
        var changes: [Change] = []
        for number in first..<min(first + together, count + 1) {
            let label = try Label("\(name)/\(number)")
            let token = Token(
                id: .numbered(number), label: label.text, scopes: .only(["linodes": .readOnly]), created: now,
                expiry: .at(now.advanced(by: 90 * 86_400)), prefix: String(string.prefix(16)))
            var record = Record(
                id: RecordID(), account: account.id, label: label, state: .active, token: token,
                nonce: Nonce(), sealed: now)
            record.policy = owner.map(policy)
            changes += [.reserve(label, for: record.id), .seal(record)]
            for event in [AuditEntry.Event.createBegun, .tokenSealed, .tokenActive] {
                changes.append(
                    .note(AuditEntry(event, time: now, label: label.text, token: token.id, caller: caller)))
            }
        }
        try ledger.commit(OperationID(), journal: nil, changes: changes, string: SecretBytes(known: string))
    }
}

let words = CommandLine.arguments
guard [4, 5].contains(words.count), let count = Int(words[2]) else { exit(2) }
do {
    try fill(
        keyFile: words[1], count: count, name: words[3], owner: words.count == 5 ? words[4] : nil)
} catch {
    print("fill: \(error)")
    exit(1)
}
