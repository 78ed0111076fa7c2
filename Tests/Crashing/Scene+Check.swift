internal import Lifecycle
internal import Secrets
internal import TestSupport

@testable import Vault

// What there is, for the driver to judge.

extension Scene {
    /// Says what is in the vault, in the log and in each archive, and what is wrong with them.
    func check() {
        telling("closed") {
            let ledger = try open()
            try tellStrings(ledger)
            telling("unproven") { tell(try ledger.verifyAudit()) }
            telling("unread") { try tellLog(ledger) }
            for name in TemporaryFolder.names(in: folder) where name.hasPrefix("archive") {
                var found: [Instant] = []
                telling("unread \(name)") {
                    _ = try ledger.readArchive(LentFiles(opening: "\(folder)/\(name)")) {
                        found.append($0.time)
                    }
                    say("archive", found.map { "\($0.seconds)" })
                }
            }
        }
        telling("unexamined") {
            let found = try door.examine(unlocking())
            say("damages", found.damages.map { "\($0.code):\($0.part)" })
            say("whole", found.whole.map(\.label.text).sorted())
        }
    }

    private func telling(_ what: String, _ body: () throws -> Void) {
        do { try body() } catch let error as LedgerError { say(what, ["\(error.code):\(error.part)"]) } catch
        {
            say(what, ["\(error)"])
        }
    }

    private func tellStrings(_ ledger: any UnlockedVault) throws {
        for record in try ledger.records() {
            let (label, string) = (record.label.text, try ledger.string(of: record.id).exposed)
            say(string == Array(Scene.string(of: label).utf8) ? "exact" : "wrong", [label])
        }
    }

    private func tell(_ report: AuditReport) {
        var (removed, torn): (UInt64, UInt64) = (0, 0)
        for warning in report.warnings {
            if case .removed(let entries) = warning { removed = entries }
            if case .torn(let times) = warning { torn = times }
        }
        say("proven", ["\(report.readings)", "\(removed)", "\(torn)"])
    }

    private func tellLog(_ ledger: any UnlockedVault) throws {
        let entries = try ledger.audit()
        say("log", entries.filter { $0.event == .handedOut }.map { "\($0.time.seconds)" })
        say("notes", entries.filter { [.readingsArchived, .repaired].contains($0.event) }.map(\.event.name))
        if let record = try ledger.record(named: try Label("ci")) {
            say("counted", ["\(try ledger.readings(of: record).count)"])
        }
    }
}
