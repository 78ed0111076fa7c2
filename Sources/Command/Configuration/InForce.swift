internal import Platform
internal import Requests

/// What is in force, and who says so: a flag, else a variable of the environment, else the file, else what is usual.
struct InForce: Equatable {
    /// Who says so.
    enum Origin: Equatable {
        case flag(String)
        case variable(String)
        case line(Int)
        case usual
    }

    let name: String
    let value: String?
    let origin: Origin

    init(_ name: String, _ value: String?, _ origin: Origin) {
        (self.name, self.value, self.origin) = (name, value, origin)
    }

    /// The first of these that says something.
    static func first(
        _ name: String, flag: String? = nil, variable: String? = nil, _ environment: (String) -> String?,
        _ entry: Settings.Entry? = nil, usual: String? = nil
    ) -> InForce {
        if let flag { return InForce(name, flag, .flag("--\(name)")) }
        if let variable, let value = environment(variable) {
            return InForce(name, value, .variable(variable))
        }
        if let entry { return InForce(name, entry.text, .line(entry.line)) }
        return InForce(name, usual, .usual)
    }

    /// Who says so, in words.
    var words: String {
        switch origin {
        case .flag(let name), .variable(let name): name
        case .line(let line): "file, line \(line)"
        case .usual: value == nil ? "" : "usual"
        }
    }

    /// For scripts.
    var json: JSON {
        var members: [(String, JSON)] = [("name", .text(name)), ("value", .optional(value))]
        switch origin {
        case .flag(let name): members += [("from", .text("flag")), ("flag", .text(name))]
        case .variable(let name): members += [("from", .text("environment")), ("variable", .text(name))]
        case .line(let line): members += [("from", .text("file")), ("line", .count(line))]
        case .usual: members.append(("from", .text("usual")))
        }
        return .object(members)
    }
}

extension Context {
    /// The settings and places of this command line.
    var inForce: [InForce] {
        let environment = Environment.value
        func setting(_ key: SettingKey, flag: String? = nil, variable: String? = nil) -> InForce {
            .first(
                key.rawValue, flag: flag, variable: variable, environment, settings.entries[key],
                usual: key.usual)
        }
        return [
            setting(.account), setting(.idle), setting(.max),
            setting(.settle, flag: options.settle, variable: Context.settleVariable),
            InForce(
                SettingKey.tables.rawValue,
                options.wide ? SettingKey.wide : settings[.tables] ?? SettingKey.fitted,
                options.wide ? .flag("--wide") : settings.entries[.tables].map { .line($0.line) } ?? .usual),
            setting(.warnDays),
            place("vault", places.vault, flag: options.vault, "LOCKSTEP_VAULT", "XDG_DATA_HOME"),
            place("state", places.state, "XDG_STATE_HOME"),
            place("socket", places.socket, "LOCKSTEP_SOCKET", "XDG_RUNTIME_DIR"),
            .first("key-file", flag: options.keyFile, variable: "LOCKSTEP_KEY_FILE", environment),
            .first(
                "passphrase-file", flag: options.passphraseFile, variable: "LOCKSTEP_PASSPHRASE_FILE",
                environment),
            .first("url", variable: Context.addressVariable, environment),
        ]
    }

    /// A place, and the first variable that it begins with.
    private func place(_ name: String, _ path: String, flag: String? = nil, _ variables: String...) -> InForce
    {
        guard flag == nil else { return InForce(name, path, .flag("--\(name)")) }
        let variable = variables.first { variable in
            Environment.value(variable).map { $0.hasPrefix("/") && path.hasPrefix($0) || path == $0 } ?? false
        }
        return InForce(name, path, variable.map { .variable($0) } ?? .usual)
    }
}
