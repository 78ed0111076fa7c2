/// A file whose text is not readable as it stands, since it is compressed: by the bytes that such files begin with.
package enum Container: String, Hashable, Sendable, CaseIterable {
    case gzip, bzip2, xz, zstd, lz4, zip, sevenZip = "7z"
    case gitPack = "git pack"
    case zlib

    /// So many bytes tell.
    static let size = 6

    /// What begins so; `nil` for what may be text.
    init?(_ bytes: [UInt8]) {
        for kind in Container.allCases where kind.isBegun(by: bytes) {
            self = kind
            return
        }
        return nil
    }

    private func isBegun(by bytes: [UInt8]) -> Bool {
        func begins(_ magic: UInt8...) -> Bool { bytes.starts(with: magic) }
        return switch self {
        case .gzip: begins(0x1F, 0x8B)
        case .bzip2: begins(0x42, 0x5A, 0x68) && bytes.count > 3 && (0x31...0x39).contains(bytes[3])
        case .xz: begins(0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00)
        case .zstd: begins(0x28, 0xB5, 0x2F, 0xFD)
        case .lz4: begins(0x04, 0x22, 0x4D, 0x18)
        case .zip: begins(0x50, 0x4B, 0x03, 0x04)
        case .sevenZip: begins(0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C)
        case .gitPack: begins(0x50, 0x41, 0x43, 0x4B, 0x00)
        // RFC 1950: a window of 32 KiB, and a check that makes both bytes a multiple of 31; git's loose objects.
        case .zlib: begins(0x78, 0x01) || begins(0x78, 0x9C) || begins(0x78, 0xDA)
        }
    }
}
