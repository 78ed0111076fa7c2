internal import Glibc
package import Platform

/// What whoever asks has opened, so that nobody opens a path that is only named: a file, and for a new one the folder where it gets its
/// name.
package final class LentFiles {
    /// Both, until they are taken.
    package var pair: DescriptorPair
    /// As the asker calls the file, for messages and for its name in the folder.
    package let path: String
    /// The name that a new file has until it is complete; `nil` where it has none.
    package let interim: String?
    /// A new file of this process: what is left of it when nobody has completed it goes with this.
    private let draft: Draft?

    /// Takes what was lent.
    package init(_ pair: consuming DescriptorPair, path: String, interim: String? = nil) {
        (self.path, self.interim) = (path, interim)
        draft = nil
        self.pair = consume pair
    }

    /// Opens a file that is there.
    package init(opening path: String) throws(SystemError) {
        pair = DescriptorPair(try Descriptor(opening: path, O_RDONLY | O_NONBLOCK))
        (self.path, interim) = (path, nil)
        draft = nil
    }

    /// Makes a new file, which takes its name once it is complete.
    package init(new path: String) throws(SystemError) {
        let draft = try Draft(of: path)
        pair = try draft.lent()
        (self.path, interim) = (path, draft.interim)
        self.draft = consume draft
    }
}
