internal import Glibc

/// The entries of a folder, one after the other, by the bytes of their names: they need not be text, and there may be millions.
@safe package struct FolderEntries: ~Copyable {
    private let stream: OpaquePointer

    /// One of them.
    package struct Entry: Hashable, Sendable {
        /// The bytes of its name.
        package let name: [UInt8]
        /// What it is, where the file system says so.
        package let kind: FileStatus.Kind?
    }

    /// Opens a folder by the bytes of its path; a link is not followed.
    package init(_ path: [UInt8]) throws(SystemError) {
        let folder = try Descriptor(opening: path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        let number = folder.released()
        guard let stream = unsafe fdopendir(number) else {
            let failure = SystemError.last
            _ = close(number)
            throw failure
        }
        unsafe self.stream = stream
    }

    deinit { _ = unsafe closedir(stream) }

    /// The next one, without the folder itself and the one above; `nil` after the last.
    package mutating func next() throws(SystemError) -> Entry? {
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                guard errno == 0 else { throw .last }
                return nil
            }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe Array($0.prefix { $0 != 0 })
            }
            if name == Array(".".utf8) || name == Array("..".utf8) { continue }
            return Entry(name: name, kind: unsafe FolderEntries.kind(entry.pointee.d_type))
        }
    }

    private static func kind(_ type: UInt8) -> FileStatus.Kind? {
        switch Int(type) {
        case DT_REG: .file
        case DT_DIR: .folder
        case DT_LNK: .link
        case DT_SOCK: .socket
        case DT_CHR: .characterDevice
        case DT_UNKNOWN: nil
        default: .other
        }
    }
}

extension Descriptor {
    /// Opens a file by the bytes of its path, which need not be text, close-on-exec.
    package init(opening path: [UInt8], _ flags: Int32) throws(SystemError) {
        let path = path.map { CChar(bitPattern: $0) } + [0]
        try self.init(owning: unsafe open(path, flags | O_CLOEXEC))
    }
}
