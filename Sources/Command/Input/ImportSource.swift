internal import Glibc
internal import Imports
internal import Platform
internal import ProviderProfiles
internal import Requests
internal import Secrets

/// Where tokens are imported from.
struct ImportSource {
    enum Kind { case linodeCLI, environment, json, pass }

    let kind: Kind
    /// A file, or what names entries; `nil` for the usual one, or all.
    private let path: String?
    private let wanted: SoughtNames

    /// What the words behind the verb name; `nil` where they name nothing.
    init?(_ word: String, _ operand: String?, names: [String]) {
        let profile = ProviderProfile.linode
        switch (word, operand) {
        case ("linode-cli", _): kind = .linodeCLI
        case ("env-file", .some): kind = .environment
        case ("json", .some): kind = .json
        case ("pass", _): kind = .pass
        default: return nil
        }
        path = operand
        wanted = SoughtNames(
            names: kind == .linodeCLI
                ? Set(names.map { $0.lowercased() } + ["token"]) : Set(profile.tokenVariables + names),
            digits: profile.stringDigits)
    }

    /// The texts, with what was found in each.
    func texts() throws(Problem) -> [SourceText] {
        switch kind {
        case .linodeCLI: return [try file(place()) { INIScan.findings(in: $0, wanted) }]
        case .environment: return [try file(place()) { EnvironmentScan.findings(in: $0, wanted) }]
        case .json: return [try json(place())]
        case .pass: return try entries()
        }
    }

    /// The label of one that stands under a name, where nobody says another.
    func label(_ name: String) -> String {
        switch kind {
        case .linodeCLI: name.isEmpty || name == "DEFAULT" ? "linode-cli" : "linode-cli/\(name)"
        case .environment, .json:
            (name.split(separator: ".").last.map(String.init) ?? name).lowercased().replacing("_", with: "-")
        case .pass: name
        }
    }

    // MARK: Files

    private func file(_ path: String, _ look: (Span<UInt8>) -> Findings) throws(Problem) -> SourceText {
        let text: SourceText
        do throws(SecretsError) { text = try SourceText(reading: path) } catch {
            let what = path == "-" ? "Standard input" : Printable.quoted(path)
            guard case .descriptor(let number) = error, [ENOENT, ENOTDIR].contains(number) else {
                throw Problem(error, reading: what)
            }
            throw Problem(
                .absent, .noFile, "\(what) does not exist.", safe: "Nothing was changed.",
                hint: "Check its path.")
        }
        text.scan(look)
        return text
    }

    private func json(_ path: String) throws(Problem) -> SourceText {
        var fault: ScannedJSON.Fault?
        let text = try file(path) {
            do throws(ScannedJSON.Fault) { return try JSONScan.findings(in: $0, wanted) } catch {
                fault = error
                return Findings()
            }
        }
        guard fault == nil else {
            throw .usage("\(path == "-" ? "Standard input" : Printable.quoted(path)) is not JSON.")
        }
        return text
    }

    /// What was named, or where linode-cli looks for its own.
    private func place() throws(Problem) -> String {
        if let path { return path }
        let home = System.home(Environment.value)
        if let named = Environment.value("LINODE_CLI_CONFIG") {
            guard named.hasPrefix("~/"), let home else { return named }
            return home + named.dropFirst()
        }
        let older = home.map { $0 + "/.linode-cli" }
        if let older, !Files.isFree(older) { return older }
        guard let folder = Environment.value("XDG_CONFIG_HOME") ?? home.map({ $0 + "/.config" }) else {
            throw .usage("This user has no home folder.", hint: "Name linode-cli's file.")
        }
        return folder + "/linode-cli"
    }

    // MARK: Entries

    private func entries() throws(Problem) -> [SourceText] {
        let named = Environment.value("PASSWORD_STORE_DIR")
        guard let folder = named ?? System.home(Environment.value).map({ $0 + "/.password-store" }),
            let program = CommandFile("pass").place
        else {
            throw Problem(
                .absent, .noFile, "The program pass was not found.", safe: "Nothing was changed.",
                hint: "Install it, or check PATH.")
        }
        let entries = PasswordStore(folder: folder).entries(path, having: "linode")
        guard !entries.isEmpty else {
            throw Problem(
                .absent, .noFile,
                path.map { "The password store has no entry \(Printable.quoted($0))." }
                    ?? "The password store has no entry with \"linode\" in its path.",
                safe: "Nothing was changed.", hint: "Name an entry or a folder. See: pass ls")
        }
        var texts: [SourceText] = []
        for entry in entries {
            texts.append(try read(entry, PasswordStore(folder: folder), program))
        }
        return texts
    }

    private func read(
        _ entry: String, _ store: PasswordStore, _ program: String
    ) throws(Problem) -> SourceText {
        let text: SourceText
        do throws(SecretsError) {
            guard let bytes = try store.read(entry, through: program) else { throw .malformed }
            text = SourceText(bytes, name: entry)
        } catch .malformed {
            throw Problem(
                .unexpected, .unreadable, "pass could not show \(Printable.quoted(entry)).",
                safe: "Nothing was changed.", hint: "Try: pass show \(Printable.argument(entry))")
        } catch { throw Problem(error, reading: "The entry \(Printable.quoted(entry))") }
        text.scan { EntryScan.findings(in: $0, entry: entry, wanted) }
        return text
    }
}
