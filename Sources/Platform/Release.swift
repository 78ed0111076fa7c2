/// What this release is called.
package enum Release {
    /// Its version (semver.org). It stands here alone: programs, packages and pages are given it, and `Scripts/version` sees to that.
    package static let version = "0.2.0"
}
