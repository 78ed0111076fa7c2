internal import Platform
internal import Requests

/// Programs that are named by a path.
enum ProgramFile {
    /// The file that a path leads to, whatever links are on the way; throws `absent` with a hint where there is none.
    static func real(_ path: String, hint: String) throws(Problem) -> String {
        do throws(SystemError) { return try Path.real(path) } catch {
            throw Problem(
                .absent, .noFile,
                "The program \(Printable.quoted(path)) was not found: \(error.text).",
                safe: "Nothing was changed.", hint: hint)
        }
    }
}
