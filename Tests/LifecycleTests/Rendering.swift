@testable import Lifecycle

/// Steps in few words, for the transition table.
enum Rendering {
    static func change(_ change: Change) -> String {
        switch change {
        case .beginEpoch: "begin an epoch"
        case .endEpoch: "end the old epochs"
        case .reserve(let label, _): "reserve \(label)"
        case .reserveNext(_, _, _, let generation): "reserve generation \(generation)"
        case .release(let label, _): "release \(label)"
        case .seal(let record): "seal as \(record.state.name)"
        case .sealNext(let record): "seal generation \(record.generation) as \(record.state.name)"
        case .succeed: "succeed"
        case .exchange: "exchange"
        case .move(_, let state): "move to \(state.name)"
        case .describe(_, let label, _): "describe as \(label)"
        case .relabel(_, let label): "relabel as \(label)"
        case .drop: "drop"
        case .purge: "purge"
        case .forget: "forget"
        case .permit(_, let change): "permit \(change)"
        case .decide(let label, let policy, _):
            "decide for \(label): \(policy == nil ? "nothing" : "a policy")"
        case .bind(_, let hosts, _): "bind to \(hosts?.destinations.map(\.text) ?? [])"
        case .set(let name, let value, _): "set \(name.text) \(value == nil ? "away" : "")"
        case .slots(let change):
            "change slots: \(change.added.count) more, \(change.removed.count) gone"
        case .compared: "hand out again"
        case .note(let entry): "note \(entry.event.name)"
        }
    }

    static func effect(_ effect: Effect) -> String {
        switch effect {
        case .ask(.identify): "ask who"
        case .ask(.create): "ask create"
        case .ask(.view(let id)): "ask view \(id)"
        case .ask(.list): "ask list"
        case .ask(.rename(let id, let label)): "ask rename \(id) \(label)"
        case .ask(.delete(let id)): "ask delete \(id)"
        case .probe: "probe"
        case .probeHeld: "probe the string in hand"
        case .pause(let milliseconds): "pause \(milliseconds)"
        case .reseal(let cursor, let strings):
            "reseal from \(cursor.stage) \(cursor.after)\(strings ? ", strings too" : "")"
        case .scrub: "scrub"
        case .finish(let outcome): "finish \(self.outcome(outcome))"
        }
    }

    private static func outcome(_ outcome: Outcome) -> String {
        switch outcome {
        case .done: "done"
        case .doneUntil(let until): "done, until \(until.seconds - Machines.now.seconds) s from now"
        case .failed(let reason): "failed (\(self.reason(reason)))"
        case .kept(let reason): "kept (\(self.reason(reason)))"
        case .watching(let reason): "watching (\(self.reason(reason)))"
        case .pending(let reason): "pending (\(self.reason(reason)))"
        case .resting(let reason, _): "resting (\(self.reason(reason)))"
        case .elsewhere: "elsewhere"
        case .endedElsewhere: "ended elsewhere"
        }
    }

    private static func word(_ undo: Creation.Undo) -> String {
        if case .nameRefused = undo { "nameRefused" } else { "\(undo)" }
    }

    private static func reason(_ reason: Reason) -> String {
        switch reason {
        case .provider(let failure): "provider: \(failure.code)"
        case .ledger(let error): "vault: \(error.code) \(error.part.rawValue)"
        case .impossible(let event): "impossible: \(event)"
        default: "\(reason)"
        }
    }

    /// A state that is none of the table's own rows.
    static func state(_ operation: any StateMachine) -> String {
        switch operation {
        case let machine as Creation: state(machine)
        case let machine as Adoption:
            switch machine.state {
            case .viewing: "adopt viewing"
            case .probing(let token): "adopt probing \(token.label)"
            case .naming(let token): "adopt naming \(token.label)"
            }
        case let machine as Revocation:
            switch machine.state {
            case .deleting: "revoke deleting"
            case .proving(let deletion, let looks): "revoke proving(\(deletion), \(looks))"
            case .scrubbing: "revoke scrubbing"
            }
        case let machine as Rotation: state(machine)
        case let machine as Lease: state(machine)
        case let machine as UnmanagedRevocation: "delete \(machine.state)"
        default: operation.name
        }
    }

    private static func state(_ machine: Creation) -> String {
        switch machine.state {
        case .asking: "create asking"
        case .searching(let looks): "create searching(\(looks))"
        case .removing(let tokens): "create removing(\(list(tokens)))"
        case .confirming(let tokens, let looks): "create confirming(\(list(tokens)), \(looks))"
        case .naming: "create naming"
        case .undoing(let revocation, let undo): "create undoing(\(word(undo))) \(state(revocation))"
        case .watching(let until):
            "create watching until \(until.seconds - Machines.now.seconds) s from now"
        }
    }

    private static func state(_ machine: Rotation) -> String {
        switch machine.state {
        case .creating(let creation): "rotate \(state(creation))"
        case .probing(_, let looks): "rotate probing(\(looks))"
        case .resting(let until): "rotate resting until \(until.seconds - Machines.now.seconds) s from now"
        case .revoking(let revocation): "rotate \(state(revocation as any StateMachine))"
        }
    }

    private static func state(_ machine: Lease) -> String {
        switch machine.state {
        case .creating(let creation): "lease \(state(creation))"
        case .held(let token): "lease held(\(token))"
        case .revoking(let revocation): "lease \(state(revocation as any StateMachine))"
        }
    }

    private static func list(_ tokens: [TokenID]) -> String { tokens.map(String.init).joined(separator: ",") }
}
