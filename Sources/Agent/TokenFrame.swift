internal import Lifecycle
internal import Secrets
internal import Wire

/// The answer with a token string, whole: in guarded memory, so that it is sent at once.
final class TokenFrame {
    let token: HandedOut
    let left: UInt16
    let bytes: SecretBytes

    /// Throws `memory` when there is no guarded memory to be had.
    init(_ token: HandedOut, left: UInt16) throws(SecretsError) {
        (self.token, self.left) = (token, left)
        let address = token.address == .ofFormat1 ? nil : token.address?.text ?? ""
        let reply = AgentReply.token(left: left, address: address, expiry: token.expiry)
        bytes = try Frame.whole(reply.bytes, secret: token.string)
    }
}
