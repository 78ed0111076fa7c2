import Glibc
import Lifecycle
import Secrets
import TestSupport

@testable import Vault

// Changes without an end, backups, and vaults that are made of them.

extension Scene {
    private func note(_ event: AuditEntry.Event) -> AuditEntry {
        AuditEntry(event, time: SystemClock().now, label: "")
    }

    /// Changes the vault until it is killed; a line says when it begins.
    func churn() throws {
        let ledger = try open()
        var (number, random) = (0, SystemRandomNumberGenerator())
        say("begun", [])
        while true {
            number += 1
            let name = "churn-\(getpid())-\(number)"
            switch UInt8.random(in: 0..<5, using: &random) {
            case 0: try seal(name, in: ledger)
            case 1:
                let operation = OperationID()
                guard try ledger.claim(operation) else { continue }
                for part in 0..<Int.random(in: 1...5, using: &random) {
                    try seal("\(name)-\(part)", in: ledger)
                }
                ledger.release(operation)
            case 2:
                let living = try ledger.records().filter { $0.state == .active && $0.label.text != "ci" }
                guard let record = living.randomElement(using: &random) else { continue }
                let proof = Proof(deletion: .deleted, refused: SystemClock().now)
                try ledger.commit(
                    OperationID(), journal: nil, changes: [.purge(record.id, proof: proof)], string: nil)
                // The other process may be reading.
                try? ledger.scrub()
            case 3:
                try ledger.commit(
                    OperationID(), journal: nil,
                    changes: [
                        .set(.auditKeep, to: AuditKeep.value(Int64(number)), noting: note(.settingChanged))
                    ],
                    string: nil)
            default: _ = try open().records()
            }
        }
    }

    /// What the vault is: its counter and its tokens with their strings, or why it does not open.
    func tell() {
        do {
            guard let vault = try door.open(unlocking()) as? OpenVault else { return say("failed", []) }
            let counter = try vault.read { (transaction) throws(LedgerError) in transaction.head.counter }
            try vault.examine()
            say("opened", ["\(counter)"])
            for record in try vault.records().sorted(by: { $0.label.text < $1.label.text }) {
                let string = record.state == .gone ? [] : try vault.string(of: record.id).exposed
                say("token", [record.label.text, "\(record.state)", Hex.text(string)])
            }
            say("restored", [try vault.restored() == nil ? "no" : "yes"])
            handOut(from: vault)
        } catch let error as LedgerError {
            say("refused", ["\(error.code)", "\(error.part)"])
        } catch { say("failed", []) }
    }

    private func handOut(from vault: OpenVault) {
        do {
            let use = HandOutUse(
                verb: "get", time: SystemClock().now,
                caller: Caller(pid: 1, user: 0, executable: "/bin/true"))
            _ = try vault.handOut([try Label("ci")], as: use)
            say("handed", [])
        } catch let error as LedgerError {
            say("kept", ["\(error.code)", "\(error.part)"])
        } catch { say("failed", []) }
    }

    func backUp(as name: String) throws {
        _ = try door.backUp(to: "\(folder)/\(name)", at: SystemClock().now)
    }

    /// Into the folder of that name, of which two stay.
    func keep(in name: String) throws {
        _ = try door.backUp(into: "\(folder)/\(name)", keeping: 2, at: SystemClock().now)
    }

    /// Proves a backup, without a vault.
    func prove(_ name: String) throws {
        let found = try door.check(backup: "\(folder)/\(name)", unlocking())
        say("whole", ["\(found.report.counter)", "\(found.tokens)"])
    }

    func restore(_ name: String) throws {
        let path = "\(folder)/\(name)"
        let found = try door.check(backup: path, unlocking())
        try door.restore(backup: path, with: found.keyring, noting: note(.restored))
    }

    func acceptOlder() throws { try door.acceptOlder(unlocking(), noting: note(.olderAccepted)) }
}
