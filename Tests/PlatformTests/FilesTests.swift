import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite("Files, paths and what the system says")
struct FilesTests {
    private let folder = TemporaryFolder()

    @Test("A folder is made with those above it, 0700, and one that is there is left alone")
    func folders() throws {
        let path = "\(folder.path)/a/b/c"
        try Files.makeFolder(path)
        try Files.makeFolder(path)
        #expect(try FileStatus(of: path).kind == .folder && FileStatus(of: path).permissions == 0o700)
        TemporaryFolder.write([], to: "\(folder.path)/file")
        #expect(throws: SystemError(ENOTDIR)) { try Files.makeFolder("\(folder.path)/file/x") }
        #expect(throws: SystemError(ENOENT)) { try Files.makeFolder("") }
    }

    @Test("who has locks on a file is named, by the kernel's list")
    func locks() throws {
        let path = "\(folder.path)/locked"
        let file = try Files.make(path)
        #expect(FileLocks.holders(of: path).isEmpty)
        var lock = flock(l_type: Int16(F_WRLCK), l_whence: 0, l_start: 120, l_len: 1, l_pid: 0)
        #expect(unsafe fcntl(file.number, F_SETLK, &lock) == 0)
        #expect(FileLocks.holders(of: path) == [getpid()])
        #expect(FileLocks.holders(of: folder.path).isEmpty && FileLocks.holders(of: "/nowhere").isEmpty)
    }

    @Test("A file is published under a name that is free, and otherwise nothing changes")
    func publishing() throws {
        let (made, path) = ("\(folder.path)/made", "\(folder.path)/file")
        try Files.make(made).write([1])
        #expect(throws: SystemError(EEXIST)) { _ = try Files.make(made) }
        try Files.publish(made, as: path)
        #expect(try FileStatus(of: made).identity == FileStatus(of: path).identity)
        #expect(throws: SystemError(EEXIST)) { try Files.publish(made, as: path) }
        #expect(TemporaryFolder.bytes(of: path) == [1])
        try Files.sync(path)
        _ = unsafe symlink("file", "\(folder.path)/link")
        #expect(throws: SystemError(ELOOP)) { try Files.sync("\(folder.path)/link") }
        #expect(try Files.target(ofLink: "\(folder.path)/link") == "file")
    }

    @Test("A status tells what is at a path from what it leads to")
    func statuses() throws {
        _ = unsafe symlink(folder.path, "\(folder.path)/link")
        #expect(try FileStatus(at: "\(folder.path)/link").kind == .link)
        #expect(try FileStatus(of: "\(folder.path)/link").identity == FileStatus(at: folder.path).identity)
        #expect(try FileStatus(of: "/dev/null").kind == .characterDevice)
        #expect(throws: SystemError(ENOENT)) { try FileStatus(of: "\(folder.path)/none") }
        #expect(throws: SystemError(EBADF)) { try FileStatus(1 << 20) }
    }

    @Test(
        "A path has a folder and a name",
        arguments: [
            ("a", ".", "a"), ("/a", "/", "a"), ("/a/b", "/a", "b"), ("a/b/", "a/b", ""), ("/", "/", ""),
        ])
    func parts(_ path: String, _ above: String, _ name: String) {
        #expect(Path.folder(of: path) == above && Path.name(of: path) == name)
    }

    @Test("A path is resolved through links, that of a missing file through its folder's")
    func resolving() throws {
        let real = try Path.real(folder.path)
        try Files.makeFolder("\(folder.path)/real")
        _ = unsafe symlink("real", "\(folder.path)/link")
        #expect(Path.resolved("\(folder.path)/link") == "\(real)/real")
        #expect(Path.resolved("\(folder.path)/link/new") == "\(real)/real/new")
        #expect(Path.resolved("\(folder.path)/none/new") == "\(folder.path)/none/new")
        #expect(Path.resolved("/surely-not-there") == "/surely-not-there")
        #expect(throws: SystemError(ENOENT)) { try Path.real("\(folder.path)/none") }
    }

    @Test("A program stands beside this one")
    func programs() throws {
        let own = try Files.target(ofLink: "/proc/self/exe")
        #expect(Programs.beside("other") == Path.folder(of: own) + "/other")
    }

    @Test("A variable that is unset, empty or no text has no value, and a repaired one where it is no text")
    func variables() {
        _ = unsafe setenv("LOCKSTEP_TEST_SET", "ä", 1)
        _ = unsafe setenv("LOCKSTEP_TEST_EMPTY", "", 1)
        _ = unsafe setenv("LOCKSTEP_TEST_BROKEN", [CChar(bitPattern: 0x61), CChar(bitPattern: 0xFF), 0], 1)
        #expect(Environment.value("LOCKSTEP_TEST_SET") == "ä")
        #expect(Environment.repairedValue("LOCKSTEP_TEST_SET") == "ä")
        for name in ["LOCKSTEP_TEST_UNSET", "LOCKSTEP_TEST_EMPTY"] {
            #expect(Environment.value(name) == nil && Environment.repairedValue(name) == nil)
        }
        #expect(Environment.value("LOCKSTEP_TEST_BROKEN") == nil)
        #expect(Environment.repairedValue("LOCKSTEP_TEST_BROKEN") == "a\u{FFFD}")
    }

    @Test(
        "Percent-encoding is undone, strictly or leniently",
        arguments: [
            ("", "", ""), ("a%41%6a%C3%a4", "aAjä", "aAjä"), ("%2541", "%41", "%41"), ("%", nil, ""),
            ("a%4", nil, "a4"), ("%4g!", nil, "4g!"), ("%%41", nil, "A"),
        ] as [(String, String?, String)])
    func percent(_ text: String, _ strict: String?, _ lenient: String) {
        #expect(PercentEncoding.decoded(Array(text.utf8)) == strict.map { Array($0.utf8) })
        #expect(PercentEncoding.decodedLeniently(Array(text.utf8)) == Array(lenient.utf8))
    }
}
