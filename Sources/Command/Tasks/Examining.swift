internal import Glibc
internal import Lifecycle
internal import Requests
internal import Service

/// Examines the vault and what surrounds it.
struct Doctor {
    let context: Context
    let options: DoctorOptions

    func run() throws(Problem) {
        try context.requireVault()
        let outside = context.door.inspect()
        // A file that is no vault, or not this user's alone, is not opened.
        let stopper = outside.damages.first { $0.code != .altered }
        if let stopper, !(options.repairs && [.foreign, .foreignLog].contains(stopper.code)) {
            throw Problem(stopper)
        }
        // Whatever is mended is mended here, by who shows what opens the vault.
        if options.mends == 0, let result = try context.answer(ofAgent: DoctorRequest()) {
            return try tell(result)
        }
        let unlocking: Unlocking
        do throws(Problem) { unlocking = try self.unlocking() } catch {
            // Who wants it mended has to open it: that is what there is to say.
            guard !outside.damages.isEmpty, !options.repairs else { throw error }
            return try tell(DoctorResult(outside, isOpen: false))
        }
        // Of a file that SQLite does not read any more nothing can be examined before.
        if options.repairs { return try repair(unlocking) }
        if let path = options.extracts {
            let task = Extracting(context: context, path: path)
            return try task.tell(task.extract(unlocking))
        }
        let result = try examined(unlocking, outside)
        let found = result.found
        if result.isOpen, options.acceptsOlder, found.canBeAccepted || found.damages.isEmpty {
            return try acceptOlder(found, unlocking)
        }
        if result.isOpen, options.acceptsLog { return try acceptLog(unlocking) }
        try tell(result)
    }

    private func examined(
        _ unlocking: borrowing Unlocking, _ outside: Examination
    ) throws(Problem) -> DoctorResult {
        let ticker = Ticker(DoctorRequest.kind.wait, context.console)
        defer { ticker.stop() }
        return try served { () throws(Failure) in
            try Service.doctor(context.door, unlocking, outside: outside, now: context.now)
        }
    }

    private func unlocking() throws(Problem) -> Unlocking {
        if let named = try context.unlockingWithoutPerson() { return try context.completed(named) }
        return try context.typed(
            context.terminal.secret("Passphrase of the vault", otherwise: Terminal.passphraseElsewhere))
    }

    private func tell(_ result: DoctorResult) throws(Problem) {
        var result = result
        let state = context.places.state
        if result.isOpen, unsafe access(state, F_OK) == 0 && access(state, W_OK) != 0 {
            result.findings.insert(.unwritable(state), at: 0)
        }
        let wording = context.doctorWording
        let report = DoctorReport(result: result, wording: wording, vault: context.places.vault)
        if context.options.json {
            try context.console.print(result.json(wording))
        } else {
            try context.console.print(report.facts)
            try context.console.print(report.sentences, hanging: 0)
        }
        if let problem = report.problem { throw problem }
    }
}
