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
}
