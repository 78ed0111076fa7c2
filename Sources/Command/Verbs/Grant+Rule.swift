internal import Glibc
internal import Lifecycle
internal import Platform

extension GrantOptions {
    /// What the flags ask for; `nil` when they only ask what there is.
    func change() throws(Problem) -> GrantChange? {
        let rule = Grant(
            executable: try executable.map { path throws(Problem) in try GrantOptions.file(path) },
            unit: try unit.map { name throws(Problem) in try GrantOptions.unit(name) },
            cgroup: cgroup, confirmation: try confirming(), manages: isManaging,
            into: try into.map { path throws(Problem) in try GrantOptions.binary(path) })
        let isRule = rule != Grant(manages: isManaging)
        guard [isRule, isClearing, removed != nil].count(where: \.self) <= 1 else {
            throw .usage("Give one of: a rule, --remove, --clear.")
        }
        if isClearing { return .clear }
        if let text = removed {
            guard let number = Int(text), number > 0 else {
                throw .usage("\(Printable.quoted(text)) is not the number of a rule.")
            }
            return .remove(number - 1)
        }
        guard !isManaging || (rule.confirmation == nil && rule.into == nil) else {
            throw .usage(
                "--manage is about changes, so it takes neither --confirm nor --into.",
                hint: "Name a program with --exe, --unit or --cgroup.")
        }
        return isRule ? .add(rule) : nil
    }

    private func confirming() throws(Problem) -> Grant.Confirming? {
        switch confirmation {
        case nil: return nil
        case "askpass": return .askpass
        case "terminal": return .terminal
        case let other?:
            throw .usage(
                "\(Printable.quoted(other)) is not a way to ask a person.",
                hint: "Write --confirm or --confirm=terminal.")
        }
    }

    /// The file that a path leads to: the kernel names executables by it.
    private static func file(_ path: String) throws(Problem) -> String {
        let found = try ProgramFile.real(path, hint: "Give the path of its executable.")
        guard unsafe access(found, R_OK) == 0 else {
            throw .usage(
                "You cannot read \(Printable.quoted(path)), so the kernel does not say when it asks.",
                hint: "Name a program that you can read, or a system unit: --unit NAME")
        }
        return found
    }

    /// A program that can be executed by a descriptor: of a script the interpreter reads the file once more, by its name.
    private static func binary(_ path: String) throws(Problem) -> String {
        let found = try file(path)
        guard unsafe access(found, X_OK) == 0, let file = try? Descriptor(opening: found, O_RDONLY) else {
            throw .usage("\(Printable.quoted(path)) cannot be executed.", hint: "Name a program.")
        }
        var first: [UInt8] = [0, 0]
        guard unsafe read(file.number, &first, 2) == 2, first != Array("#!".utf8) else {
            throw .usage(
                "\(Printable.quoted(path)) is a script, which its interpreter opens by name.",
                hint: "Name a program that is not a script.")
        }
        return found
    }

    private static func unit(_ name: String) throws(Problem) -> String {
        guard name.contains("."), !name.contains("/") else {
            throw .usage(
                "\(Printable.quoted(name)) is not a valid unit name.",
                hint: "Write it in full, such as web.service.")
        }
        return name
    }
}
