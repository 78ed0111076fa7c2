// A program that uses the library as others do, then waits for the end of its input: its memory is looked through meanwhile.
//   lending LABEL
import Glibc
import LockstepClient

/// Lends itself the token, and looks at each byte; then creates, lists and revokes another.
func lend(_ label: String) async throws {
    let lockstep = try Lockstep.agent()
    let sum = try await lockstep.token(label) { view in view.indices.reduce(0) { $0 &+ Int(view[$1]) } }
    let refused = await Result { () async throws in try await lockstep.token("none") { $0.count } }
    guard case .failure = refused, sum > 0 else { return say("there is a token that should not be") }
    let made = try await lockstep.create("lent", scopes: ["linodes:ro"], expiry: "9d")
    let renamed = try await lockstep.rename(made.label, to: "lent-again")
    guard try await lockstep.list().contains(renamed) else { return say("it is not listed") }
    try await lockstep.revoke(try await lockstep.plan(revoking: [renamed.label]))
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

/// Says a line at once, whoever reads it.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

do {
    try await lend(CommandLine.arguments[1])
    say("done")
} catch { say("\(error)") }
_ = readLine()
