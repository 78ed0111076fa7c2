internal import Glibc
internal import Platform

/// A group of users, as group(5) and passwd(5) have it.
struct Group {
    /// The users that it names; `nil` when there is no such group.
    var names: [String]?
    /// The users whose first group it is.
    var users: [(name: String, id: uid_t)]

    /// Whether nobody but a user, and root, is in it.
    func isPrivate(to user: uid_t, named name: String?, sameNumber: Bool) -> Bool {
        guard users.allSatisfy({ $0.id == user || $0.id == 0 }) else { return false }
        // A container may know neither: by custom a user's own group has the user's number.
        guard let names else { return !users.isEmpty || (name == nil && sameNumber) }
        guard names.allSatisfy({ $0 == name || $0 == "root" }) else { return false }
        return !users.isEmpty || !names.isEmpty
    }

    /// Whether nobody but the user that this process runs as, and root, is in a group.
    static func isPrivate(_ number: gid_t) -> Bool {
        let user = geteuid()
        guard let own = UserDatabase.entries(of: "passwd", number: user), let group = Group(number) else {
            return false
        }
        return group.isPrivate(to: user, named: own.first?.first, sameNumber: number == user)
    }

    /// Reads what is known of a group; `nil` where nobody can say.
    private init?(_ number: gid_t) {
        guard let known = UserDatabase.entries(of: "passwd"),
            let groups = UserDatabase.entries(of: "group", number: number)
        else { return nil }
        users = known.filter { $0.count > 3 && $0[3] == String(number) }
            .compactMap { entry in uid_t(entry[2]).map { (entry[0], $0) } }
        names = groups.first.map { ($0.last ?? "").split(separator: ",").map(String.init) }
    }

    /// A group as a test makes it up.
    init(names: [String]?, users: [(name: String, id: uid_t)]) { (self.names, self.users) = (names, users) }
}
