import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite("Locks and child processes")
struct ProcessTests {
    private let folder = TemporaryFolder()

    @Test("A byte is locked by one owner, until that gives it back or goes")
    func locks() throws {
        let path = "\(folder.path)/locks"
        let one = try Descriptor(opening: path, O_RDWR | O_CREAT)
        do {
            let other = try Descriptor(opening: path, O_RDWR)
            let taken = (try other.lock(byte: 7), try one.lock(byte: 7), try one.lock(byte: 8))
            #expect(taken == (true, false, true))
            let seen = (try one.isLockedElsewhere(byte: 7), try one.isLockedElsewhere(byte: 8))
            #expect(seen == (true, false))
            let given = (other.unlock(byte: 7), try one.isLockedElsewhere(byte: 7))
            #expect(given == (true, false))
            let again = try other.lock(byte: 7)
            #expect(again)
        }
        let isLocked = try one.isLockedElsewhere(byte: 7)
        #expect(!isLocked)
        let reading = try Descriptor(opening: path, O_RDONLY)
        #expect(throws: SystemError(EBADF)) { _ = try reading.lock(byte: 1) }
        // What cannot be told is no "nobody has it".
        let named = try Descriptor(opening: path, 0o10000000)  // O_PATH, which Glibc does not show
        #expect(throws: SystemError(EBADF)) { _ = try named.isLockedElsewhere(byte: 7) }
    }

    @Test("A program is started with its streams and its environment alone, waited for, and ended")
    func children() throws {
        var pipe = try DescriptorPair.pipe()
        let null = try Descriptor(opening: "/dev/null", O_RDWR)
        let output = pipe.second?.number ?? -1
        let shell = try Processes.start(
            "/bin/sh", ["sh", "-c", "echo $MARK-$HOME; exit 7"], environment: ["MARK=x"], input: null.number,
            output: output)
        pipe.second = nil
        let said = try pipe.first?.bytes(limit: 100)
        #expect(said == Array("x-\n".utf8))
        #expect(try Processes.wait(for: shell) == 7)
        #expect(throws: SystemError(ECHILD)) { try Processes.wait(for: shell) }
        let sleeper = try Processes.start(
            "/bin/sleep", ["sleep", "1000"], environment: [], input: null.number, output: null.number)
        Processes.end(sleeper)
        #expect(kill(sleeper, 0) == -1)
        #expect(throws: SystemError(ENOENT)) {
            try Processes.start(
                "\(folder.path)/none", ["none"], environment: [], input: null.number, output: null.number)
        }
    }
}
