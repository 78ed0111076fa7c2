internal import Delivery
internal import Platform

extension OutputRights {
    /// What `--mode` and `--owner` say; throws `usage` for what is none.
    static func read(mode: String?, owner: String?) throws(Problem) -> OutputRights {
        var rights = OutputRights()
        if let mode {
            guard let number = UInt32(mode, radix: 8), (3...4).contains(mode.utf8.count), number <= 0o777
            else {
                throw .usage(
                    "\(Printable.quoted(mode)) is not a valid mode.", hint: "Write it in octal, such as 640.")
            }
            rights.mode = number
        }
        if let owner {
            let parts = owner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            if !parts[0].isEmpty { rights.owner = try number(of: parts[0], in: "passwd", "user") }
            if parts.count > 1, !parts[1].isEmpty {
                rights.group = try number(of: parts[1], in: "group", "group")
            }
            guard rights.owner != nil || rights.group != nil else {
                throw .usage(
                    "\(Printable.quoted(owner)) is not a valid owner.",
                    hint: "Write USER, USER:GROUP or :GROUP.")
            }
        }
        return rights
    }

    private static func number(of name: String, in database: String, _ what: String) throws(Problem) -> UInt32
    {
        if let number = UInt32(name), number != UInt32.max { return number }
        guard let number = UserDatabase.number(of: name, in: database) else {
            throw .usage("There is no \(what) \(Printable.quoted(name)).", hint: "Write a name, or a number.")
        }
        return number
    }
}
