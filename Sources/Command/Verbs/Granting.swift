internal import Glibc
internal import Lifecycle
internal import Requests
internal import Service
internal import Wire

extension Verbs {
    static let grant = Verb(
        name: "grant", summary: "narrow a token to some programs, or show to which", operands: "LABEL",
        count: 1...1,
        flags: [
            Flag("exe", nil, .value("PATH", \.executable), "programs whose executable is this file"),
            Flag("unit", nil, .value("NAME", \.unit), "programs of this systemd unit"),
            Flag(
                "cgroup", nil, .value("PATTERN", \.cgroup),
                "programs in such a control group: * and ? are filled"),
            Flag("confirm", nil, .toggle(\.confirm), "only after a person has agreed, each time"),
            Flag("remove", nil, .value("N", \.removed), "take the rule with this number away"),
            Flag(
                "clear", nil, .toggle(\.clear),
                "take all rules away: every program of yours may have it again"),
        ],
        notes: [
            """
            Without rules every program of this user may have the token. Conditions said together are one rule, and all of \
            them have to hold; of several rules one that holds is enough.
            """,
            """
            The program is the one that asks: the caller of lockstep, not a command that lockstep run starts. What the kernel says of \
            it counts. A rule on an executable stops accidents, not a program of yours that means to have the token; \
            SECURITY.md says what stops more. Refusals end with exit code 5 and are in the audit log.
            """,
        ],
        examples: [
            "lockstep grant ci --exe /usr/bin/terraform", "lockstep grant ci --unit web.service --confirm",
            "lockstep grant ci", "lockstep grant ci --clear",
        ]
    ) { context throws(Problem) in try Granting(context: context).run() }
}

/// Shows and changes the rules of a token.
private struct Granting {
    let context: Context

    func run() throws(Problem) {
        let label = try context.label(0)
        let change = try change()
        if let change {
            let service = try context.service()
            try served { () throws(Failure) in try service.change(change, of: label) }
        }
        let rules = try context.ask(GrantsRequest(label))
        guard !context.options.json else {
            return try context.console.print(.grants(rules, of: label))
        }
        guard !rules.isEmpty else {
            return context.console.note(
                "No rule: every program of this user may have \(Printable.quoted(label.text)).")
        }
        for (place, rule) in rules.enumerated() {
            try context.console.print("\(place + 1)  \(Printable.line(rule.words))\n")
        }
    }

    /// What the flags ask for; `nil` when they only ask what there is.
    private func change() throws(Problem) -> GrantChange? {
        let options = context.options
        let rule = Grant(
            executable: try options.executable.map { path throws(Problem) in try file(path) },
            unit: try options.unit.map { name throws(Problem) in try unit(name) },
            cgroup: options.cgroup, confirmation: options.confirm ? .askpass : nil)
        let isRule = rule != Grant()
        guard [isRule, options.clear, options.removed != nil].count(where: \.self) <= 1 else {
            throw .usage("Say one of: a rule, --remove, --clear.")
        }
        if options.clear { return .clear }
        if let text = options.removed {
            guard let number = Int(text), number > 0 else {
                throw .usage("\(Printable.quoted(text)) is not the number of a rule.")
            }
            return .remove(number - 1)
        }
        return isRule ? .add(rule) : nil
    }

    /// The file that a path leads to: the kernel names executables by it.
    private func file(_ path: String) throws(Problem) -> String {
        let found = try ProgramFile.real(path, hint: "Give the path of its executable.")
        guard unsafe access(found, R_OK) == 0 else {
            throw .usage(
                "You may not read \(Printable.quoted(path)), so the kernel does not say when it asks.",
                hint: "Name a program that you can read, or a unit of the system: --unit NAME")
        }
        return found
    }

    private func unit(_ name: String) throws(Problem) -> String {
        guard name.contains("."), !name.contains("/") else {
            throw .usage(
                "\(Printable.quoted(name)) is not a valid unit name.",
                hint: "Write it in full, as web.service.")
        }
        return name
    }
}
