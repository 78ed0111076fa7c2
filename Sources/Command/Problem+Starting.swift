internal import Delivery
internal import Requests

extension Problem {
    /// Says in words why a command did not start.
    init(_ error: HandOutError, command: String = "", file: String? = nil) {
        let name = file.map { "The file \(Printable.quoted($0))" } ?? "The file"
        switch error {
        case .invalidName(let name):
            self = .usage("\(Printable.quoted(name)) is not a valid variable name.")
        case .duplicateName(let name):
            self = .usage("The variable \(Printable.quoted(name)) would be set twice.")
        case .forbiddenName(let name):
            self.init(
                .usage, .usage,
                "The variable \(Printable.quoted(name)) redirects programs or makes them load code.",
                safe: "Nothing was handed out.",
                hint: "Choose another name, or allow this one: --allow-env \(name)")
        case .planted(let owner): self = .planted("", by: owner)
        case .clipboard:
            self.init(
                .unexpected, .clipboard, "The clipboard did not accept the token string.",
                hint: "Check that the display is reachable.")
        case .unwritable(let number): self = PlainFile.unwritten(number, file)
        case .notDurable(let number): self = .notDurable(name, number)
        case .sharedFolder, .notReplaceable, .keptElsewhere: self = .unrefreshed(error, name)
        case .nulInValue: self.init(.unexpected, .nul, "A token string contains a NUL byte.")
        case .memory: self.init(.unexpected, .noMemory, "No guarded memory is available.")
        case .notStarted(let number):
            self.init(
                .unexpected, .notStarted, "The command cannot be started: \(System.error(number)).",
                safe: "It did not run.")
        case .notFound:
            self.init(
                .notFound, .notFound, "The command \(Printable.quoted(command)) was not found.",
                hint: "Check its name and PATH.")
        case .notExecutable(let number):
            self.init(
                .notExecutable, .notExecutable,
                "The command \(Printable.quoted(command)) cannot be executed: \(System.error(number)).")
        }
    }
}

// A file that is kept up to date.

extension Problem {
    private static func notDurable(_ name: String, _ number: Int32) -> Problem {
        Problem(
            .unwritable, .notDurable,
            "\(name) was replaced, but a power failure may undo that: its folder cannot be synced: \(System.error(number))."
        )
    }

    /// Says why a file that is to be kept up to date is not.
    private static func unrefreshed(_ error: HandOutError, _ name: String) -> Problem {
        switch error {
        case .sharedFolder(let folder):
            Problem(
                .unwritable, .sharedFolder,
                "Others can write to the folder \(Printable.quoted(folder)), or it is not yours.",
                safe: "Nothing was written there.",
                hint: "Name a file in a folder that is yours alone, such as $XDG_RUNTIME_DIR.")
        case .notReplaceable:
            Problem(
                .conflict, .fileExists, "\(name) exists, and is not one that Lockstep left there.",
                safe: "It is unchanged.", hint: "Name another file, or remove it.")
        case .keptElsewhere:
            Problem(
                .conflict, .fileExists, "\(name) is kept up to date by another lockstep.",
                safe: "It is unchanged.", hint: "Name another file.")
        default: Problem(error)
        }
    }
}
