internal import Lifecycle

/// What came of reading a whole reading log.
struct ReadingVerdict {
    /// Something that is wrong.
    struct Finding: Hashable {
        /// What kind of damage it is.
        enum Kind: Hashable, Sendable {
            /// The log ends before the place to which it was durable.
            case cut
            /// Batches in the middle, a file or all files of a writer are missing.
            case gone
            /// Batches stand in another order.
            case reordered
            /// A batch does not open, or does not continue the chain.
            case altered
            /// It was written on another machine.
            case otherHost
            /// The file that says how far the log is durable is not valid, or missing.
            case end
            /// It was written by a later version of the program.
            case newer
            /// The chain is not the one that the vault has noted.
            case replaced
        }

        let kind: Kind
        let path: String
        /// The writer whose log it is; `nil` for another machine's.
        let writer: [UInt8]?
        /// The batch at which it was noticed.
        let batch: UInt64?
        /// Whether a person was told of it, so that it does not stop hand-outs.
        var isNoted = false

        /// The failure that says it.
        var error: LedgerError {
            switch kind {
            case .cut, .gone: ReadingFault.cut(path)
            case .newer: LedgerError(.newer, ReadingFault.part).at(path)
            default: ReadingFault.altered(path)
            }
        }
    }

    var findings: [Finding] = []
    var writers = 0
    var files = 0
    var batches: UInt64 = 0
    var entries: UInt64 = 0
    /// How many entries retention or archiving has removed.
    var removed: UInt64 = 0
    /// How often a torn end was cut off after a power cut.
    var torn: UInt32 = 0
    /// Writers that are in use: what they are writing now is not looked at.
    var inUse = 0
}
