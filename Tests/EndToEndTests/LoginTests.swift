import TestSupport
import Testing

@Suite("Logging in again")
struct LoginTests {
    /// A sandbox's token with these scopes, made with the provisioning one.
    private func token(_ scopes: String, _ house: House, expiry: String = "2099-01-01T00:00:00") -> String {
        let made = house.sh(
            """
            curl -s -X POST -H "Authorization: Bearer $PROVISIONING" -H 'Content-Type: application/json' \
            -d '{"label": "w", "scopes": "\(scopes)", "expiry": "\(expiry)"}' $LOCKSTEP_LINODE_URL/v4/profile/tokens
            """
        ).out
        guard let start = made.firstRange(of: "\"token\": \"") ?? made.firstRange(of: "\"token\":\"") else {
            Issue.record("no token: \(made)")
            return ""
        }
        return String(made[start.upperBound...].prefix { $0 != "\"" })
    }

    private func login(_ token: String, _ house: House, _ flags: String = "") -> Said {
        house.sh("printf %s '\(token)' | lockstep login sandbox --token-stdin \(flags)")
    }

    private static let create = "lockstep create new --full-access --expiry never"

    @Test(
        "with a weaker token of the same user is refused, and the one before goes on working",
        arguments: [
            ("linodes:read_write", "account:read_write"), ("account:read_write", "current token has: *"),
            ("account:read_only linodes:read_only", "cannot create"),
        ])
    func weaker(_ scopes: String, _ says: String) throws {
        let house = try House()
        let said = login(token(scopes, house), house)
        #expect(said.code == 3 && said.err.contains(says), "\(said)")
        #expect(house.sh(LoginTests.create).code == 0, "the account has the token it had")
        #expect(!house.sh("lockstep audit").out.contains("account-wiped"))
        // What the hint names works.
        let forced = login(token(scopes, house), house, "--allow-weaker")
        #expect(forced.code == 0, "\(forced)")
        #expect(house.sh("lockstep revoke new --yes").code == (scopes == "account:read_write" ? 0 : 8))
    }

    @Test("with one that is about to expire is refused, unless the present one is, too")
    func soon() throws {
        let house = try House()
        let soon = house.sh("date -u -d '+3 days' +%Y-%m-%dT%H:%M:%S").out.prefix { $0 != "\n" }
        let said = login(token("*", house, expiry: String(soon)), house)
        #expect(said.code == 3 && said.err.contains("14 days"), "\(said)")
        for flag in ["--allow-weaker", ""] {
            #expect(login(token("*", house, expiry: String(soon)), house, flag).code == 0)
        }
    }

    @Test("with a strong token replaces the one before, also by one of fewer scopes once that is dead")
    func stronger() throws {
        let house = try House()
        let second = token("*", house)
        #expect(login(second, house).code == 0)
        let third = token("account:read_write linodes:read_write", house)
        #expect(login(third, house).code == 3)
        let revoked = house.sh(
            "curl -s -X DELETE -H \"Authorization: Bearer \(second)\" $LOCKSTEP_LINODE_URL/v4/profile/tokens/2"
        )
        #expect(revoked.code == 0)
        #expect(login(third, house).code == 0)
        #expect(house.sh("lockstep create new --scope linodes:ro --expiry 1d").code == 0)
    }

    @Test("a first login with a token that cannot create is refused unless a flag allows it")
    func first() throws {
        let house = try House()
        let weak = token("linodes:read_only", house)
        let line = "printf %s \(weak) | lockstep login other --token-stdin"
        let said = house.sh(line)
        #expect(said.code == 3 && said.err.contains("Nothing was sealed"), "\(said)")
        #expect(!house.sh("lockstep status --json").out.contains("\"other\""))
        let allowed = house.sh("\(line) --allow-weaker")
        #expect(allowed.code == 0 && allowed.err.contains("account:read_write"), "\(allowed)")
    }
}
