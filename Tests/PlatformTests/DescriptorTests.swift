import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite("A descriptor with one owner")
struct DescriptorTests {
    private let folder = TemporaryFolder()
    private var path: String { "\(folder.path)/file" }

    private func isOpen(_ number: Int32) -> Bool { fcntl(number, F_GETFD) >= 0 }

    /// A number that no other test, which may run beside this one, gets when it is closed.
    private func far(_ number: Int32) throws -> Descriptor {
        try Descriptor(owning: fcntl(number, F_DUPFD_CLOEXEC, 900))
    }

    @Test("is closed when its owner drops it, and not when it is given away")
    func closing() throws {
        var number: Int32 = -1
        do {
            let file = try far(STDERR_FILENO)
            number = file.number
            #expect(isOpen(number))
        }
        #expect(!isOpen(number))
        number = try far(STDERR_FILENO).released()
        #expect(isOpen(number))
        close(number)
    }

    @Test("is opened close-on-exec, 0600 where it is made, and says why it is not")
    func opening() throws {
        let file = try Descriptor(opening: path, O_RDWR | O_CREAT | O_EXCL)
        let status = try file.status()
        #expect(fcntl(file.number, F_GETFD) == FD_CLOEXEC)
        #expect(status.permissions == 0o600 && status.kind == .file && status.isOwn && status.isPrivate)
        #expect(throws: SystemError(EEXIST)) {
            _ = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL)
        }
        #expect(throws: SystemError(ENOENT)) { _ = try Descriptor(opening: path + "x", O_RDONLY) }
        #expect(throws: SystemError(ENOTDIR)) { _ = try Descriptor(folder: path) }
        #expect(throws: SystemError(EMFILE)) { _ = try Descriptor(result: -EMFILE) }
        #expect(throws: SystemError(EBADF)) { _ = try Descriptor(copying: 1 << 20) }
    }

    @Test("reads to the end and no more than its bound")
    func bounds() throws {
        let bytes = [UInt8](repeating: 7, count: 70_000)
        try Descriptor(opening: path, O_WRONLY | O_CREAT).write(bytes)
        #expect(try Files.bytes(of: path, limit: 70_000) == bytes)
        #expect(throws: SystemError(EFBIG)) { try Files.bytes(of: path, limit: 69_999) }
        let file = try Descriptor(opening: path, O_RDONLY)
        #expect(try file.firstBytes(5) == Array(bytes.prefix(5)))
        #expect(throws: SystemError(EBADF)) { try Descriptor(opening: path, O_WRONLY).bytes(limit: 1) }
        #expect(throws: SystemError(EBADF)) { try Descriptor(opening: path, O_RDONLY).write([1]) }
    }

    @Test("lends a number without closing it, whatever the borrower throws")
    func borrowing() throws {
        let file = try far(STDERR_FILENO)
        let number = file.number
        let seen = try Descriptor.withBorrowed(number) { try $0.status().identity }
        #expect(try seen == file.status().identity)
        #expect(throws: SystemError(EIO)) {
            try Descriptor.withBorrowed(number) { (_) throws(SystemError) in throw SystemError(EIO) }
        }
        #expect(isOpen(number))
    }

    @Test("comes in pairs, of which each end is closed by itself")
    func pairs() throws {
        var pipe = try DescriptorPair.pipe()
        try pipe.second?.write([1, 2, 3])
        pipe.second = nil
        #expect(try pipe.first?.bytes(limit: 3) == [1, 2, 3])
        try check(DescriptorPair.stream())
        try check(DescriptorPair.messages())
    }

    private func check(_ given: consuming DescriptorPair) throws {
        var pair = given
        try pair.second?.write([4])
        #expect(try pair.first?.firstBytes(1) == [4])
        #expect(ready(pair.first?.number ?? -1, for: POLLIN, milliseconds: 0) == 0)
        pair.second = nil
        #expect(ready(pair.first?.number ?? -1, for: POLLIN, milliseconds: 0) & POLLHUP != 0)
    }
}
