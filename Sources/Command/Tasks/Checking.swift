internal import Lifecycle
internal import Requests
internal import Service

extension CheckOptions {
    /// What is asked for; what is critical has to be a warning, too.
    func request(_ context: Context) throws(Problem) -> CheckRequest {
        let warn = warn ?? "\(TokenFlag.nearDays)d"
        var request = CheckRequest(
            patterns: context.options.operands, excluded: excluded, warn: warn,
            critical: critical ?? CheckRequest.usualCritical, warnsOfNever: warnsOfNever)
        try context.check(request)
        let now = context.now
        if let soon = TimeGrammar.duration(warn)?.after(now),
            let sooner = TimeGrammar.duration(request.critical)?.after(now), sooner > soon
        {
            guard critical == nil else {
                throw .usage(
                    "--critical \(request.critical) is longer than --warn \(warn).",
                    hint: "What is critical comes after the warning: --warn 14d --critical 3d")
            }
            request.critical = warn
        }
        return request
    }
}

extension Problem {
    /// That a check found something, which its output has said.
    static func checked(_ severity: CheckResult.Severity) -> Problem {
        var problem = Problem(.unexpected, .failed, "Something needs attention.").saidAlready(
            exit: .unexpected)
        problem.status = Int32(severity.rawValue)
        return problem
    }
}
