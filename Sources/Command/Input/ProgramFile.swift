internal import Glibc

/// Programs that are named by a path.
enum ProgramFile {
    /// The file that a path leads to, whatever links are on the way; throws `absent` with a hint where there is none.
    static func real(_ path: String, hint: String) throws(Problem) -> String {
        guard let found = unsafe realpath(path, nil) else {
            throw Problem(
                .absent, .noFile,
                "The program \(Printable.quoted(path)) is not there: \(System.error(errno)).",
                safe: "Nothing was changed.", hint: hint)
        }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }
}
