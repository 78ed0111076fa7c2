import Lifecycle
import Requests
import TestSupport

// What monitoring is told.

extension Golden {
    static let monitoring = [
        Golden("check") {
            var found = CheckResult()
            (found.tokens, found.renewed, found.pending, found.revocations) = (3, 1, 1, 1)
            (found.never, found.earliest) = (2, Form.days(2))
            found.add(.init(.warning, .expiring, "日本", Form.days(9)))
            found.add(.init(.critical, .expiring, "ci", Form.days(2)))
            found.add(
                .init(.critical, .revocation, "ci", Form.now, pending: Form.pending(isHeld: true)))
            found.add(.init(.unknown, .unknownExpiry, "work", nil))
            found.cut()
            var unmatched = CheckResult()
            unmatched.unmatched = ["ci/*"]
            return [
                ("nothing", CheckResult().json(Form.wording)), ("found", found.json(Form.wording)),
                ("unmatched", unmatched.json(Form.wording)),
            ]
        },
        Golden("timeline") {
            var renewed = Form.record()
            renewed.policy = policy
            let old = Form.record(state: .retiring)
            let view = Form.view(Form.record(Form.unicode, Form.eternal))
            return [
                ("eternal", TimelineItem(view).json),
                ("due", TimelineItem(Form.view(renewed)).json),
                ("retiring", TimelineItem(Form.view(old), overlap: Form.days(1)).json),
            ]
        },
        Golden("why") {
            var bare = Form.record()
            bare.nonce = nil
            let nothing = WhyResult(Form.view(bare), recent: Form.days(-30))
            var record = Form.record()
            (record.policy, record.grants) = (policy, Form.grants)
            var found = WhyResult(Form.view(record, Form.pending(isHeld: true)), recent: Form.days(-30))
            found.older = [TimelineItem(Form.view(Form.record(state: .retiring)), overlap: Form.days(1))]
            found.made = AuditEntry(.rotated, time: Form.days(-1), label: "ci", token: 1234, generation: 2)
            found.readings = Form.readings(isWhole: true)
            (found.uses, found.usesSince) = ([.init("run", last: Form.now, count: 3)], Form.days(-3))
            found.hosts = [Destination("https://git.example")].compactMap(\.self)
            return [
                ("nothing", nothing.json(Form.wording, docker: [], now: Form.now)),
                ("found", found.json(Form.wording, docker: ["https://registry.example"], now: Form.now)),
            ]
        },
    ]

    private static var policy: Policy {
        var policy = Policy()
        policy.lifetime = CalendarDuration(seconds: 90 * 86_400)
        (policy.owner, policy.purpose) = ("Zoë", "deploys \"日本\"")
        policy.setTags(["ci", "prod"])
        return policy
    }
}
