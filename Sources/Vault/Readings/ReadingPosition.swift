/// A place between two batches in the log of one writer.
struct ReadingPosition: Hashable, Sendable {
    /// The file's number, from 1.
    var file: UInt32 = 1
    /// In that file.
    var offset = 0
    /// How many batches stand before it, in all files: also the number of the next.
    var batches: UInt64 = 0
    /// The last link of their chain.
    var link = ReadingFrame.noLink
}

/// Where a summary stands.
struct SummaryPlace: Hashable, Sendable {
    let file: UInt32
    let offset: Int
    /// Its number among the batches.
    let batch: UInt64
    /// The length of its frame.
    let length: Int
}

/// How far the log of one writer is durable for certain: what the vault's change log keeps of it.
struct ReadingAnchor: Hashable, Sendable {
    let host: [UInt8]
    let writer: [UInt8]
    let batches: UInt64
    let link: [UInt8]
}
