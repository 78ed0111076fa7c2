import Requests
import TestSupport

@testable import Command
@testable import Lifecycle

// What monitoring reads, and what people look at before a token expires or is revoked.

extension Rendered {
    static let monitoring = [
        Rendered("check") { _ in
            checks.map { name, result in
                let request = CheckRequest(warn: "14d", critical: "3d")
                return "--- \(name)\n"
                    + CheckReport(result: result, request: request, now: Value.now, vault: "/v").text
            }.joined() + "--- unchecked\n"
                + CheckReport.unknown(.usage("There is no flag '|'.", hint: "See: lockstep check --help"))
        },
        Rendered("metrics") { _ in
            var metrics = VaultMetrics()
            for state in Record.State.allCases { metrics.count(in: state) }
            (metrics.expired, metrics.eternal, metrics.due, metrics.overdue) = (1, 2, 3, 4)
            (metrics.earliest, metrics.earliestRenewed) = (Value.days(2), Value.days(3))
            (metrics.pending, metrics.heldUp, metrics.revocations, metrics.watching) = (5, 6, 7, 8)
            metrics.accounts = [
                Value.account(expiry: .at(Value.days(3))), Value.account("q\"\\", expiry: .never),
            ]
            (metrics.lastSync, metrics.handOuts, metrics.changes) = (Value.days(-1), 9, 10)
            let whole = PrometheusText(metrics, isUnlocked: true, now: Value.now).plain
            let unread = PrometheusText(nil, isUnlocked: false, now: Value.now).plain
            return whole + PrometheusText.accounts(metrics.accounts) + PrometheusText.tokenHead
                + Value.views.map(PrometheusText.sample).joined() + "--- unread\n" + unread
        },
    ]

    static let looks = [
        Rendered("timeline", widths) { timeline($0, .drawn) },
        Rendered("timeline in ASCII", widths) { timeline($0, .plain) },
        Rendered("timeline in words") { _ in bars.map { $0.sentence(now: Value.now) + "\n" }.joined() },
        Rendered("why", widths) { columns in whys.map { why($0, columns) }.joined(separator: "\n") },
    ]

    private static func timeline(_ columns: Int, _ glyphs: TimelineGlyphs) -> String {
        let text = TimelineText(
            bars, now: Value.now, span: (Value.days(-365), Value.days(365)), columns: columns, glyphs: glyphs)
        return text.head + bars.map { text.row($0) }.joined() + "\n" + text.legend
    }

    static var bars: [TimelineBar] {
        var renewed = Value.record(Value.label("renewed"), Value.token(20, expiry: .at(Value.days(60))))
        var policy = Policy()
        policy.lifetime = CalendarDuration(seconds: 100 * 86_400)
        (renewed.policy, renewed.token.created) = (policy, Value.days(-40))
        var old = Value.record(Value.label("renewed"), Value.token(21), .retiring)
        old.token.created = Value.days(-140)
        old.generation = 1
        var undated = Value.record(Value.label("adopted"), Value.token(22, expiry: .at(Value.days(900))))
        undated.token.created = nil
        var rows = TimelineRows(.expiry, limit: 0)
        for view in Value.views.dropLast() { rows.add(TimelineBar(TimelineItem(view))) }
        for record in [renewed, undated] { rows.add(TimelineBar(TimelineItem(Value.view(record)))) }
        rows.add(TimelineBar(TimelineItem(Value.view(old), overlap: Value.days(7))))
        return rows.sorted
    }

    private static func why(_ words: WhyWords, _ columns: Int) -> String {
        words.facts.text(columns: columns) + words.readers.text(columns: columns)
            + words.sections.filter { !$0.lines.isEmpty }.map { heading, lines in
                heading + "\n"
                    + lines.flatMap { Wrapping.lines("  " + $0, columns: columns, hanging: 2) }
                    .map { $0 + "\n" }.joined()
            }.joined()
            + words.advice.flatMap { Wrapping.lines($0, columns: columns) }.map { $0 + "\n" }.joined()
    }

    private static var whys: [WhyWords] {
        var record = Value.record(grants: [Grant(unit: "web.service"), Grant(manages: true)])
        var policy = Policy()
        (policy.owner, policy.purpose) = ("ops@example.com", "deploys the site")
        policy.setTags(["ci"])
        record.policy = policy
        var used = WhyResult(Value.view(record), recent: Value.days(-30))
        used.made = AuditEntry(
            .tokenActive, time: Value.days(-9), label: "ci", caller: Value.caller, interface: .agent)
        used.readings = Value.readings
        used.older = [
            TimelineItem(
                Value.view(Value.record(Value.label("ci"), Value.token(2), .retiring)), overlap: Value.days(1)
            )
        ]
        used.uses = [
            .init("credential git https://git.example", last: Value.now, count: 3),
            .init("run", last: Value.now, count: 1),
        ]
        used.usesSince = Value.days(-3)
        used.hosts = [Destination("https://git.example")].compactMap(\.self)
        var idle = WhyResult(Value.view(), recent: Value.days(-30))
        (idle.readings.count, idle.readings.last, idle.readings.isComplete) = (1, Value.days(-40), false)
        let results = [used, idle] + [0, 3, 4].map { WhyResult(Value.views[$0], recent: Value.days(-30)) }
        return results.enumerated().map { place, result in
            WhyWords(
                result: result, docker: place == 0 ? ["https://registry.example"] : [], now: Value.now,
                vault: "/v")
        }
    }

    private static var checks: [(String, CheckResult)] {
        var (quiet, renewed, one, many, missing) = (
            CheckResult(), CheckResult(), CheckResult(), CheckResult(), CheckResult()
        )
        (quiet.tokens, quiet.earliest) = (3, Value.days(34))
        (renewed.tokens, renewed.renewed, renewed.never) = (4, 2, 1)
        one.tokens = 1
        one.add(.init(.critical, .expiring, "a|b", Value.days(2)))
        many.tokens = 300
        for kind in CheckResult.Kind.allCases {
            let isUndated = [.unknownExpiry, .never, .accountNever].contains(kind)
            let isPending = kind == .heldUp || kind == .revocation
            many.add(
                .init(
                    kind == .unknownExpiry ? .unknown : kind == .expired ? .critical : .warning, kind,
                    Value.wide.text, isUndated ? nil : Value.days(kind == .expired ? -2 : 9),
                    pending: isPending ? Value.pending(isHeld: kind == .revocation) : nil))
        }
        for day in 0..<60 {
            many.add(.init(.critical, .expiring, Value.long.text, Value.days(Int64(day) / 30)))
        }
        many.cut()
        missing.unmatched = ["ci/*"]
        return [
            ("empty", CheckResult()), ("quiet", quiet), ("renewed", renewed), ("one", one), ("many", many),
            ("missing", missing),
        ]
    }
}
