import Lifecycle
import Requests
import TestSupport
import Testing

@Suite("What the doctor found")
struct DoctorTests {
    private static func result(
        _ damages: [LedgerError], isOpen: Bool = true, logs: [LedgerError] = [],
        isAccountDamaged: Bool = false
    ) -> DoctorResult {
        var found = Examination()
        for damage in damages { found.note(damage) }
        if isAccountDamaged { found.damagedAccounts = [Samples.account] }
        var result = DoctorResult(found, isOpen: isOpen)
        result.readings.damages = logs
        return result
    }

    private static let (item, first, older) = (
        LedgerError(.altered, .item), LedgerError(.altered, .first), LedgerError(.older, .head)
    )
    private static let log = LedgerError(.logCut, .reading)

    @Test(
        "says what helps with all of it",
        arguments: [
            ([], [], nil), ([], [log], .log), ([first], [], .secondPlace), ([first], [log], .secondPlace),
            ([older], [], nil), ([older, first], [log], nil), ([item], [], .copy),
            ([item, first], [], .copy),
            ([item, older], [log], .copy),
        ] as [([LedgerError], [LedgerError], DoctorResult.Remedy?)])
    func remedy(_ damages: [LedgerError], _ logs: [LedgerError], _ remedy: DoctorResult.Remedy?) {
        #expect(DoctorTests.result(damages, logs: logs).remedy == remedy)
    }

    @Test("says of each place what helps there, the vault's first")
    func places() {
        let result = DoctorTests.result([DoctorTests.item, DoctorTests.first], logs: [DoctorTests.log])
        #expect(result.damages.map(\.remedy) == [.copy, .secondPlace, .log])
        #expect(result.damages.map(\.error.part) == [.item, .first, .reading])
    }

    @Test("says what becomes of tokens only where some are not whole")
    func salvage() {
        let (item, account) = (DoctorTests.item, LedgerError(.altered, .account))
        #expect(DoctorTests.result([]).salvage == nil)
        #expect(DoctorTests.result([], logs: [DoctorTests.log]).salvage == nil)
        #expect(DoctorTests.result([item], isOpen: false).salvage == nil)
        #expect(DoctorTests.result([DoctorTests.first]).salvage == nil)
        #expect(DoctorTests.result([DoctorTests.older]).salvage == nil)
        #expect(DoctorTests.result([item]).salvage == .replacing)
        #expect(DoctorTests.result([account]).salvage == .moving)
        #expect(DoctorTests.result([item], isAccountDamaged: true).salvage == .moving)
        #expect(DoctorTests.result([item, LedgerError(.altered, .head)]).salvage == .revoking)
    }
}
