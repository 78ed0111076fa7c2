internal import Requests

extension LockedAgent {
    /// What became of it, for people; a vault is named that is not `ours`.
    func words(ours: String) -> String {
        let process = pid.map { $0 > 0 ? " (process \($0))" : "" } ?? ""
        let other = vault.map { $0 == ours ? "" : " of \(Printable.quoted($0))" } ?? ""
        let name = "agent\(process)\(other)"
        return switch became {
        case .locked: "Locked: the \(name) has wiped its keys."
        case .lockedBefore: "The \(name) was locked already."
        case .stopped: "Stopped: the \(name) has wiped its keys and ended.\(again)"
        case .replaced:
            "The \(name) was of another version, so it was stopped: it has wiped its keys.\(again)"
        case .ended: "The \(name) has given up its keys by itself.\(again)"
        }
    }

    private var again: String {
        guard comesAgain else { return "" }
        return " Its socket is systemd's: who asks next starts it again. To end that, too: "
            + "systemctl --user stop lockstep-agent.socket"
    }
}
