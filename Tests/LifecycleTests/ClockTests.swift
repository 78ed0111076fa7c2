import Lifecycle
import TestSupport
import Testing

@Suite("A clock that is wrong")
struct ClockTests {
    static let year: Int64 = 365 * 86_400
    /// Ten years back and forth, beyond 2038, an hour as daylight saving would, and before 1970.
    static let shifts = [-10 * year, 10 * year, 30 * year, 3600, -3600, -60 * year]

    @Test("purges no token that the provider still honours, and loses none", arguments: shifts)
    func moved(_ shift: Int64) throws {
        let world = try World()
        try world.run(try world.creation("kept"))
        world.clock.now = world.clock.now.advanced(by: shift)
        try world.sync()
        try world.expectLockstep("moved by \(shift)")
        #expect(try world.open().record(named: try Label("kept"))?.state == .active)
        #expect(world.provider.others.count == 1)
        #expect(try world.run(try world.revocation(of: "kept")) == .done)
        try world.expectLockstep("revoked \(shift) later")
    }

    @Test("may move in the middle of any operation, at any request", arguments: shifts)
    func moving(_ shift: Int64) throws {
        for request in 0..<4 {
            let world = try World()
            let start = world.provider.log.count
            world.provider.fault = { number, _ in
                if number == start + request { world.clock.now = world.clock.now.advanced(by: shift) }
                return nil
            }
            #expect(try world.run(try world.creation("ci")) == .done)
            world.provider.fault = { _, _ in nil }
            try world.sync()
            try world.expectLockstep("created while the clock moved by \(shift) at request \(request)")
            #expect(try world.open().record(named: try Label("ci"))?.state == .active)
        }
    }

    @Test("at the end of all time overflows nothing", arguments: [Int64.max, .min, 1 << 40, -1, 0])
    func extreme(_ seconds: Int64) {
        let moment = Instant(seconds: seconds)
        for other in [Int64.max, .min, 0] {
            let other = Instant(seconds: other)
            #expect(Instant.range.contains(moment.advanced(by: other.seconds).seconds))
            #expect(abs(moment.seconds - other.seconds) <= 1 << 41)
            #expect(Expiry.at(moment).daysLeft(at: other) != nil)
            #expect(Setback(.stopped, after: nil, at: moment).due >= moment)
        }
        for step in [Int64.max, .min] { #expect(Instant.range.contains(moment.advanced(by: step).seconds)) }
        for months in [Int.max, .min, -1, 1] {
            let (_, month, day) = moment.adding(months: months).date
            #expect((1...12).contains(month) && (1...31).contains(day))
        }
        #expect(!moment.rfc3339.isEmpty)
    }

    @Test("months are counted back beyond the year 0")
    func monthsBack() throws {
        let march = try #require(Instant("0001-03-31"))
        #expect(march.adding(months: -1).rfc3339 == "0001-02-28T00:00:00Z")
        let (year, month, day) = march.adding(months: -4).date
        #expect(year == 0 && month == 11 && day == 30)
    }

    @Test("an operation that began in the future is finished all the same", arguments: shifts)
    func stopped(_ shift: Int64) throws {
        for point in 0..<14 {
            let world = try World()
            try world.run(try world.creation("ci"), wire: Tripwire(at: point))
            world.clock.now = world.clock.now.advanced(by: shift)
            try world.sync()
            try world.expectLockstep("stopped at \(point), clock moved by \(shift)")
        }
    }
}
