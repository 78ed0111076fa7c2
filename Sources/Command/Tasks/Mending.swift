internal import Lifecycle
internal import Requests
internal import Secrets
internal import Wire

// What the doctor changes, where it is told to.

extension Doctor {
    // MARK: An older copy

    func acceptOlder(_ found: Examination, _ unlocking: borrowing Unlocking) throws(Problem) {
        guard found.canBeAccepted else {
            return try tell(
                .accepted(false), "The vault is the newest that this machine has seen; nothing to accept.")
        }
        try context.agree(
            options.isAgreed, ["  \(Doctor.standing(found))"], "Continue with this copy?", "changed")
        let entry = entry(.olderAccepted)
        try mended { () throws(LedgerError) in try context.door.acceptOlder(unlocking, noting: entry) }
        try tell(
            .accepted(true), "Accepted. To find tokens created or revoked since: lockstep sync")
    }

    /// Where a copy stands that is not the one that was seen last.
    private static func standing(_ found: Examination) -> String {
        if found.damages.contains(where: { $0.code == .uncounted }) {
            return "This copy is at change \(found.counter); what this machine has seen cannot be determined."
        }
        if found.damages.contains(where: { $0.code == .forked }) {
            return
                "This copy, at change \(found.counter), was changed elsewhere; this machine has seen change "
                + "\(found.newest) of the other copy."
        }
        return
            "This copy is at change \(found.counter); this machine has seen change \(found.newest)."
    }

    // MARK: What stands twice

    func repair(_ unlocking: borrowing Unlocking) throws(Problem) {
        let entry = entry(.repaired)
        let isMended = try mended { () throws(LedgerError) in
            try context.door.repair(unlocking, noting: entry)
        }
        try tell(
            .repaired(isMended),
            isMended
                ? "Repaired what can be. What is still damaged: lockstep doctor. Whether a new change log "
                    + "had to be started: lockstep audit"
                : "Nothing is damaged that can be repaired this way; nothing was changed.")
    }

    // MARK: A damaged reading log

    func acceptLog(_ unlocking: borrowing Unlocking) throws(Problem) {
        let ledger = try vault { () throws(LedgerError) in try context.open(unlocking) }
        let found = try mended { () throws(LedgerError) in try ledger.examineReadings() }
        guard let first = found.damages.first else {
            return try tell(.accepted(false), "No reading log is damaged; nothing was changed.")
        }
        try context.agree(
            options.isAgreed, found.damages.map { "  \(Problem($0).message)" },
            "Resume hand-outs anyway?", "changed")
        var entry = entry(.repaired)
        entry.detail = "reading log accepted as damaged: \(first.path ?? "")"
        try vault { () throws(LedgerError) in _ = try ledger.acceptReadings(noting: entry) }
        try tell(
            .accepted(true),
            "Accepted. The damaged log is kept as it is, and audit --verify reports it; hand-outs continue "
                + "in a new one."
        )
    }

    /// Does what may take long, and says so.
    private func mended<R>(_ body: () throws(LedgerError) -> R) throws(Problem) -> R {
        let ticker = Ticker(DoctorRequest.kind.wait, context.console)
        defer { ticker.stop() }
        return try vault(body)
    }

    private func entry(_ event: AuditEntry.Event) -> AuditEntry {
        AuditEntry(
            event, time: context.now, label: "", caller: Callers.parent.caller, interface: .commandLine)
    }

    private func tell(_ json: JSON, _ text: String) throws(Problem) {
        guard context.options.json else { return context.console.note(text) }
        try context.console.print(json)
    }
}
