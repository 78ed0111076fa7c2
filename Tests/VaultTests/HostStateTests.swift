import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("What this machine has seen of a vault")
struct HostStateTests {
    let temporary = TemporaryFolder()
    let keys: LogKeys
    let state: HostState
    static let file = FileStatus.Identity(device: 1, inode: 2)
    let row: [UInt8] = [1, 2, 3]

    init() throws {
        let vault = [UInt8](repeating: 7, count: 16)
        keys = try ReadingsFixture.keys(vault, epochs: 1)
        state = HostState(root: "\(temporary.path)/state", vault: vault)
    }

    private var invalid: LedgerError { LedgerError(.uncounted, .counter).at(state.path) }

    private func mark() throws -> HostMark {
        guard case .mark(let mark) = try state.load(keys) else { throw SystemError(ENOENT) }
        return mark
    }

    private func raise(to counter: UInt64) -> Bool { state.raise(to: counter, row: row, of: Self.file, keys) }

    /// What may be in the place of the file, each made by a function that gets its path.
    static let places: [(name: String, make: @Sendable (String) -> Void)] = [
        ("an empty file", { TemporaryFolder.write([], to: $0) }),
        ("garbage", { TemporaryFolder.write(Array("garbage\n".utf8), to: $0) }),
        ("zeros", { TemporaryFolder.write([UInt8](repeating: 0, count: 8192), to: $0) }),
        ("8 MB", { TemporaryFolder.write([UInt8](repeating: 0x30, count: 8 << 20), to: $0) }),
        ("a folder", { unsafe mkdir($0, 0o700) }),
        ("a FIFO", { unsafe mkfifo($0, 0o600) }),
        ("a link to nothing", { unsafe symlink("/nowhere", $0) }),
        ("a link to a device", { unsafe symlink("/dev/zero", $0) }),
        (
            "a link to another's",
            {
                unsafe rename($0 + ".was", $0 + ".other")
                unsafe symlink($0 + ".other", $0)
            }
        ),
    ]

    @Test("nothing is known of a vault that was not seen before")
    func never() throws {
        #expect(try state.load(keys) == .never)
        #expect(raise(to: 5))
        let mark = try mark()
        #expect(mark.counter == 5 && mark.file == Self.file && mark.isRow(row, keys))
        #expect(!mark.isRow([1, 2, 4], keys))
        #expect(Files.size(of: state.path) == 8192)
    }

    @Test("the counter is raised, and never lowered")
    func raised() throws {
        #expect(raise(to: 5) && raise(to: 7) && raise(to: 6))
        #expect(try mark().counter == 7)
        #expect(state.raise(to: 8, row: [9], of: FileStatus.Identity(device: 3, inode: 4), keys))
        #expect(try mark().file == FileStatus.Identity(device: 3, inode: 4) && mark().isRow([9], keys))
    }

    @Test(
        "the copy that was written last counts, whichever it is: a process may end between the two",
        arguments: [0, 4096])
    func halves(_ start: Int) throws {
        #expect(raise(to: 5))
        let older = TemporaryFolder.bytes(of: state.path)
        #expect(raise(to: 7))
        ReadingsFixture.change(state.path) { bytes in
            bytes.replaceSubrange(start..<start + 512, with: older[start..<start + 512])
        }
        #expect(try mark().counter == 7)
        #expect(raise(to: 8))
        #expect(try mark().counter == 8)
    }

    @Test("another row at the same counter is not noted over the one that was seen")
    func fork() throws {
        #expect(raise(to: 5) && state.raise(to: 5, row: [9], of: Self.file, keys))
        #expect(try mark().isRow(row, keys) && !mark().isRow([9], keys))
        // The same state in another file is.
        let moved = FileStatus.Identity(device: 3, inode: 4)
        #expect(state.raise(to: 5, row: row, of: moved, keys))
        #expect(try mark().file == moved)
    }

    @Test(
        "a process that was stopped while it wrote the mark holds nobody up: it is left to the next opening")
    func held() throws {
        #expect(raise(to: 5))
        do {
            let stopped = try Descriptor(opening: state.path, O_RDWR)
            #expect(flock(stopped.number, LOCK_EX | LOCK_NB) == 0)
            #expect(state.raise(to: 7, row: row, of: Self.file, keys, patience: 20))
            #expect(try mark().counter == 5)
        }
        #expect(raise(to: 7))
        #expect(try mark().counter == 7)
    }

    @Test("the machine keeps its id")
    func host() throws {
        #expect(raise(to: 1))
        let host = try mark().host
        #expect(raise(to: 2) && state.set(to: 1, row: row, of: Self.file, keys))
        #expect(try mark().host == host && mark().counter == 1)
        #expect(raise(to: 3))
        #expect(try mark().counter == 3)
    }

    @Test("what is not a valid mark is refused, whatever it is", arguments: places.indices)
    func spoilt(_ index: Int) throws {
        #expect(raise(to: 5))
        unsafe rename(state.path, state.path + ".was")
        Self.places[index].make(state.path)
        #expect(throws: invalid) { try state.load(keys) }
        #expect(!raise(to: 6))
        #expect(throws: invalid) { try state.load(keys) }
        // Who goes on on purpose puts another in its place; a folder is left to people.
        guard Self.places[index].name != "a folder" else { return }
        #expect(state.set(to: 4, row: row, of: Self.file, keys))
        #expect(try mark().counter == 4)
    }

    @Test("any byte that differs in both copies is refused; in one, the other counts")
    func bits() throws {
        #expect(raise(to: 5))
        for place in 0..<512 {
            for starts in [[0], [4096], [0, 4096]] {
                ReadingsFixture.change(state.path) { bytes in
                    for start in starts { bytes[start + place] ^= 4 }
                }
                if starts.count == 1, !(6..<10).contains(place) {
                    #expect(try mark().counter == 5, "byte \(place)")
                } else {
                    #expect(throws: LedgerError.self, "byte \(place)") { try state.load(keys) }
                }
                ReadingsFixture.change(state.path) { bytes in
                    for start in starts { bytes[start + place] ^= 4 }
                }
            }
        }
    }

    @Test("one of another vault is refused")
    func otherVault() throws {
        #expect(raise(to: 5))
        let other = LogKeys(
            vault: keys.vault,
            current: try LogEpochKeys(
                epoch: 1, root: Key(SecretBytes(copying: [UInt8](repeating: 99, count: 32).span))))
        #expect(throws: invalid) { try state.load(other) }
    }

    @Test("a vault of an epoch before the one that was seen is an older copy")
    func epochs() throws {
        let later = try ReadingsFixture.keys(keys.vault, epochs: 2)
        #expect(raise(to: 5))
        #expect(state.raise(to: 6, row: row, of: Self.file, later))
        #expect { try state.load(keys) } throws: { ($0 as? LedgerError)?.code == .older }
        #expect(!raise(to: 7))
        #expect(state.raise(to: 7, row: row, of: Self.file, later))
    }

    @Test(
        "the number that version 1 kept is the least that counts",
        arguments: ["12\n", "00000000000000000012\n", "12\n\n"])
    func former(_ text: String) throws {
        try Files.makeFolder(state.root)
        TemporaryFolder.write(Array(text.utf8), to: "\(state.folder).counter")
        #expect(try state.load(keys) == .counter(12))
        #expect(raise(to: 13))
        #expect(try mark().counter == 13)
    }

    @Test(
        "what is no number in version 1's file is refused",
        arguments: ["", "garbage\n", "1", "+1\n", "-1\n", "18446744073709551616\n", "\n"])
    func formerSpoilt(_ text: String) throws {
        try Files.makeFolder(state.root)
        let path = "\(state.folder).counter"
        TemporaryFolder.write(Array(text.utf8), to: path)
        #expect(throws: LedgerError(.uncounted, .counter).at(path)) { try state.load(keys) }
    }

    @Test(
        "version 1's file is not waited for, and no link is followed",
        arguments: places.indices.dropFirst(4).dropLast())
    func formerPlaces(_ index: Int) throws {
        try Files.makeFolder(state.root)
        let path = "\(state.folder).counter"
        Self.places[index].make(path)
        #expect(throws: LedgerError(.uncounted, .counter).at(path)) { try state.load(keys) }
    }

    @Test("one that others may write or read is refused", arguments: [0o622, 0o644, 0o660] as [mode_t])
    func exposed(_ mode: mode_t) throws {
        #expect(raise(to: 5))
        unsafe chmod(state.path, mode)
        #expect(throws: LedgerError(.exposed, .counter).at(state.path)) { try state.load(keys) }
    }

    @Test("its folders are looked at as the vault's is")
    func folders() throws {
        #expect(raise(to: 5))
        try state.requireSafe()
        for folder in [state.root, state.folder] {
            unsafe chmod(folder, 0o777)
            #expect(throws: LedgerError(.sharedFolder, .folder).at(folder)) { try state.requireSafe() }
            unsafe chmod(folder, 0o700)
        }
    }

    @Test("what is in the place of its folders is refused, and never waited for", arguments: places.indices)
    func spoiltFolders(_ index: Int) throws {
        guard Self.places[index].name != "a folder", Self.places[index].name != "a link to another's" else {
            return
        }
        for folder in [state.folder, state.root] {
            TemporaryFolder.remove(state.root)
            if folder != state.root { try Files.makeFolder(state.root) }
            Self.places[index].make(folder)
            #expect(throws: LedgerError(.uncounted, .folder).at(folder)) { try state.load(keys) }
            #expect(!raise(to: 5) && !state.set(to: 5, row: row, of: Self.file, keys))
            unsafe unlink(folder)
        }
    }

    @Test("one that cannot be read is refused", .enabled(if: geteuid() != 0, "root reads everything"))
    func unreadable() throws {
        #expect(raise(to: 5))
        unsafe chmod(state.path, 0)
        #expect(throws: invalid) { try state.load(keys) }
        unsafe chmod(state.path, 0o600)
        for folder in [state.folder, state.root] {
            unsafe chmod(folder, 0)
            #expect(throws: LedgerError(.uncounted, .folder).at(folder)) { try state.load(keys) }
            unsafe chmod(folder, 0o700)
        }
        #expect(try mark().counter == 5)
    }

    @Test("what cannot be kept is told", .enabled(if: geteuid() != 0, "root writes everywhere"))
    func unkept() throws {
        #expect(raise(to: 5))
        unsafe chmod(state.path, 0o400)
        #expect(!state.isWritable && !raise(to: 6))
        #expect(try mark().counter == 5)
        unsafe unlink(state.path)
        unsafe chmod(state.folder, 0o500)
        #expect(!raise(to: 6))
        #expect(try state.load(keys) == .never)
        unsafe chmod(state.folder, 0o700)
    }

    @Test("many that raise it at once leave the highest number")
    func many() async throws {
        let (state, keys, row) = (state, keys, row)
        await withTaskGroup(of: Void.self) { group in
            for number in 1...200 {
                group.addTask { state.raise(to: UInt64(number), row: row, of: Self.file, keys) }
            }
        }
        #expect(try mark().counter == 200)
        #expect(TemporaryFolder.names(in: state.folder) == ["state"])
    }
}
