internal import Glibc

/// Programs that belong together are in one folder.
package enum Programs {
    /// The path of another program beside this one.
    ///
    /// Where `/proc` does not say where this one is, it is a path that only root could fill: never one that depends on the working
    /// folder, where a program of anybody's could be.
    package static func beside(_ name: String) -> String {
        let own = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { path in
            guard let start = path.baseAddress else { return "" }
            let count = unsafe readlink("/proc/self/exe", start, path.count)
            return unsafe String(
                decoding: UnsafeRawBufferPointer(start: start, count: max(0, count)), as: UTF8.self)
        }
        guard let slash = own.lastIndex(of: "/") else { return "/\(name)" }
        return "\(own[..<slash])/\(name)"
    }
}
