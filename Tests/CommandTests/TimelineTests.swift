import Requests
import Testing

@testable import Command
@testable import Lifecycle

@Suite("A timeline")
struct TimelineTests {
    private func bar(_ label: String, days: Int64?, made: Int64 = -1) -> TimelineBar {
        var token = Value.token(expiry: days.map { .at(Value.days($0)) } ?? .never)
        token.created = Value.days(made)
        return TimelineBar(TimelineItem(Value.view(Value.record(Value.label(label), token))))
    }

    private func text(_ bars: [TimelineBar], _ columns: Int = 80, days: Int64 = 365) -> TimelineText {
        TimelineText(
            bars, now: Value.now, span: (Value.days(-days), Value.days(days)), columns: columns,
            glyphs: .plain)
    }

    @Test("keeps the first of any number, and counts all")
    func bounded() {
        var rows = TimelineRows(.expiry, limit: 3)
        for day in (1...9000).reversed() { rows.add(bar("t\(day)", days: Int64(day))) }
        #expect(rows.sorted.map(\.label) == ["t1", "t2", "t3"] && rows.count == 9000)
    }

    @Test("marks today in every row, whatever the bar")
    func today() {
        let bars = [
            bar("past", days: -5, made: -9), bar("long", days: 5, made: -9), bar("new", days: 9, made: 1),
        ]
        let text = text(bars)
        let columns = Set(
            bars.map { bar in
                text.row(bar).enumerated().first { $0.element == "|" || $0.element == "+" }?.offset
            })
        #expect(columns.count == 1 && columns.first != .some(nil))
        #expect(text.row(bars[0]).contains("x") && text.row(bars[1]).contains("+"))
    }

    @Test("has the times of its ends where days alone would be the same")
    func short() {
        var token = Value.token(expiry: .at(Value.now.advanced(by: 3600)))
        token.created = Value.now.advanced(by: -3600)
        let hours = text([TimelineBar(TimelineItem(Value.view(Value.record(Value.label("a"), token))))]).head
        let (first, last) = (Value.now.advanced(by: -3600).local, Value.now.advanced(by: 3600).local)
        #expect(
            hours.contains(first.prefix(16)) && hours.contains(last.prefix(16)) && hours.contains(" now "))
        let days = text([bar("b", days: 40, made: -40)]).head
        #expect(days.contains("today") && !days.contains(":"))
    }

    @Test("shows what is beyond its edges, and that something never expires")
    func edges() {
        let bars = [bar("ever", days: nil, made: -900), bar("far", days: 900), bar("near", days: 9)]
        let text = text(bars, days: 30)
        #expect(text.row(bars[0]).contains("<") && text.row(bars[0]).contains(">"))
        #expect(text.row(bars[1]).contains(">") && !text.row(bars[2]).contains(">"))
        #expect(text.row(bars[0]).hasSuffix("never\n"))
    }

    @Test("overflows at no time and no width", arguments: [1, 8, 20, 40, 41, 79, 200, 0])
    func extremes(_ columns: Int) {
        let moments = [Int64.min, 0, 1_800_000_000, Int64.max].map { Instant(seconds: $0) }
        var bars: [TimelineBar] = []
        for from in moments {
            for until in moments {
                var token = Value.token(expiry: .at(until))
                token.created = from
                bars.append(TimelineBar(TimelineItem(Value.view(Value.record(Value.long, token)))))
            }
        }
        let text = TimelineText(
            bars, now: Value.now, span: (moments[0], moments[3]), columns: columns, glyphs: .drawn)
        #expect(bars.allSatisfy { !text.row($0).isEmpty } && !text.head.isEmpty)
    }
}
