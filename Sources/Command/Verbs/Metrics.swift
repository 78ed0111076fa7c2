internal import Lifecycle
internal import Requests

/// Writes figures of the vault for Prometheus, to standard output or for node_exporter's textfile collector.
struct MetricsOptions: VerbOptions {
    var isLabelled = false
    var output: String?

    static let verb = Verb(
        Self.self, "metrics", summary: "write figures of the vault for Prometheus",
        flags: [
            Flag(
                "labels", nil, .toggle(\.isLabelled),
                "add a series for each token and account, which tells their names"),
            Flag(
                "output", "o", .value(.file, \.output),
                "replace this file, whose name ends in .prom; in a folder, \(MetricsFile.usualName)"),
        ],
        json: .failures, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let path = try output.map { output throws(Problem) in try MetricsFile.path(output) }
        if let path {
            try context.requireForeign(path, "No figures were written")
        } else {
            try context.console.requireOutput()
        }
        let isUnlocked = (try? context.agentState())?.holder != nil
        var (figures, problem): (VaultMetrics?, Problem?)
        do throws(Problem) { figures = try self.figures(context) } catch { problem = error }
        do throws(Problem) {
            try write(PrometheusText(figures, isUnlocked: isUnlocked, now: context.now), to: path, context)
        } catch {
            // What stood in the file is not true any more; what can be said without the vault is.
            let unread = PrometheusText(nil, isUnlocked: isUnlocked, now: context.now)
            if path != nil, figures != nil { try? write(unread, to: path, context) }
            throw error
        }
        if let problem { throw problem }
    }
}
