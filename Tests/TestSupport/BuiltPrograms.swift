internal import Glibc

/// Where `swift build` put the programs: beside the test bundle that runs now.
package enum BuiltPrograms {
    /// The path of a program.
    package static func path(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = own.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(folder)/\(name)"
    }
}

/// Waits, in steps of five milliseconds, until something holds; `false` after the seconds.
package func eventually(within seconds: Int = 10, _ holds: () -> Bool) -> Bool {
    for _ in 0..<seconds * 200 {
        if holds() { return true }
        usleep(5000)
    }
    return holds()
}
