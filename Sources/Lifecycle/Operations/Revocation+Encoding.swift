package import Secrets

extension Revocation {
    package func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        token.encode(to: &writer)
        writer.byte(cause.rawValue)
        switch state {
        case .deleting: writer.byte(1)
        case .proving(let deletion, let looks):
            writer.byte(2)
            writer.byte(deletion.rawValue)
            writer.number(looks)
        case .scrubbing: writer.byte(3)
        }
    }

    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(from: &reader), token: try TokenID(from: &reader),
            cause: try reader.choice(Cause.self),
            state: try State(from: &reader))
    }
}

extension Revocation.State {
    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .deleting
        case 2: self = .proving(try reader.choice(Proof.Deletion.self), looks: try reader.number())
        case 3: self = .scrubbing
        default: throw .malformed
        }
    }
}
