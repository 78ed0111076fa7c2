internal import Agent
internal import Glibc
internal import Lifecycle
internal import Platform

/// Shows and sets the program with which the agent asks a person.
struct Askpass {
    let context: Context

    func run() throws(Problem) {
        let isCleared = context.options.clear
        let path = context.options.operands.dropFirst().first
        guard path == nil || !isCleared else { throw .usage("Name a program, or say --clear.") }
        let program = try path.map { path throws(Problem) in try file(path) }
        let ledger = try context.ledger()
        if program != nil || isCleared { try set(program, ledger) }
        let current = try vault { () throws(LedgerError) in try ledger.setting(.askpass) }
        try tell(current.map { String(decoding: $0, as: UTF8.self) })
    }

    private func set(_ program: String?, _ ledger: any Ledger) throws(Problem) {
        let entry = AuditEntry(
            .settingChanged, time: context.now, label: "", detail: "askpass: \(program ?? "none")",
            caller: Callers.parent.caller,
            interface: .commandLine)
        try vault { () throws(LedgerError) in
            try ledger.commit(
                OperationID(), journal: nil,
                changes: [.set(.askpass, to: program.map { Array($0.utf8) }, noting: entry)], string: nil)
        }
    }

    private func tell(_ program: String?) throws(Problem) {
        guard !context.options.json else {
            return try context.console.print(.object([("version", 1), ("askpass", .optional(program))]))
        }
        guard let program else {
            return context.console.note("No program asks: what a person has to agree to is refused.")
        }
        try context.console.print("\(Printable.line(program))\n")
    }

    /// The file that a path leads to: it has to be a program that no other user changes.
    private func file(_ path: String) throws(Problem) -> String {
        let found = try ProgramFile.real(path, hint: "Give the path of the program that asks.")
        guard let status = try? FileStatus(of: found), status.kind == .file, unsafe access(found, X_OK) == 0
        else { throw .usage("\(Printable.quoted(path)) cannot be executed.", hint: "Name a program.") }
        guard status.owner == 0 || status.isOwn, !status.isSharedForWriting else {
            throw .usage(
                "Others can change \(Printable.quoted(path)), and so agree for you.",
                hint: "Make it yours or root's, and take their permission to write: chmod go-w "
                    + Printable.argument(found))
        }
        if status.owner != 0 {
            context.console.note(
                "Any program of yours can replace this one, and then agree for you; not one of root's.")
        }
        return found
    }
}
