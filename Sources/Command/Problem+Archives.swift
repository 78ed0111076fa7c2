internal import Lifecycle
internal import Requests

extension Problem {
    /// Says in words what is wrong with an archive.
    init(_ error: LedgerError, archiving file: String) {
        let name = Printable.quoted(file)
        switch error.code {
        case .exists:
            self.init(
                .conflict, .fileExists, "\(name) already exists.",
                safe: "Nothing was archived.", hint: "Name another file.")
        case .missing:
            self.init(
                .absent, .noFile, "There is no file \(name), or its folder does not exist.",
                safe: Problem.untouched, hint: "Check its path.")
        case .foreign:
            self.init(
                .integrity, .foreignFile, "\(name) is not an archive of a reading log, or was truncated.",
                safe: Problem.untouched, hint: "Check its path.")
        case .wrongKey where error.part == .vault:
            self.init(
                .integrity, .foreignFile, "\(name) is an archive of another vault.", safe: Problem.untouched,
                hint: "Name that vault with --vault.")
        case .unwritable where error.path == file:
            self.init(
                .unwritable, .unwritable,
                "\(name) cannot be written: you lack permission, or the file system is read-only.",
                safe: "Nothing was archived.", hint: "Name a file in a folder of yours.")
        case .altered where error.path == file:
            self.init(
                .integrity, .altered, "The archive \(name) was altered or is damaged.",
                safe: "Nothing of it is shown. No vault was changed.",
                hint: "Use another copy, if you have one.")
        default: self.init(error)
        }
    }
}
