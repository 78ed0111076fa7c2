internal import Lifecycle
internal import Requests

// What the doctor found, in words.

extension Context {
    /// The words of this command line.
    var doctorWording: DoctorWording {
        DoctorWording(
            damage: { DoctorWords($0, vault: places.vault) }, finding: { words(of: $0) },
            salvage: \.words)
    }

    private func words(of finding: DoctorResult.Finding) -> DoctorWords {
        switch finding {
        case .unwritable(let folder):
            DoctorWords(
                "counter", "The state folder cannot be written, so an older copy would not be noticed.",
                "Make it yours: \(folder)")
        case .log(let warning): DoctorWords("reading", AuditWords.words(warning), "")
        case .pending(let operation):
            DoctorWords("pending", rows(of: [operation]).map(\.line).joined(), "lockstep sync")
        case .account(let name, let flag):
            DoctorWords(
                "account", "The provisioning token of \(Printable.quoted(name.text)) \(flag.sentence).",
                (flag == .neverExpires ? "Replace it with one that does, when convenient: " : "Replace it: ")
                    + "lockstep login \(Printable.word(name.text))")
        }
    }
}

extension TokenFlag {
    fileprivate var sentence: String {
        switch self {
        case .expired: "has expired"
        case .expiresSoon: "expires within \(TokenFlag.usualDays) days"
        case .neverExpires: "never expires"
        case .fullAccess: "may do everything"
        }
    }
}

extension DoctorResult.Remedy {
    /// What to do, with a vault at this path.
    func words(vault: String) -> String {
        switch self {
        case .secondPlace: "Restore it from the other one: lockstep doctor --repair"
        case .log:
            "Put the log back if you have a copy. Otherwise assume that every token it could have named was "
                + "read, and resume hand-outs: lockstep doctor --accept-log"
        case .copy:
            "First try: lockstep doctor --repair. If that does not help, move \(vault), \(vault)-wal and "
                + "\(vault)-shm aside, put an earlier copy in their place, then: lockstep doctor "
                + "--accept-older"
        }
    }
}

extension DoctorResult.Salvage {
    /// What to do.
    var words: String {
        switch self {
        case .revoking:
            "Nothing is handed out from this file, not even what is listed as intact. Without an earlier "
                + "copy, revoke the tokens on the provider's web page by their ids."
        case .moving:
            "What is listed as intact is handed out as before (lockstep get). Without a backup, move it to a "
                + "new vault: lockstep doctor --extract NEW; lockstep login --vault NEW; lockstep sync "
                + "--vault NEW"
        case .replacing:
            "What is listed as intact is handed out as before (lockstep get). For the rest: revoke it on "
                + "the provider's web page by its id, and create it again under another label."
        }
    }
}

extension DoctorWords {
    /// Says in words what is wrong at a place of the format.
    fileprivate init(_ damage: DoctorResult.Damage, vault: String) {
        let error = damage.error
        guard error.code == .altered else {
            let problem = Problem(error)
            let name = [LedgerError.Code.older: "older", .forked: "forked"][error.code]
            self.init(name ?? error.part.rawValue, problem.message, problem.hint)
            return
        }
        self.init(error.part.rawValue, DoctorWords.altered(error), damage.remedy.words(vault: vault))
    }

    private static func altered(_ error: LedgerError) -> String {
        switch error.part {
        case .database: "Pages of the file are damaged, as by a bad disk or an incomplete copy."
        case .schema, .userVersion: "Tables, triggers or the version are not those of a vault."
        case .vault: "The vault's id is missing."
        case .slot: "A way to unlock the vault was changed, weakened, added or removed."
        case .head: "The head does not open: nothing can be proven to be the newest."
        case .stray: "Rows that belong to nothing were copied in. No command reads them."
        case .node: "Parts of the tree over all rows are damaged: rows below them are not proven."
        case .item, .record: "Rows were changed, put back, added or removed."
        case .setting: "A setting of the vault was changed, or is not found by its name."
        case .account: "The row of an account was changed, so its provisioning token is not used."
        case .string: "A token string does not open."
        case .name: "Labels do not point where they should."
        case .journal:
            "The journal of unfinished operations was changed: they cannot be finished from this file."
        case .audit, .change: "The audit log was changed, or has a gap."
        case .first: "The first place of slots, head and id is damaged. The vault opens with the second."
        case .second: "The second place of slots, head and id is damaged. The vault opens with the first."
        case .door: "Both copies of the vault's id are damaged."
        case .cell: "The sealed string of a token or an account was changed, moved or put back."
        case .free: "The list of free places in the file was changed."
        case .reading, .writer, .archive:
            "The reading log \(error.path ?? "of this machine") was changed, or has a gap."
        case .state, .host: "This machine's record of the vault is damaged."
        default: "Something was altered (\(error.part.rawValue))."
        }
    }
}
