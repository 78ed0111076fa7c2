internal import Lifecycle
internal import Requests

extension Table {
    /// Where token strings stand.
    init(_ findings: [LeakFinding]) {
        self.init(
            Column("FILE", .broken), Column("LINE"), Column("BYTE", rank: 2), Column("LABEL", .label),
            Column("GENERATION", usual: "1", rank: 4), Column("WHAT", .wrapped), Column("STRING", rank: 3),
            Column("WRITTEN", .wrapped, usual: "", rank: 1))
        for finding in findings {
            let mark = finding.mark
            add(
                Cell(finding.file), Cell(String(finding.line)), Cell(String(finding.offset)),
                Cell(mark.label), Cell(mark.generation > 0 ? String(mark.generation) : ""),
                Cell(finding.what, finding.isLeak ? .bad : .plain), Cell(mark.prefix + "…"),
                Cell(finding.spelling.joined(separator: ", ")))
        }
    }
}

extension LeakFinding {
    /// What was found, in a few words.
    fileprivate var what: String {
        switch meaning {
        case .leaked: mark.holder == .provisioning ? "provisioning token" : "\(mark.state?.name ?? "") token"
        case .likely:
            mark.holder == .remote
                ? "begins like token \(mark.id?.text ?? "") at the provider" : "begins like its string"
        case .similar: "begins like it; \(behind ?? 0) more characters"
        case .revoked: "begins like a revoked token"
        }
    }
}
