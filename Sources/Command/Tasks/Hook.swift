internal import Glibc
internal import Platform
internal import Requests
internal import Service
internal import Wire

/// The programs that are told of what a timer or the agent does.
struct Hook {
    let context: Context

    /// The program of `tick --hook`; throws where there is no such program, before anything is done.
    func program(_ path: String) throws(Problem) -> HookProgram {
        HookProgram(try file(path), search: Environment.value("PATH") ?? "/usr/bin:/bin")
    }

    /// Shows and sets the agent's.
    func set(isCleared: Bool) throws(Problem) {
        let path = context.options.operands.dropFirst().first
        guard path == nil || !isCleared else { throw .usage("Name a program, or give --clear.") }
        let program = try path.map { path throws(Problem) in try file(path) }
        if program != nil || isCleared {
            let service = try context.service()
            try served { () throws(Failure) in try service.setHook(program) }
        }
        let settings = try context.ask(SettingsRequest())
        guard !context.options.json else { return try context.console.print(settings.hookJSON) }
        guard let program = settings.hook else {
            return context.console.note("No program is set: the agent tells nobody what it does.")
        }
        try context.console.print("\(Printable.line(program))\n")
    }

    /// The file that a path leads to: it has to be a program that no other user changes.
    private func file(_ path: String) throws(Problem) -> String {
        let found = try ProgramFile.real(path, hint: "Give the path of the program that is told.")
        if let objection = HookProgram(found).objection {
            throw .usage(
                "\(Printable.quoted(path)) \(objection).",
                hint: "Name a program that is yours or root's, and that nobody else may write: chmod +x,go-w "
                    + Printable.argument(found))
        }
        return found
    }
}
