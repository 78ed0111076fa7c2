internal import Requests

extension LockedAgent {
    /// What became of it, for people; a vault is named that is not `ours`.
    func words(ours: String) -> String {
        let process = pid.map { $0 > 0 ? " (process \($0))" : "" } ?? ""
        let other = vault.map { $0 == ours ? "" : " of \(Printable.quoted($0))" } ?? ""
        let name = "agent\(process)\(other)"
        return switch became {
        case .locked: "Locked: the \(name) has wiped its keys."
        case .lockedBefore: "The \(name) was already locked."
        case .stopped: "Stopped: the \(name) has wiped its keys and ended.\(again)"
        case .replaced:
            "The \(name) had a different version, so it was stopped and has wiped its keys.\(again)"
        case .ended: "The \(name) has given up its keys by itself.\(again)"
        }
    }

    private var again: String {
        guard comesAgain else { return "" }
        return " systemd owns its socket, so the next request starts it again. To stop that, too: "
            + "systemctl --user stop lockstep-agent.socket"
    }
}
