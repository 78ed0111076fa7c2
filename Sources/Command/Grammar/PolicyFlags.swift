// What can be decided for a label, at `create` and at `set`.

extension Flag {
    static func renew(_ path: Text) -> Flag {
        Flag(
            "renew", nil, .value("PART", path),
            "when to make the next one: 66% of the lifetime, 2/3 (the default), or never")
    }

    static func overlap(_ path: Text) -> Flag {
        Flag(
            "overlap", nil, .value(.duration, path), "how long the old one is kept after a rotation (1h)")
    }

    static func owner(_ path: Text) -> Flag {
        Flag("owner", nil, .value("NAME", path), "who is responsible for it; or none")
    }

    static func purpose(_ path: Text) -> Flag {
        Flag("purpose", nil, .value("TEXT", path), "what it is for; or none")
    }

    static func tag(_ path: any (WritableKeyPath<Root, [String]> & Sendable), _ help: String) -> Flag {
        Flag("tag", nil, .list(.tag, path), help)
    }
}
