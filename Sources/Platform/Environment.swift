internal import Glibc

/// The environment of this process.
package enum Environment {
    /// The value of a variable; `nil` when it is unset, empty, or not UTF-8.
    package static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name), let text = unsafe String(validatingCString: value),
            !text.isEmpty
        else { return nil }
        return text
    }

    /// The value of a variable that somebody relies on, so that one that is not UTF-8 does not count as unset: it comes with
    /// replacement characters, and fails where it is used. `nil` when it is unset or empty.
    package static func repairedValue(_ name: String) -> String? {
        guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
        return unsafe String(cString: value)
    }
}
