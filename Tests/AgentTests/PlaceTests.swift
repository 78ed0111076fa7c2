import CPlatform
import Glibc
import TestSupport
import Testing
import Wire

@testable import Agent

@Suite("The place of the agent's socket, and the word that it has a vault's keys")
struct PlaceTests {
    private let folder = TemporaryFolder()

    private func listener(_ name: String) throws -> Int32 { try Socket.listen(at: "\(folder.path)/\(name)") }

    @Test("one that was removed is gone at once, though another socket has its path and perhaps its inode")
    func replaced() throws {
        let first = try listener("a.sock")
        defer { close(first) }
        let path = "\(folder.path)/a.sock"
        let watch = PlaceWatch(SocketPlace(path))
        #expect(watch.descriptor >= 0)
        watch.take()
        _ = watch.look(at: 100_000)
        #expect(!watch.isGone)
        unsafe unlink(path)
        let second = try listener("a.sock")
        defer { close(second) }
        watch.take()
        #expect(watch.isGone)
    }

    @Test("what happens to other names in its folder is no matter")
    func others() throws {
        let socket = try listener("a.sock")
        defer { close(socket) }
        let watch = PlaceWatch(SocketPlace("\(folder.path)/a.sock"))
        for name in ["b.sock", "a.soc", "a.sock2", String(repeating: "x", count: 255)] {
            TemporaryFolder.write([1], to: "\(folder.path)/\(name)")
            unsafe rename("\(folder.path)/\(name)", "\(folder.path)/other")
            unsafe unlink("\(folder.path)/other")
        }
        watch.take()
        #expect(!watch.isGone)
    }

    @Test("a folder above it that was moved is noticed by looking")
    func moved() throws {
        unsafe mkdir("\(folder.path)/up", 0o700)
        unsafe mkdir("\(folder.path)/up/run", 0o700)
        let socket = try listener("up/run/a.sock")
        defer { close(socket) }
        let watch = PlaceWatch(SocketPlace("\(folder.path)/up/run/a.sock"))
        unsafe rename("\(folder.path)/up", "\(folder.path)/elsewhere")
        _ = watch.look(at: 100_000)
        #expect(watch.isGone)
    }

    @Test("one process has a vault's keys; its word is gone with it, and names it while it lasts")
    func claims() throws {
        let vault = "\(folder.path)/vault.db"
        #expect(try KeyHolder.of(vault) == nil)
        var claim = try KeyClaim.take(beside: vault, socket: "/run/a.sock")
        #expect(claim != nil)
        #expect(try KeyHolder.of(vault) == KeyHolder(pid: getpid(), socket: "/run/a.sock"))
        #expect(try KeyClaim.take(beside: vault, socket: "/run/b.sock") == nil)
        #expect(try KeyHolder.of(vault) == KeyHolder(pid: getpid(), socket: "/run/a.sock"))
        claim = nil
        #expect(try KeyHolder.of(vault) == nil)
    }

    @Test(
        "where a file beside the vault is not this user's own nothing is claimed either way",
        arguments: ["link", "folder", "open"])
    func untrusted(_ kind: String) throws {
        let (vault, path) = ("\(folder.path)/vault.db", "\(folder.path)/vault.db-agent")
        switch kind {
        case "link":
            TemporaryFolder.write([], to: "\(folder.path)/other")
            unsafe symlink("\(folder.path)/other", path)
        case "folder": unsafe mkdir(path, 0o700)
        default:
            TemporaryFolder.write([], to: path)
            unsafe chmod(path, 0o666)
        }
        #expect(throws: AgentError.unknown(path)) { try KeyHolder.of(vault) }
        #expect(throws: (any Error).self) { try KeyClaim.take(beside: vault, socket: "/s") }
    }

    @Test("a path that no socket can have is told by its length")
    func tooLong() {
        let path = "\(folder.path)/" + String(repeating: "x", count: 108)
        #expect(throws: SocketError.tooLong(path)) { try Socket.listen(at: path) }
        #expect(SocketError.longest == 107)
        #expect(throws: AgentError.absent) { _ = try AgentClient(socket: path) }
    }
}
