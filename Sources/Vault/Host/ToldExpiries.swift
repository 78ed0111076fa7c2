internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// Which expiries somebody on this machine was told of: the file `STATE/VAULT-ID/told`. Random ids and times alone, and nothing but
/// whether to tell again is decided by it: what cannot be read counts for nothing.
struct ToldExpiries {
    /// More than this are of no vault that is told of them one by one.
    private static let most = 1 << 22
    private let path: String

    init(in folder: String) { path = "\(folder)/told" }

    /// All of them.
    var marks: Set<ExpiryMark> {
        guard let file = try? Descriptor(opening: path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
            let status = try? file.status(), status.kind == .file, status.size <= ToldExpiries.most,
            let bytes = try? file.readOnce(Int(status.size))
        else { return [] }
        var (reader, found) = (Reader(bytes), Set<ExpiryMark>())
        while reader.left > 0 {
            guard let mark = try? ExpiryMark(from: &reader) else { return [] }
            found.insert(mark)
        }
        return found
    }

    /// Puts them in the place of the ones before, as far as the folder can be written.
    func keep(_ marks: Set<ExpiryMark>) {
        var writer = Writer()
        for mark in marks { mark.encode(to: &writer) }
        guard var draft = try? Draft(of: path), (try? draft.file.write(writer.bytes)) != nil else { return }
        try? draft.replace()
    }
}
