package import Lifecycle
package import Secrets

/// Moves hand-outs of this machine into a new file, which the asker has made and lends with its folder.
package struct ArchiveRequest: Hashable, Sendable, FileRequest {
    package typealias Answer = ArchiveReport
    package static let kind = RequestKind.archive
    package let path: String
    package let interim: String?
    /// Only files whose entries are all older, as a person writes it.
    package let before: String?

    /// Describes it.
    package init(path: String, interim: String?, before: String?) {
        (self.path, self.interim, self.before) = (path, interim, before)
    }

    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.value(path)
        writer.value(interim)
        writer.value(before)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(path: try reader.value(), interim: try reader.value(), before: try reader.value())
    }
}

/// A part of an archive of the log, which the asker has opened and lends.
package struct ArchivedRequest: Hashable, Sendable, FileRequest {
    package typealias Answer = AuditPage
    package static let kind = RequestKind.archived
    package let path: String
    /// Which entries.
    package let audit: AuditRequest

    /// Describes it.
    package init(path: String, _ audit: AuditRequest) { (self.path, self.audit) = (path, audit) }

    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.value(path)
        writer.value(audit)
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(path: try reader.value(), try reader.value())
    }
}
