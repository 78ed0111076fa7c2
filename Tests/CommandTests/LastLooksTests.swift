import Lifecycle
import TestSupport
import Testing

@testable import Command

@Suite("When somebody looked last")
struct LastLooksTests {
    private let folder = TemporaryFolder()
    private var looks: LastLooks { LastLooks(in: folder.path) }
    private let now = Instant(seconds: 1_800_000_000)

    private func keep(_ vault: String, _ counter: UInt64) -> Bool {
        looks.keep(ChangePlace(vault: [1, 0xAB], counter: counter), of: vault, at: now)
    }

    @Test("is remembered for each vault, the last time alone")
    func kept() {
        #expect(looks.last(at: "/a") == nil)
        #expect(keep("/a", 1) && keep("/b c", 2) && keep("/a", 3))
        #expect(looks.last(at: "/a") == .init(place: ChangePlace(vault: [1, 0xAB], counter: 3), time: now))
        #expect(looks.last(at: "/b c")?.place.counter == 2 && looks.last(at: "/b") == nil)
    }

    @Test("is remembered of no more than 32 vaults, and what is no line of it is passed over")
    func bounded() {
        TemporaryFolder.write(
            Array("x\n01 2\nzz 1 1 /a\n01 -1 1 /a\n01 7 5 /a\n".utf8), to: "\(folder.path)/looked")
        #expect(looks.last(at: "/a")?.place.counter == 7)
        for number in 0..<40 { #expect(keep("/\(number)", 1)) }
        #expect(looks.last(at: "/a") == nil && looks.last(at: "/39") != nil && looks.last(at: "/8") != nil)
        #expect(looks.last(at: "/7") == nil)
    }

    @Test("is not remembered where nothing can be written, or the path has two lines")
    func refused() {
        #expect(!keep("/a\n/b", 1) && TemporaryFolder.names(in: folder.path).isEmpty)
        #expect(
            !LastLooks(in: "\(folder.path)/none").keep(ChangePlace(vault: [1], counter: 1), of: "/a", at: now)
        )
    }
}
