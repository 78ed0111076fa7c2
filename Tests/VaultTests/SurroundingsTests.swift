import Glibc
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Vault

@Suite("The vault's folder and the files beside it", .onFiles)
struct SurroundingsTests {
    let fixture: Fixture
    var data: String { "\(fixture.folder.path)/data" }
    private static let isRoot = geteuid() == 0

    init() throws { fixture = try Fixture() }

    /// Whether the vault is refused by everything that opens it, and by `init` beside it.
    private func expectRefused(_ error: LedgerError, at source: SourceLocation = #_sourceLocation) throws {
        #expect(throws: error, sourceLocation: source) { _ = try fixture.open() }
        #expect(throws: error, sourceLocation: source) { _ = try fixture.door.ways() }
        #expect(throws: error, sourceLocation: source) { _ = try fixture.door.examine(try fixture.key()) }
        #expect(fixture.door.inspect().damages == [error], sourceLocation: source)
    }

    private func expectNoneMade(
        _ error: LedgerError, in folder: String, at source: SourceLocation = #_sourceLocation
    )
        throws
    {
        let before = TemporaryFolder.names(in: folder)
        let door = VaultFile(path: "\(folder)/other.db", state: fixture.state)
        #expect(throws: error, sourceLocation: source) {
            try door.make(
                try fixture.key(), recovery: try SecretBytes(random: 32), cost: .interactive,
                at: fixture.clock.now)
        }
        #expect(TemporaryFolder.names(in: folder) == before, sourceLocation: source)
    }

    @Test(
        "a folder that others may write to is refused, sticky or not, and no vault is made in it",
        arguments: [0o777, 0o707, 0o1777, 0o1707] as [mode_t])
    func shared(_ mode: mode_t) throws {
        unsafe chmod(data, mode)
        let error = LedgerError(.sharedFolder, .folder).at(data)
        try expectRefused(error)
        try expectNoneMade(error, in: data)
        unsafe chmod(data, 0o755)
        _ = try fixture.open()
    }

    @Test("a folder above it that others may write to is refused, unless it is sticky")
    func above() throws {
        unsafe chmod(fixture.folder.path, 0o777)
        let error = LedgerError(.sharedFolder, .folder).at(fixture.folder.path)
        try expectRefused(error)
        try expectNoneMade(error, in: data)
        // Folders that are to be made are looked at from the first that is there.
        let door = VaultFile(path: "\(fixture.folder.path)/a/b/v.db", state: fixture.state)
        #expect(throws: error) {
            try door.make(
                try fixture.key(), recovery: try SecretBytes(random: 32), cost: .interactive,
                at: fixture.clock.now)
        }
        #expect(TemporaryFolder.names(in: fixture.folder.path) == ["data", "state"])
        unsafe chmod(fixture.folder.path, 0o1777)
        _ = try fixture.open()
    }

    @Test(
        "a folder of a group is refused", .enabled(if: isRoot, "needs root: the right to give folders away"))
    func group() throws {
        unsafe chown(data, 0, 65_533)
        unsafe chmod(data, 0o775)
        try expectRefused(LedgerError(.sharedFolder, .folder).at(data))
        unsafe chmod(data, 0o755)
        _ = try fixture.open()
    }

    @Test(
        "a folder or file of another user is refused",
        .enabled(if: isRoot, "needs root: the right to give files away"))
    func foreign() throws {
        unsafe chown(data, 65_534, 65_534)
        let error = LedgerError(.foreignOwner, .folder).at(data)
        try expectRefused(error)
        try expectNoneMade(error, in: data)
        unsafe chown(data, 0, 0)
        unsafe chown(fixture.folder.path, 65_534, 65_534)
        try expectRefused(LedgerError(.foreignOwner, .folder).at(fixture.folder.path))
        unsafe chown(fixture.folder.path, 0, 0)
        for ending in ["", "-wal", "-shm", "-journal", "-lock"] {
            let path = fixture.path + ending
            let isThere = unsafe access(path, F_OK) == 0
            if !isThere { TemporaryFolder.write([], to: path) }
            unsafe chown(path, 65_534, 65_534)
            try expectRefused(LedgerError(.foreignOwner, .file).at(path))
            unsafe chown(path, 0, 0)
            if !isThere { unsafe unlink(path) }
        }
        _ = try fixture.open()
    }

    @Test(
        "a file beside it that others may read or write is refused",
        arguments: ["-wal", "-shm", "-journal", "-lock"])
    func exposed(_ ending: String) throws {
        let path = fixture.path + ending
        if unsafe access(path, F_OK) != 0 { TemporaryFolder.write([], to: path) }
        for mode in [0o644, 0o606, 0o660] as [mode_t] {
            unsafe chmod(path, mode)
            try expectRefused(LedgerError(.exposed, .file).at(path))
        }
        unsafe chmod(path, 0o600)
        _ = try fixture.open()
    }

    @Test(
        "a file beside it that is a link, a folder or a FIFO is refused",
        arguments: ["-wal", "-shm", "-journal", "-lock"])
    func notRegular(_ ending: String) throws {
        let (path, elsewhere) = (fixture.path + ending, "\(fixture.folder.path)/elsewhere")
        let kept = "\(fixture.folder.path)/kept"
        let isThere = unsafe rename(path, kept) == 0
        TemporaryFolder.write([], to: elsewhere)
        let made: [() -> Int32] = [
            { unsafe symlink(elsewhere, path) }, { unsafe symlink("\(elsewhere)-none", path) },
            { unsafe mkdir(path, 0o700) }, { unsafe mkfifo(path, 0o600) },
        ]
        for make in made {
            #expect(make() == 0)
            try expectRefused(LedgerError(.notRegular, .file).at(path))
            TemporaryFolder.remove(path)
        }
        if isThere { unsafe rename(kept, path) }
        _ = try fixture.open()
        #expect(TemporaryFolder.bytes(of: elsewhere).isEmpty)
    }

    @Test("a link to the vault is followed, with all that lies beside it, and its folder is looked at too")
    func link() throws {
        let folder = "\(fixture.folder.path)/links"
        unsafe mkdir(folder, 0o700)
        unsafe symlink(fixture.path, "\(folder)/v.db")
        let door = VaultFile(path: "\(folder)/v.db", state: fixture.state)
        let open = try door.open(try fixture.key())
        try fixture.seal("ci", "string", in: open)
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
        _ = try open.handOut([HandOutRequest([Label("ci")], as: use)])
        // The log that is synced is the one beside the file.
        try open.syncHandOuts()
        #expect(TemporaryFolder.names(in: folder) == ["v.db"])
        unsafe chmod(folder, 0o777)
        #expect(throws: LedgerError(.sharedFolder, .folder).at(folder)) {
            _ = try door.open(try fixture.key())
        }
    }

    @Test("a user's private group is told from others")
    func privateGroup() {
        func isPrivate(_ names: [String]?, _ users: [(String, uid_t)], to name: String?, same: Bool = false)
            -> Bool
        {
            Group(names: names, users: users.map { (name: $0.0, id: $0.1) })
                .isPrivate(to: 1000, named: name, sameNumber: same)
        }
        #expect(isPrivate([], [("ann", 1000)], to: "ann"))
        #expect(isPrivate(["ann"], [], to: "ann"))
        #expect(isPrivate(["root"], [("ann", 1000), ("root", 0)], to: "ann"))
        #expect(!isPrivate(["ann", "bob"], [("ann", 1000)], to: "ann"))
        #expect(!isPrivate([], [("ann", 1000), ("bob", 1001)], to: "ann"))
        #expect(!isPrivate(["bob"], [("ann", 1000)], to: "ann"))
        #expect(!isPrivate([], [], to: "ann"), "a group that nobody is in is a program's")
        #expect(isPrivate(nil, [], to: nil, same: true), "a user whom the container does not know")
        #expect(!isPrivate(nil, [], to: nil, same: false))
        #expect(!isPrivate(nil, [], to: "ann", same: true))
        #expect(!isPrivate(["bob"], [], to: nil, same: true))
    }
}
