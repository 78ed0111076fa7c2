import LockstepClient

/// Lends itself the token of a label, and shows how a call fails.
@main
struct Deploy {
    static func main() async throws {
        let label = CommandLine.arguments.dropFirst().first ?? "ci/deploy"
        let lockstep = try Lockstep.agent()
        do {
            let length = try await lockstep.token(label) { view in view.count }
            print("a token of \(length) bytes")
        } catch let error as LockstepError where error.code == .locked || error.code == .noAgent {
            print("\(error.message)")
        }
    }
}
