internal import Glibc

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
        let name = unsafe getpwuid(user).flatMap { unsafe String(validatingCString: $0.pointee.pw_name) }
        return Group(number).isPrivate(to: user, named: name, sameNumber: number == user)
    }

    /// Reads what is known of a group.
    private init(_ number: gid_t) {
        users = []
        setpwent()
        while let entry = unsafe getpwent() {
            guard unsafe entry.pointee.pw_gid == number else { continue }
            users.append((unsafe String(cString: entry.pointee.pw_name), unsafe entry.pointee.pw_uid))
        }
        endpwent()
        guard let entry = unsafe getgrgid(number), var member = unsafe entry.pointee.gr_mem else { return }
        var names: [String] = []
        while let name = unsafe member.pointee {
            names.append(unsafe String(cString: name))
            unsafe member += 1
        }
        self.names = names
    }

    /// A group as a test makes it up.
    init(names: [String]?, users: [(name: String, id: uid_t)]) { (self.names, self.users) = (names, users) }
}
