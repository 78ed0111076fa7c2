internal import Lifecycle

/// Reads the frames of a log file forward, without looking at what is in them.
struct FrameReader {
    /// What is at a place in a file.
    enum Step {
        case blob([UInt8])
        /// The file ends here.
        case end
        /// The file ends within the frame that is here.
        case short
        /// What is here is not a frame.
        case broken
    }

    private static let block = 256 << 10
    private let file: LogFile
    let limit: Int
    private(set) var offset: Int
    private var buffer: [UInt8] = []
    private var start: Int

    /// Reads from `offset` to where the file ends now, or to `limit`.
    init(_ file: LogFile, from offset: Int, to limit: Int? = nil) {
        (self.file, self.offset, start) = (file, offset, offset)
        self.limit = min(limit ?? .max, file.size)
    }

    mutating func next() throws(LedgerError) -> Step {
        guard offset < limit else { return .end }
        guard limit - offset >= 4 + ReadingFrame.smallest + 4 else { return .short }
        try fill(4)
        let count = Int(number(at: offset - start))
        guard (ReadingFrame.smallest...ReadingFrame.largest).contains(count) else { return .broken }
        guard limit - offset >= count + 8 else { return .short }
        try fill(count + 8)
        let place = offset - start
        guard buffer.count >= place + count + 8, number(at: place + 4 + count) == UInt32(count) else {
            return .broken
        }
        offset += count + 8
        return .blob(Array(buffer[place + 4..<place + 4 + count]))
    }

    /// Has so many bytes from the offset on in the buffer.
    private mutating func fill(_ count: Int) throws(LedgerError) {
        guard offset - start + count > buffer.count else { return }
        buffer = try file.read(min(max(count, FrameReader.block), limit - offset), at: offset)
        start = offset
    }

    private func number(at place: Int) -> UInt32 {
        guard place + 4 <= buffer.count else { return 0 }
        return buffer[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
