internal import Glibc

/// The users and groups of this system, asked for with getent(1).
///
/// The C library's own functions load modules (nsswitch.conf(5)) that have to be of the same library: `lockstep`, which has it in itself
/// (`Scripts/build`), crashes in them.
package enum UserDatabase {
    /// The entries of `passwd` or `group`, or the one with a number, each as the fields of its line; `nil` where nobody can say.
    package static func entries(of database: String, number: UInt32? = nil) -> [[String]]? {
        let words = ["getent", database] + (number.map { [String($0)] } ?? [])
        guard let text = try? said(by: "/usr/bin/getent", words) else { return nil }
        return text.split(separator: "\n").map { line in
            line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The number of a user or group of this name; `nil` where there is none, or nobody can say.
    package static func number(of name: String, in database: String) -> UInt32? {
        guard !name.isEmpty, !name.hasPrefix("-"),
            let text = try? said(by: "/usr/bin/getent", ["getent", database, name])
        else { return nil }
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        return fields.count > 2 && fields[0] == name ? UInt32(fields[2]) : nil
    }

    private static func said(by program: String, _ words: [String]) throws(SystemError) -> String {
        let null = try Descriptor(opening: "/dev/null", O_RDWR)
        var pipe = try DescriptorPair.pipe()
        let process = try Processes.start(
            program, words, environment: [], input: null.number, output: pipe.second?.number ?? -1)
        pipe.second = nil
        do throws(SystemError) {
            let bytes = try pipe.first?.bytes(limit: longest) ?? []
            // 2: there is none with that number.
            guard [0, 2].contains(try Processes.wait(for: process)) else { throw SystemError(EIO) }
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            Processes.end(process)
            throw error
        }
    }

    /// In bytes; a hundred thousand users have some ten million.
    private static let longest = 64 << 20
}
