import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

/// Byte for byte: two versions have to understand each other.
@Suite("On the wire")
struct GoldenTests {
    @Test("failures are these bytes")
    func failures() {
        #expect(Hex.text(Failure.noToken(Samples.label).encoded) == "090000000963692f6465706c6f79")
        #expect(Hex.text(Failure.unfinished(.stillAlive, .pending, nil).encoded) == "05060200")
        #expect(Hex.text(Unusable.naming(.longPrefix(16)).encoded) == "04060000000000000010")
        let (code, part, time) = ("23", "000000056c6162656c", "01000000006b49d200")
        let path = "01000000122f646174612f6164612f7661756c742e6462"
        #expect(Hex.text(Samples.ledger.encoded) == code + part + path + time)
    }

    @Test("requests and news are these bytes")
    func requests() {
        #expect(Hex.text(SyncRequest(isDueOnly: true).encoded) == "01")
        let list = "010000000177" + "0000" + "00" + "00000000" + "000000056c6162656c" + "00000000" + "00"
        #expect(Hex.text(ListRequest(account: "w").encoded) == list)
        let counts = ["0000000000000002", "0000000000000001", "0000000000000000"]
        let news = News.progress(Progress(total: 2, through: 1))
        #expect(Hex.text(news.encoded) == "01" + counts.joined())
    }

    @Test("a token is these bytes")
    func token() {
        let view = TokenView(
            Record(
                id: .zero, account: .zero, label: Samples.label, state: .active,
                token: Token(
                    id: 1, label: "ci", scopes: .only([:]), created: nil, expiry: .never, prefix: "01"),
                sealed: Instant(seconds: 5)), account: "w")
        let ids = String(repeating: "0", count: 64)
        let named = "0000000963692f6465706c6f79" + "00000001" + "02"
        let token = "0000000000000001" + "000000026369" + "00000000" + "0000" + "000000023031" + "00000000"
        let rest = "00" + "0000000000000005" + "0000" + "00" + "00" + "00" + "00000000"
        #expect(Hex.text(view.encoded) == ids + named + token + rest + "0000000177" + "0000")
    }
}
