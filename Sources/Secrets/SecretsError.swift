package import Platform

/// What can go wrong with guarded memory and cryptography; it names the kind and carries no data.
package enum SecretsError: Error, Hashable, Sendable {
    /// libsodium did not start, or guarded memory could not be had.
    case memory
    /// A sealed blob did not open: another key, other associated data, or altered bytes.
    case authentication
    /// Parameters outside the bounds that are accepted before any work is done.
    case parameters
    /// Encoded bytes that are not exactly what their format allows.
    case malformed
    /// Encoded by a later version, with something in it that must not be passed over.
    case later
    /// More bytes than the bound that the caller set.
    case tooLong
    /// A descriptor refused to be read or written; the value is errno.
    case descriptor(Int32)

    /// Says of a descriptor what the system said.
    package init(_ error: SystemError) { self = .descriptor(error.number) }
}
