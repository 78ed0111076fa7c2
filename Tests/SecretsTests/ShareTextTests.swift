import TestSupport
import Testing

@testable import Secrets

@Suite("Shares as people keep them")
struct ShareTextTests {
    private static func sample() throws -> Share {
        let bytes = (0..<32).map { UInt8($0 * 7) }
        let key = try Key<One>(try SecretBytes(copying: bytes.span))
        return try Share.divide(key, set: [0x0a, 0xb1, 0xc2, 0xd3, 0xe4, 0xf5], threshold: 3, count: 5)[1]
    }

    private static func text(_ share: Share) throws -> String {
        String(decoding: try share.text().exposed, as: UTF8.self)
    }

    private static func share(_ text: String) throws -> Share { try Share(SecretBytes(known: text)) }

    private static func refusal(of text: String) -> SecretsError? {
        do { _ = try share(text) } catch { return error as? SecretsError }
        return nil
    }

    @Test(
        "a share reads back from its printed form, in any case, with spaces, dashes or line ends, behind remarks"
    )
    func reading() throws {
        let share = try Self.sample()
        let text = try Self.text(share)
        #expect(text.count == Share.length && text.hasPrefix("LSSH-0ab1c2d3-e4f50302-"))
        for form in [
            text, text.uppercased(), text.replacing("-", with: " "), text.replacing("-", with: ""),
            "  \(text)\r\n", "# LSSH-, share 2 of 5\n\n#\n\(text)", text.replacing("-", with: "\n"),
        ] {
            let back = try Self.share(form)
            let isSame = back.value.matches(share.value)
            #expect(isSame && back.set == share.set && back.threshold == 3 && back.number == 2, "\(form)")
        }
    }

    @Test("what a second implementation has printed is read (Tests/Clients/format2/shares.py)")
    func printed() throws {
        let share = try Self.share(
            "LSSH-01020304-05060307-2eebb47e-1ff4919f-74ba1ba9-9254efd4-d063511d-aeb908f2-2122f702-0691508d-d3472ead"
        )
        #expect(share.set == [1, 2, 3, 4, 5, 6] && share.threshold == 3 && share.number == 7)
        #expect(Hex.text(share.value.exposed).hasPrefix("2eebb47e1ff4919f"))
    }

    @Test(
        "every error in one digit is found, every two neighbours that were swapped, and every group that was")
    func typing() throws {
        let digits = Array(try Self.text(try Self.sample()))
        var missed: [String] = []
        func refuses(_ wrong: [Character]) {
            if Self.refusal(of: String(wrong)) != .authentication { missed.append(String(wrong)) }
        }
        for place in 5..<digits.count where digits[place] != "-" {
            for digit in "0123456789abcdefgo" where digit != digits[place] {
                var wrong = digits
                wrong[place] = digit
                refuses(wrong)
            }
            if place + 1 < digits.count, digits[place + 1] != digits[place], digits[place + 1] != "-" {
                var wrong = digits
                wrong.swapAt(place, place + 1)
                refuses(wrong)
            }
            var wrong = digits
            wrong.remove(at: place)
            refuses(wrong)
            wrong.insert(contentsOf: [digits[place], digits[place]], at: place)
            refuses(wrong)
        }
        let groups = String(digits).split(separator: "-").map(String.init)
        for one in 1..<groups.count {
            for other in 1..<one where groups[one] != groups[other] {
                var wrong = groups
                wrong.swapAt(one, other)
                refuses(Array(wrong.joined(separator: "-")))
            }
        }
        #expect(missed == [])
    }

    @Test(
        "what is no share is not taken for one",
        arguments: ["", "LSS", "LSRK-00", "# LSSH-00", "correct horse", "0LSSH-00", "#LSSH"])
    func others(_ text: String) throws {
        #expect(Self.refusal(of: text) == .malformed)
        let looksLike = Share.looksLike(try SecretBytes(known: text))
        #expect(!looksLike)
    }

    @Test(
        "numbers out of bounds are refused though the check fits",
        arguments: [(1, 1), (17, 1), (2, 0), (2, 17)])
    func bounds(_ threshold: Int, _ number: Int) throws {
        let value = try SecretBytes(random: 32)
        var refusal: SecretsError?
        do throws(SecretsError) {
            _ = try Share(set: [0, 0, 0, 0, 0, 0], threshold: threshold, number: number, value: value)
        } catch { refusal = error }
        #expect(refusal == .malformed)
    }
}
