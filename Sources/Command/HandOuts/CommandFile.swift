internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests

/// The file that `run` executes: opened where a rule wants to know which one, and executed by its descriptor then.
final class CommandFile {
    private let word: String
    /// The descriptor, once it was opened.
    private(set) var opened: Int32?
    private var path = ""

    /// Takes the word that names it, as a shell would read it.
    init(_ word: String) { self.word = word }

    /// Whether there is something under that name.
    var isThere: Bool { places.contains { unsafe access($0, F_OK) == 0 } }

    /// Where a shell would find it; `nil` where it would not.
    var place: String? { places.first { unsafe access($0, X_OK) == 0 } }

    /// Opens it; returns its path, in the kernel's words.
    func open() throws(Problem) -> String {
        guard opened == nil else { return path }
        for place in places {
            guard let file = try? Descriptor(opening: place, O_RDONLY), unsafe access(place, X_OK) == 0,
                let found = CommandFile.path(of: file.number)
            else { continue }
            (path, opened) = (found, file.released())
            return path
        }
        throw Problem(
            .notFound, .notFound,
            "The command \(Printable.quoted(word)) was not found, or cannot be read.",
            safe: "Nothing was handed out.", hint: "Check its name and PATH.")
    }

    /// Where it may be (execvp(3)).
    private var places: [String] {
        guard !word.contains("/") else { return [word] }
        let path = Environment.value("PATH") ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(word)" }
    }

    /// The path of an open file that is still there.
    private static func path(of file: Int32) -> String? {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/fd/\(file)", &bytes, bytes.count - 1)
        guard count > 0 else { return nil }
        return String(validating: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
