internal import Glibc

/// Paths as texts, and what the links in them lead to.
package enum Path {
    /// The folder that a path lies in: `.` where it names none.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// What a path names in its folder; empty where it ends with a slash.
    package static func name(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// The path without links (realpath(3)), of something that is there. Throws `EILSEQ` where it is no text.
    package static func real(_ path: String) throws(SystemError) -> String {
        guard let found = unsafe realpath(path, nil) else { throw .last }
        defer { unsafe free(found) }
        guard let text = unsafe String(validatingCString: found) else { throw SystemError(EILSEQ) }
        return text
    }

    /// The path without links; of something that is not there, its folder's, and its name. What cannot be resolved is left as it is.
    package static func resolved(_ path: String) -> String {
        if let whole = try? real(path) { return whole }
        guard let folder = try? real(folder(of: path)) else { return path }
        return (folder == "/" ? "" : folder) + "/" + name(of: path)
    }
}
