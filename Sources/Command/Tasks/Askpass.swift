internal import Glibc
internal import Platform
internal import Requests
internal import Service

/// Shows and sets the program with which the agent asks a person.
struct Askpass {
    let context: Context
    /// Whether no program is to be named any more.
    let isCleared: Bool

    func run() throws(Problem) {
        let path = context.options.operands.dropFirst().first
        guard path == nil || !isCleared else { throw .usage("Name a program, or give --clear.") }
        let program = try path.map { path throws(Problem) in try file(path) }
        if program != nil || isCleared {
            let service = try context.service()
            try served { () throws(Failure) in try service.setAskpass(program) }
        }
        try tell(try context.ask(SettingsRequest()))
    }

    private func tell(_ settings: VaultSettings) throws(Problem) {
        guard !context.options.json else { return try context.console.print(settings.askpassJSON) }
        guard let program = settings.askpass else {
            return context.console.note("No program is set: what a person would have to agree to is refused.")
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
                "Others can change \(Printable.quoted(path)), and so could agree for you.",
                hint: "Make it yours or root's, and remove their write permission: chmod go-w "
                    + Printable.argument(found))
        }
        if status.owner != 0 {
            context.console.note(
                "Any program of yours could replace this one, and then agree for you; use one that belongs "
                    + "to root.")
        }
        return found
    }
}
