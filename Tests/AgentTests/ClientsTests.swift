import CPlatform
import Glibc
import TestSupport
import Testing

@testable import Agent

@Suite("The agent's connections")
struct ClientsTests {
    @Test("one that was hung up on twice takes none with it that has its descriptor now")
    func descriptors() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/agent.sock"
        let listener = try Socket.listen(at: path)
        defer { close(listener) }
        let clients = Clients(try Poller())
        // Other tests open files at the same time: it takes the number that is free now, or tries again.
        var pair: (gone: Connection, here: Connection)
        repeat {
            _ = unsafe lockstep_connect(path)
            let gone = try #require(clients.accept(from: listener).first)
            _ = unsafe lockstep_connect(path)
            clients.drop(gone)
            pair = (gone, try #require(clients.accept(from: listener).first))
        } while pair.gone.descriptor != pair.here.descriptor
        let before = clients.count
        clients.drop(pair.gone)
        #expect(clients[pair.here.descriptor] === pair.here && !pair.here.isOver)
        #expect(clients.count == before)
        clients.dropAll()
        withExtendedLifetime(folder) {}
    }

    @Test("one of another user is hung up on before a byte is read, but for root where it is let in")
    func strangers() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/agent.sock"
        let listener = try Socket.listen(at: path)
        defer { close(listener) }
        // To an agent of somebody else this process is another user.
        let clients = Clients(try Poller(), of: geteuid() + 1)
        for admitsRoot in [false, true] {
            let stranger = unsafe lockstep_connect(path)
            try #require(stranger >= 0)
            defer { close(stranger) }
            let taken = clients.accept(from: listener, admitsRoot: admitsRoot)
            let isTaken = admitsRoot && geteuid() == 0
            #expect(taken.count == (isTaken ? 1 : 0))
            guard !isTaken else { continue }
            var byte: UInt8 = 0
            #expect(unsafe read(stranger, &byte, 1) == 0, "the connection is open still")
        }
        #expect(clients.count == (geteuid() == 0 ? 1 : 0))
        clients.dropAll()
        withExtendedLifetime(folder) {}
    }
}
