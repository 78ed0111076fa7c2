internal import Glibc
internal import Lifecycle
internal import Secrets

/// Makes frames in one buffer, which is used again and again: link before (32), u64 batch, then the frame as it is written.
///
/// The hash of the chain covers all of it but the last length, so nothing is copied.
struct FrameMaker {
    private static let batchPlace = KeyedHash.size
    private static let framePlace = batchPlace + 8
    private static let plainPlace = framePlace + ReadingFrame.before
    private static let gap = [UInt8](repeating: 0, count: ReadingFrame.behind)

    private let keys: LogEpochKeys
    private var binding: [UInt8]
    private var nonces = NoncePool()
    private var out = Writer()
    private var end = plainPlace
    /// The number of the next batch.
    private(set) var batch: UInt64

    /// Goes on at a position of a writer's log.
    init(_ folder: ReadingFolder, _ writer: [UInt8], at position: ReadingPosition, _ keys: LogKeys) {
        self.keys = keys.current
        batch = position.batches
        binding = ReadingFrame.binding(
            keys.vault, keys.current.epoch, host: folder.host, writer: writer, file: position.file,
            batch: batch)
        out.raw(position.link)
        out.number(batch)
        out.number(UInt32(0))
        out.byte(ReadingFrame.version)
        out.number(keys.current.epoch)
        out.raw([UInt8](repeating: 0, count: Seal.gaps.before))
    }

    /// The last link of the chain.
    var link: [UInt8] { Array(out.bytes.prefix(KeyedHash.size)) }
    /// The size of the frame that was sealed.
    var size: Int { end - FrameMaker.framePlace }

    /// Begins a frame.
    mutating func begin(_ kind: UInt8) {
        out.change { $0.removeSubrange(FrameMaker.plainPlace...) }
        out.byte(kind)
        end = FrameMaker.plainPlace + 1
    }

    /// Adds an entry, so many times.
    mutating func add(_ entry: AuditEntry, times: Int) {
        let start = end
        end = ReadingBatch.append(entry, to: &out, at: start)
        guard times > 1 else { return }
        let written = start..<end
        end = out.change { bytes in
            let entry = Array(bytes[written])
            for _ in 1..<times { bytes += entry }
            return bytes.count
        }
    }

    /// Adds what is not an entry.
    mutating func add(_ write: (inout Writer) -> Void) { write(&out) }

    /// Seals the frame.
    mutating func seal() throws(SecretsError) {
        FrameMaker.put(batch, into: &binding, at: binding.count - 8)
        let (keys, batch, binding) = (keys, batch, binding)
        end = try out.change { (bytes) throws(SecretsError) in
            let plain = FrameMaker.plainPlace..<bytes.count
            bytes.append(contentsOf: FrameMaker.gap)
            let length = UInt32(bytes.count - FrameMaker.framePlace - 8)
            FrameMaker.put(batch, into: &bytes, at: FrameMaker.batchPlace)
            FrameMaker.put(length, into: &bytes, at: FrameMaker.framePlace)
            FrameMaker.put(length, into: &bytes, at: bytes.count - 4)
            try Seal.seal(inPlace: &bytes, plain, with: keys.seal, binding: binding, nonces: &nonces)
            return bytes.count
        }
    }

    /// Writes the frame from its byte `start` on, once; returns what write(2) returned, or minus errno.
    mutating func write(to file: Int32, from start: Int) -> Int {
        let (place, count) = (FrameMaker.framePlace + start, size - start)
        return out.change { bytes in
            unsafe bytes.withUnsafeBytes { bytes in
                let wrote = unsafe Glibc.write(file, bytes.baseAddress.map { unsafe $0 + place }, count)
                return wrote >= 0 ? wrote : -Int(errno)
            }
        }
    }

    /// Goes on behind the frame, which was written.
    mutating func advance() {
        let (hashed, keys) = (0..<end - 4, keys)
        out.change { KeyedHash.write(into: &$0, at: 0, of: hashed, with: keys.links) }
        batch += 1
    }

    @inline(__always)
    private static func put<N: FixedWidthInteger>(_ number: N, into bytes: inout [UInt8], at place: Int) {
        for index in 0..<N.bitWidth / 8 {
            bytes[place + index] = UInt8(truncatingIfNeeded: number >> (N.bitWidth - 8 - 8 * index))
        }
    }
}
