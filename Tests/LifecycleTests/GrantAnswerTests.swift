import Testing

@testable import Lifecycle

@Suite("Rules that want an answer")
struct GrantAnswerTests {
    typealias Answer = HandOutUse.Confirmation
    private static let terminal = Grant(confirmation: .terminal)
    private static let askpass = Grant(confirmation: .askpass)
    private static let tool = Grant(executable: "/bin/tool", confirmation: .terminal)

    private static func use(
        _ executable: HandOutUse.Executable, askpass: Answer = .unasked, terminal: Answer = .unasked,
        into: HandOutUse.Into = .other, isLockstep: Bool = false
    ) -> HandOutUse {
        let caller = Caller(pid: 9, user: 1000, executable: "/bin/what-it-says")
        var use = HandOutUse(verb: "run", time: Instant(seconds: 0), caller: caller)
        (use.executable, use.confirmation, use.terminal) = (executable, askpass, terminal)
        (use.into, use.isLockstep) = (into, isLockstep)
        return use
    }

    @Test(
        "ask on the terminal or by the vault's program, and believe of a terminal what lockstep alone says",
        arguments: [
            ([terminal], use(.unasked), .unconfirmed(.terminal)),
            // What was said has to be proved to come from lockstep.
            ([terminal], use(.unasked, terminal: .given), .unchallenged),
            ([terminal], use(.proven("/bin/x"), terminal: .given, isLockstep: true), .allowed),
            ([terminal], use(.proven("/bin/x"), terminal: .given), .denied),
            ([terminal], use(.unproven, terminal: .given), .denied),
            ([terminal], use(.unasked, terminal: .refused), .denied),
            ([terminal], use(.unasked, terminal: .impossible), .denied),
            // Neither stands for the other.
            ([terminal], use(.proven("/bin/x"), askpass: .given, isLockstep: true), .unconfirmed(.terminal)),
            ([askpass], use(.proven("/bin/x"), terminal: .given, isLockstep: true), .unconfirmed(.askpass)),
            ([askpass, terminal], use(.unasked, terminal: .impossible), .unconfirmed(.askpass)),
            ([askpass, terminal], use(.unasked, askpass: .given, terminal: .refused), .allowed),
            ([askpass, terminal], use(.unasked, askpass: .refused, terminal: .refused), .denied),
            ([tool], use(.unasked), .unchallenged),
            ([tool], use(.proven("/bin/tool"), isLockstep: true), .unconfirmed(.terminal)),
            ([tool], use(.proven("/bin/other"), isLockstep: true), .denied),
        ] as [([Grant], HandOutUse, Grant.Verdict)])
    func confirmed(_ grants: [Grant], _ use: HandOutUse, _ verdict: Grant.Verdict) {
        #expect(Grant.verdict(of: grants, on: use) == verdict)
    }

    private static let into = Grant(into: "/bin/tool")
    private static let both = Grant(executable: "/bin/make", into: "/bin/tool")
    private static let agreed = Grant(confirmation: .askpass, into: "/bin/tool")

    @Test(
        "want to know which file is executed, and believe it of lockstep alone",
        arguments: [
            ([into], use(.unasked), .denied), ([into], use(.proven("/bin/tool"), isLockstep: true), .denied),
            ([into], use(.unasked, into: .unasked), .unopened),
            ([into], use(.unasked, into: .file("/bin/tool")), .unchallenged),
            ([into], use(.unproven, into: .file("/bin/tool")), .denied),
            ([into], use(.proven("/bin/x"), into: .file("/bin/tool")), .denied),
            ([into], use(.proven("/bin/x"), into: .file("/bin/tool"), isLockstep: true), .allowed),
            ([into], use(.proven("/bin/x"), into: .file("/bin/other"), isLockstep: true), .denied),
            ([into], use(.unasked, into: .file("/bin/other")), .denied),
            ([into, Grant()], use(.unasked), .allowed),
            ([both], use(.unasked, into: .unasked), .unchallenged),
            ([both], use(.proven("/bin/make"), into: .unasked, isLockstep: true), .unopened),
            ([both], use(.proven("/bin/x"), into: .unasked, isLockstep: true), .denied),
            ([both], use(.proven("/bin/make"), into: .file("/bin/tool"), isLockstep: true), .allowed),
            ([agreed], use(.unasked, into: .unasked), .unopened),
            (
                [agreed], use(.proven("/bin/x"), into: .file("/bin/tool"), isLockstep: true),
                .unconfirmed(.askpass)
            ),
            (
                [agreed],
                use(.proven("/bin/x"), askpass: .given, into: .file("/bin/other"), isLockstep: true),
                .denied
            ),
        ] as [([Grant], HandOutUse, Grant.Verdict)])
    func opened(_ grants: [Grant], _ use: HandOutUse, _ verdict: Grant.Verdict) {
        #expect(Grant.verdict(of: grants, on: use) == verdict)
    }
}
