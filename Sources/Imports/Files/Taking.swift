internal import Glibc
internal import Platform
package import Secrets

/// Why nothing was taken out of a file; it is as it was, unless its name alone is not durable yet.
package enum TakingError: Error, Hashable, Sendable {
    /// A link, or what is no regular file, is at the path.
    case notRegular
    /// It is another user's.
    case foreign
    /// It has other names, under which the strings would stay.
    case otherNames
    /// Its access control list, or that it is mounted by itself, would not survive.
    case special
    /// It is not the one, or not as it was, when it was read.
    case changed
    /// The system does not let it be replaced.
    case unwritable(Int32)
    /// It was replaced, and a power cut may bring the old one back.
    case notDurable(Int32)
}

/// Takes strings out of a file: every other byte stays, and so do its owner, group and mode. It is replaced whole or not at all.
package struct Taking {
    /// What is taken out, and what stands there then.
    package struct Cut {
        let range: Range<Int>
        let text: [UInt8]

        /// Joins both.
        package init(_ range: Range<Int>, leaving text: String = "") {
            (self.range, self.text) = (range, Array(text.utf8))
        }
    }

    private let file: SourceFile
    /// Passed before and after each durable step; tests end the process there.
    private let step: () -> Void

    /// Takes a file as it was read.
    package init(_ file: SourceFile, step: @escaping () -> Void = {}) {
        (self.file, self.step) = (file, step)
    }

    /// Throws what keeps anything from being taken out, before anybody is asked about it.
    package func check() throws(TakingError) {
        let found: FileStatus
        do throws(SystemError) { found = try FileStatus(at: file.path) } catch {
            throw error.number == ENOENT ? .changed : .unwritable(error.number)
        }
        guard found.kind == .file else { throw .notRegular }
        guard found.isOwn else { throw .foreign }
        guard found.links == 1 else { throw .otherNames }
        guard !Files.isMountPoint(file.path), !Files.hasAccessList(file.path) else { throw .special }
        guard found.identity == file.status.identity, found.changed == file.status.changed else {
            throw .changed
        }
    }

    /// Replaces the file by one without the cuts, durably, and then overwrites them in the old one's blocks.
    package func take(_ cuts: [Cut], from original: borrowing SecretBytes) throws(TakingError) {
        try check()
        let cuts = cuts.sorted { $0.range.lowerBound < $1.range.lowerBound }
        let path = file.path
        let old = try Taking.system { () throws(SystemError) in
            try Descriptor(opening: path, O_RDWR | O_NOFOLLOW | O_NOCTTY)
        }
        var draft = try Taking.system { () throws(SystemError) in try Draft(of: path) }
        let number = draft.file.number
        try Taking.system { () throws(SystemError) in
            try keepRights(number)
            try write(original, without: cuts, to: number)
        }
        try requireSame(old, original)
        // As late as can be: what an editor writes from here on is lost.
        try check()
        step()
        do throws(Draft.Failure) { try draft.replace() } catch {
            switch error {
            case .unwritable(let why): throw .unwritable(why.number)
            case .notDurable(let why): throw .notDurable(why.number)
            }
        }
        step()
        overwrite(cuts, in: old)
    }

    private static func system<R: ~Copyable>(
        _ body: () throws(SystemError) -> R
    ) throws(TakingError) -> R {
        do throws(SystemError) { return try body() } catch { throw .unwritable(error.number) }
    }

    private func requireSame(
        _ old: borrowing Descriptor, _ original: borrowing SecretBytes
    ) throws(TakingError) {
        let present: SecretBytes
        do throws(SecretsError) {
            present = try SecretBytes(readingAll: old.number, limit: SourceText.limit)
        } catch { throw .changed }
        guard present.matches(original) else { throw .changed }
    }

    private func keepRights(_ draft: Int32) throws(SystemError) {
        let present = try FileStatus(draft)
        if present.group != file.status.group {
            try SystemError.check(fchown(draft, uid_t.max, file.status.group))
        }
        try SystemError.check(fchmod(draft, file.status.permissions))
    }

    private func write(
        _ original: borrowing SecretBytes, without cuts: [Cut], to draft: Int32
    ) throws(SystemError) {
        try original.withBytes { (bytes) throws(SystemError) in
            var place = 0
            for cut in cuts {
                try writeAll(bytes.extracting(place..<cut.range.lowerBound), to: draft)
                try writeAll(cut.text.span, to: draft)
                place = cut.range.upperBound
            }
            try writeAll(bytes.extracting(place..<bytes.count), to: draft)
        }
    }

    /// The old file has no name any more, but blocks. What a disk keeps of them besides is outside of our control.
    private func overwrite(_ cuts: [Cut], in old: borrowing Descriptor) {
        for cut in cuts {
            let blank = [UInt8](repeating: UInt8(ascii: "x"), count: cut.range.count)
            _ = unsafe pwrite(old.number, blank, blank.count, off_t(cut.range.lowerBound))
        }
        _ = fdatasync(old.number)
    }
}
