internal import CPlatform

/// Programs that belong together are in one folder.
package enum Programs {
    /// The path of another program beside this one.
    ///
    /// Where `/proc` does not say where this one is, it is a path that only root could fill: never one that depends on the working
    /// folder, where a program of anybody's could be.
    package static func beside(_ name: String) -> String {
        guard let own = try? Files.target(ofLink: "/proc/self/exe"), own.contains("/") else {
            return "/\(name)"
        }
        let folder = Path.folder(of: own)
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }
}

/// Where a program is that can be started.
package enum ProgramLocation: Sendable {
    /// What lies at this path when it is started.
    case path(String)
    /// The file that this descriptor leads to, whatever lies at the path now: an upgrade does it no harm.
    case opened(Int32, path: String)

    /// The one beside this program that is there now, kept open for as long as this process runs. Where it cannot be
    /// opened, its path: whoever starts it is told why it cannot be.
    package static func opened(beside name: String) -> ProgramLocation {
        let path = Programs.beside(name)
        guard let file = try? Descriptor(result: unsafe lockstep_open_program(path)) else {
            return .path(path)
        }
        return .opened(file.released(), path: path)
    }

    /// Its path, for people.
    package var path: String {
        switch self {
        case .path(let path), .opened(_, let path): path
        }
    }

    /// The descriptor that it is kept open with; `nil` for none.
    package var descriptor: Int32? {
        if case .opened(let descriptor, _) = self { descriptor } else { nil }
    }
}
