internal import Lifecycle
internal import Requests

/// What git asks for (git-credential(1)): `key=value` lines to an empty line or the end.
///
/// Keys that are not known are passed over, as the protocol wants it; what says where the token goes is read strictly.
struct GitRequest: Equatable {
    let destination: Destination
    /// The user name that git has, if any.
    let user: String?

    /// Why a request is not answered.
    enum Flaw: Error, Equatable {
        /// A line is not `key=value`, is too long, or holds NUL or CR; its number.
        case line(Int)
        /// A key is there twice.
        case twice(String)
        /// A key is missing.
        case missing(String)
        /// `url` stands for other keys, which could differ from what git uses.
        case url
        /// A protocol other than `https` and `http`, in these letters.
        case scheme
        /// Not a host, or not a path, that can be compared.
        case place
        /// Plain http to another machine.
        case plain
    }

    /// The longest line, in bytes.
    private static let longest = 8192
    private static let known = ["protocol", "host", "path", "username", "url"]

    init(_ bytes: [UInt8]) throws(Flaw) {
        var fields: [String: String] = [:]
        for (place, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty { break }
            guard line.count <= GitRequest.longest, !line.contains(0), !line.contains(0x0D),
                let equals = line.firstIndex(of: UInt8(ascii: "=")), equals > line.startIndex
            else { throw .line(place + 1) }
            guard let key = String(validating: line[..<equals], as: UTF8.self),
                GitRequest.known.contains(key)
            else { continue }
            guard key != "url" else { throw .url }
            guard let value = String(validating: line[line.index(after: equals)...], as: UTF8.self) else {
                throw .line(place + 1)
            }
            guard fields.updateValue(value, forKey: key) == nil else { throw .twice(key) }
        }
        guard let scheme = fields["protocol"] else { throw .missing("protocol") }
        guard let host = fields["host"], !host.isEmpty else { throw .missing("host") }
        guard scheme == "https" || scheme == "http" else { throw .scheme }
        guard let destination = Destination(scheme: scheme, host: host, path: fields["path"] ?? "") else {
            throw .place
        }
        guard destination.isPrivate else { throw .plain }
        (self.destination, user) = (destination, fields["username"])
    }
}

extension Problem {
    /// Says why git is not answered.
    init(_ flaw: GitRequest.Flaw) {
        let safe = "Nothing was handed out."
        let what =
            switch flaw {
            case .line(let number): "line \(number) is not of the form key=value, or is too long"
            case .twice(let key): "\(key) is given twice"
            case .missing(let key): "\(key) is missing"
            case .url: "url is not understood; protocol and host are"
            case .scheme: "the protocol is neither https nor http"
            case .place: "the host or the path is not valid"
            case .plain: ""
            }
        guard flaw != .plain else {
            self.init(
                .denied, .plainHttp, "git would send the token in plain http.", safe: safe,
                hint: "Use an https address.")
            return
        }
        self.init(.usage, .gitRequest, "git's request is not answered: \(what).", safe: safe)
    }
}
