import Lifecycle
import Secrets
import TestSupport
import Testing
import Vault

@Suite("A provisioning token goes to the address where it logged in, and nowhere else")
struct AddressTests {
    private static let create = "lockstep create new --scope linodes:ro --expiry 1d"

    @Test(
        "another address in the environment is refused before anything is sent, and both are named",
        arguments: [
            create, "lockstep sync", "lockstep sync --dry-run", "lockstep list --remote",
            "lockstep revoke kept --yes", "lockstep rename kept other", "lockstep revoke --id 7 --yes",
            "lockstep get kept | lockstep adopt new --token-stdin",
            "printf %s $PROVISIONING | lockstep login sandbox --token-stdin",
            "printf %s $PROVISIONING | env -u LOCKSTEP_LINODE_URL lockstep login sandbox --token-stdin --url $ELSEWHERE",
        ])
    func refused(_ line: String) throws {
        let house = try House()
        #expect(house.sh("lockstep create kept --scope linodes:ro --expiry 1d").code == 0)
        let elsewhere = ScriptedServer([])
        defer { elsewhere.stop() }
        let before = house.sandbox.log
        let said = house.sh(line, ["LOCKSTEP_LINODE_URL=\(elsewhere.url)", "ELSEWHERE=\(elsewhere.url)"])
        #expect(said.code == 2, "\(said)")
        #expect(said.err.contains(house.sandbox.url) && said.err.contains(elsewhere.url), "\(said)")
        #expect(elsewhere.requests.isEmpty && house.sandbox.log == before)
        #expect(house.sh("lockstep status --json").out.contains("\"pending\":0"))
        // Its hint works: without the variable all is as before.
        #expect(house.sh("unset LOCKSTEP_LINODE_URL; \(AddressTests.create)").code == 0)
    }

    @Test(
        "several accounts at several addresses are kept in lockstep by one sync, and status names the addresses"
    )
    func several() throws {
        let (house, other) = (try House(), try SandboxProcess([]))
        let login = house.sh(
            "printf %s \(other.token) | lockstep login second --token-stdin --url \(other.url)/",
            ["LOCKSTEP_LINODE_URL=http://127.0.0.1:1"])
        #expect(login.code == 0 && login.err.contains(other.url), "\(login)")
        let each = house.sh(
            """
            unset LOCKSTEP_LINODE_URL; for a in sandbox second; do
                lockstep create in-$a --account $a --scope linodes:ro --expiry 1d || exit 9; done
            lockstep sync && lockstep list --remote && lockstep status && lockstep revoke in-sandbox in-second --yes
            """)
        #expect(each.code == 0, "\(each)")
        #expect(each.out.contains("accounts  sandbox at \(house.sandbox.url)"), "\(each)")
        #expect(each.out.contains("          second at \(other.url)"), "\(each)")
        #expect(house.sh("lockstep sync").code == 2, "one of them is elsewhere")
        #expect(
            house.sh("lockstep login second --token-stdin --url $LOCKSTEP_LINODE_URL </dev/null").code == 2)
    }

    @Test(
        "a command that run starts is told the account's address, with the agent and without it",
        arguments: [true, false])
    func run(_ hasAgent: Bool) throws {
        let house = try House()
        #expect(house.sh(AddressTests.create).code == 0)
        if hasAgent { #expect(house.sh("lockstep agent start && lockstep unlock").code == 0) }
        defer { house.sh("lockstep agent stop") }
        let poison = ["LOCKSTEP_LINODE_URL=https://evil.example", "LINODE_URL=https://evil.example"]
        let said = house.sh("lockstep run new -- sh -c 'echo $LINODE_URL'", poison)
        #expect(said.out == house.sandbox.url + "\n", "\(said)")
    }

    @Test("the agent finishes what is pending at the account's address, whatever its environment says")
    func agent() throws {
        let house = try House()
        #expect(house.sh(AddressTests.create).code == 0)
        // Killed once the revocation is in the journal.
        #expect(house.sh("lockstep revoke new --yes", ["LOCKSTEP_FAILPOINT=3"]).code == 137)
        #expect(house.sh("lockstep status --json").out.contains("\"pending\":1"))
        let elsewhere = ScriptedServer([])
        defer { elsewhere.stop() }
        let started = house.sh(
            "lockstep agent start && lockstep unlock", ["LOCKSTEP_LINODE_URL=\(elsewhere.url)"])
        #expect(started.code == 0, "\(started)")
        defer { house.sh("lockstep agent stop") }
        #expect(eventually { house.sh("lockstep status --json").out.contains("\"pending\":0") })
        #expect(elsewhere.requests.isEmpty)
    }

    @Test("an account of an older vault counts for the usual address until it logs in again")
    func older() throws {
        let house = try House()
        let door = VaultFile(path: house.vault, state: "\(house.path)/state/lockstep")
        let ledger = try door.open(
            .keyFile(try SecretBytes(copying: TemporaryFolder.bytes(of: "\(house.path)/key").span)))
        let account = try #require(try ledger.accounts().first)
        try ledger.wipe(account, at: account.sealed)
        try ledger.seal(
            Account(
                id: account.id, name: account.name, identity: account.identity, token: account.token,
                sealed: account.sealed), string: try SecretBytes(known: house.sandbox.token))
        let status = house.sh("lockstep status; lockstep status --json").out
        #expect(status.contains("sandbox at https://api.linode.com (from an older"), "\(status)")
        #expect(status.contains(#""addressIsKept":false"#), "\(status)")
        let said = house.sh(AddressTests.create)
        #expect(said.code == 2 && said.err.contains("https://api.linode.com"), "\(said)")
        // What the hint says works to the letter.
        let start = try #require(said.err.firstRange(of: "lockstep login")).lowerBound
        let end = try #require(said.err.firstRange(of: ". Otherwise")).lowerBound
        let line = said.err[start..<end]
        #expect(house.sh("printf %s $PROVISIONING | \(line) --token-stdin").code == 0, "\(line)")
        #expect(house.sh("unset LOCKSTEP_LINODE_URL; \(AddressTests.create)").code == 0)
    }
}
