import Lifecycle
import Secrets

@testable import Command

/// What other programs ask `lockstep credential` with: git, docker, kubectl. Whoever is answered is asked about a place that a token can
/// be bound to, and never in plain http. The first byte says which.
enum CredentialProtocols {
    static func problem(with bytes: [UInt8]) -> String? {
        var input = FuzzInput(bytes)
        switch input.byte() % 5 {
        case 0: return (try? GitRequest(input.all())).flatMap { problem(in: $0.destination) }
        case 1: return docker(input.all())
        case 2: return text(input.all()).flatMap { try? DockerRequest.destination($0) }.flatMap(problem)
        case 3: return text(input.all()).flatMap { try? KubectlCredential.cluster($0) }.flatMap(problem)
        default: return text(input.all()).flatMap { Destination($0) }.flatMap(form)
        }
    }

    private static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }

    private static func problem(in destination: Destination) -> String? {
        destination.isPrivate ? form(destination) : "a token would go to \(destination.text)"
    }

    /// A place has one form: what it is compared by.
    private static func form(_ destination: Destination) -> String? {
        guard let again = Destination(destination.text) else { return "no place: \(destination.text)" }
        guard again == destination, again.text == destination.text else {
            return "\(destination.text) is compared as \(again.text)"
        }
        return Canonical.problem(Destination.self, destination.encoded, isExact: true)
    }

    private static func docker(_ bytes: [UInt8]) -> String? {
        guard let text = try? SecretBytes(copying: bytes.span), let request = try? DockerRequest(text) else {
            return nil
        }
        let length = request.secret.count
        return length <= bytes.count ? nil : "a secret of \(length) bytes out of \(bytes.count)"
    }
}
