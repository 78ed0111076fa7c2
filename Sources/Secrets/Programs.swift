internal import Glibc

/// Programs that belong together are in one folder.
public enum Programs {
    /// The path of another program beside this one.
    ///
    /// Where `/proc` does not say where this one is, it is a path that only root could fill: never one that depends on the working
    /// folder, where a program of anybody's could be.
    public static func beside(_ name: String) -> String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slash = own.lastIndex(of: "/") else { return "/\(name)" }
        return "\(own[..<slash])/\(name)"
    }
}
