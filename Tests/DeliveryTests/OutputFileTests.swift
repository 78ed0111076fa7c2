import Glibc
import Platform
import Secrets
import TestSupport
import Testing

@testable import Delivery

@Suite("A file that a text with token strings is written to")
struct OutputFileTests {
    private let folder = TemporaryFolder()
    private var path: String { "\(folder.path)/out" }

    private func write(_ text: String, to path: String) throws {
        let file = try OutputFile(path)
        let bytes = Array(text.utf8)
        try writeAll(bytes.span, to: file.descriptor)
        try file.finish()
    }

    private func text(_ path: String) -> String {
        String(decoding: TemporaryFolder.bytes(of: path), as: UTF8.self)
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode : 0
    }

    @Test("is made or replaced whole, 0600, and nothing stays beside it")
    func replacing() throws {
        try write("one", to: path)
        unsafe chmod(path, 0o644)
        try write("two", to: path)
        #expect(text(path) == "two" && mode(path) == S_IFREG | 0o600)
        #expect(TemporaryFolder.names(in: folder.path) == ["out"])
    }

    @Test("has no name before it is complete, and the old one stays")
    func unnamed() throws {
        TemporaryFolder.write(Array("old".utf8), to: path)
        let file = try OutputFile(path)
        #expect(file.way == .replacing)
        try writeAll([UInt8](repeating: 1, count: 9).span, to: file.descriptor)
        #expect(TemporaryFolder.names(in: folder.path) == ["out"] && text(path) == "old")
    }

    @Test("leaves nothing when it is given up")
    func givenUp() throws {
        _ = try OutputFile(path)
        #expect(TemporaryFolder.names(in: folder.path) == [])
    }

    @Test("is reached through links, which stay", arguments: [true, false])
    func links(_ isThere: Bool) throws {
        unsafe mkdir("\(folder.path)/real", 0o700)
        if isThere { TemporaryFolder.write([1], to: "\(folder.path)/real/out") }
        unsafe symlink("real", "\(folder.path)/linked")
        unsafe symlink("linked/out", "\(folder.path)/second")
        unsafe symlink("\(folder.path)/second", path)
        try write("x", to: path)
        #expect(text("\(folder.path)/real/out") == "x" && mode(path) & S_IFMT == S_IFLNK)
        #expect(TemporaryFolder.names(in: "\(folder.path)/real") == ["out"])
    }

    @Test("is written into where it is a device, a pipe or a descriptor of this process")
    func special() throws {
        try write("x", to: "/dev/null")
        #expect(mode("/dev/null") & S_IFMT == S_IFCHR)
        unsafe mkfifo(path, 0o600)
        let reader = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        unsafe symlink("out", "\(folder.path)/pipe")
        try write("x", to: "\(folder.path)/pipe")
        var byte: UInt8 = 0
        #expect(unsafe read(reader, &byte, 1) == 1 && mode(path) & S_IFMT == S_IFIFO)
        let plain = unsafe open("\(folder.path)/plain", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(plain) }
        for name in ["/dev/fd/\(plain)", "/proc/self/fd/\(plain)", "/proc/\(getpid())/fd/\(plain)"] {
            try write("x", to: name)
        }
        #expect(text("\(folder.path)/plain") == "xxx" && mode("\(folder.path)/plain") & S_IFMT == S_IFREG)
    }

    @Test(
        "is refused where nothing can be written",
        arguments: [("", ENOENT), ("/none/out", ENOENT), ("/", EISDIR), ("/loop", ELOOP), ("/x/", ENOENT)]
            as [(String, Int32)])
    func refused(_ name: String, _ number: Int32) {
        unsafe symlink("loop", "\(folder.path)/loop")
        #expect(throws: HandOutError.unwritable(number)) {
            try OutputFile(name.isEmpty ? "" : folder.path + name)
        }
    }
}
