internal import CPlatform
internal import Glibc

/// Files and folders by their paths, made so that they outlast a power cut.
package enum Files {
    /// The bytes of a file that is no secret; throws `EFBIG` where there are more than `limit`.
    package static func bytes(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
        try Descriptor(opening: path, O_RDONLY).bytes(limit: limit)
    }

    /// The first 4 KiB of a file that the kernel writes, by one read; `nil` when it cannot be read.
    package static func kernelText(of path: String) -> String? {
        guard let file = try? Descriptor(opening: path, O_RDONLY), let bytes = try? file.readOnce(4096) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The size of a file in bytes; 0 when there is none.
    package static func size(of path: String) -> Int { (try? FileStatus(of: path))?.size ?? 0 }

    /// Whether an access control list lets more users into a folder than its mode tells (acl(5)), or that cannot be known.
    package static func hasAccessList(_ path: String) -> Bool { unsafe lockstep_has_access_list(path) }

    /// Whether something is mounted at a path itself, so that what is there cannot be replaced.
    package static func isMountPoint(_ path: String) -> Bool { unsafe lockstep_is_mount_point(path) }

    /// What a link says (readlink(2)); throws `EILSEQ` where it is no text.
    package static func target(ofLink path: String) throws(SystemError) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe bytes.withUnsafeMutableBytes { buffer -> Int in
            guard let start = buffer.baseAddress else { return 0 }
            return unsafe readlink(path, start.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard count > 0 else { throw .last }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else { throw SystemError(EILSEQ) }
        return text
    }

    /// Makes a folder and those above it, each 0700 and durable, where they are missing.
    package static func makeFolder(_ path: String) throws(SystemError) {
        if unsafe mkdir(path, 0o700) == 0 { return try syncFolder(of: path) }
        let failure = SystemError.last
        let above = Path.folder(of: path)
        switch failure.number {
        case EEXIST: return
        case ENOENT where !["/", ".", path].contains(above):
            try makeFolder(above)
            if unsafe mkdir(path, 0o700) == 0 { return try syncFolder(of: path) }
            guard errno == EEXIST else { throw .last }
        default: throw failure
        }
    }

    /// Makes durable which names the folder of a path has.
    package static func syncFolder(of path: String) throws(SystemError) {
        let failure = unsafe lockstep_sync_folder(Path.folder(of: path))
        guard failure == 0 else { throw SystemError(failure) }
    }

    /// The names in a folder, in no order, without those that begin with a dot.
    package static func names(in folder: String) throws(SystemError) -> [String] {
        guard let entries = unsafe opendir(folder) else { throw .last }
        defer { _ = unsafe closedir(entries) }
        var names: [String] = []
        while let entry = unsafe readdir(entries) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// Whether there is nothing at a path, not even a link that leads nowhere.
    package static func isFree(_ path: String) -> Bool {
        unsafe faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT
    }

    /// Makes a file that nobody else can read, for writing; throws `EEXIST` when there is one.
    package static func make(_ path: String) throws(SystemError) -> Descriptor {
        try Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL)
    }

    /// Gives a finished file a second name, durably; throws `EEXIST` and changes nothing when the name is taken.
    package static func publish(_ made: String, as path: String) throws(SystemError) {
        try SystemError.check(unsafe link(made, path))
        do throws(SystemError) { try syncFolder(of: path) } catch {
            _ = unsafe unlink(path)
            throw error
        }
    }

    /// Makes durable what was written to a file, but for its times (fdatasync(2)); a link is not followed.
    package static func sync(_ path: String) throws(SystemError) {
        let file = try Descriptor(opening: path, O_RDONLY | O_NOFOLLOW)
        try SystemError.check(fdatasync(file.number))
    }
}
