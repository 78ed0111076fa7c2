import Glibc
import Platform
import Secrets
import TestSupport
import Testing

@testable import Imports

@Suite("A string that is taken out of a file")
struct TakingTests {
    private let folder = TemporaryFolder()
    private var path: String { "\(folder.path)/f" }

    private func write(_ text: String, mode: UInt32 = 0o640) throws {
        let file = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(Array(text.utf8))
        #expect(fchmod(file.number, mode) == 0)
    }

    private func remove() throws { try SystemError.check(unsafe unlink(path)) }

    private func text() throws -> String {
        String(decoding: try Files.bytes(of: path, limit: 4096), as: UTF8.self)
    }

    private func take(_ cuts: [Taking.Cut], between: () throws -> Void = {}) throws {
        let text = try SourceText(reading: path)
        try between()
        try Taking(try #require(text.file)).take(cuts, from: text.bytes)
    }

    @Test("is gone from it and from the file that was there; every other byte stays, and so does the mode")
    func taken() throws {
        try write("ab\r\ncdef\nghi\0")
        let old = try Descriptor(opening: path, O_RDONLY)
        try take([.init(8..<10), .init(1..<2, leaving: "XYZ")])
        #expect(try text() == "aXYZ\r\ncdefhi\0")
        #expect(try FileStatus(at: path).permissions == 0o640)
        #expect(String(decoding: try old.bytes(limit: 99), as: UTF8.self) == "ax\r\ncdefxxhi\0")
        #expect(try Files.names(in: folder.path) == ["f"])
    }

    @Test("stays where the file is a link, has other names, was replaced or was written meanwhile")
    func refused() throws {
        try write("abc")
        let cut = [Taking.Cut(0..<1)]
        #expect(throws: TakingError.changed) { try take(cut) { try write("abd") } }
        #expect(throws: TakingError.changed) { try take(cut) { try remove() } }
        try write("abc")
        #expect(throws: TakingError.changed) {
            try take(cut) {
                try remove()
                try write("abc")
            }
        }
        let other = "\(folder.path)/g"
        let linked = unsafe link(path, other)
        #expect(linked == 0)
        #expect(throws: TakingError.otherNames) { try take(cut) }
        try remove()
        let pointed = unsafe symlink(other, path)
        #expect(pointed == 0)
        #expect(throws: TakingError.notRegular) { try take(cut) }
        #expect(try text() == "abc")
        #expect(try SourceText(reading: "/dev/null").file == nil)
    }
}
