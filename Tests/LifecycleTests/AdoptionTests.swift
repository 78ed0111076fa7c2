import Lifecycle
import TestSupport
import Testing

@Suite("An adoption")
struct AdoptionTests {
    @Test(
        "is refused where the provider shows too little of the string: any living token would pass",
        arguments: [0, 1, 4, 7])
    func shortPrefix(_ length: Int) throws {
        let world = try World()
        let (made, other) = (world.provider.make("elsewhere"), world.provider.make("other"))
        let shown = String(decoding: other.string.prefix(length), as: UTF8.self)
        world.provider.show(shown, of: made.token.id)
        let adoption = Adoption(try world.subject("adopted"), token: made.token.id)
        let outcome = try world.run(adoption, string: other.string)
        #expect(outcome == .failed(.provider(ProviderFailure(.nonsense))))
        #expect(try world.open().records().isEmpty)
        #expect(try world.open().operations().isEmpty)
    }

    @Test("is refused for a string that begins otherwise")
    func otherString() throws {
        let world = try World()
        let (made, other) = (world.provider.make("elsewhere"), world.provider.make("other"))
        let adoption = Adoption(try world.subject("adopted"), token: made.token.id)
        #expect(try world.run(adoption, string: other.string) == .failed(.mismatch))
        #expect(try world.open().records().isEmpty)
    }
}
