import Glibc
import Platform
import TestSupport
import Testing

@Suite("The user database")
struct UserDatabaseTests {
    @Test("has root, and says that a number is nobody's")
    func root() throws {
        let entry = try #require(UserDatabase.entries(of: "passwd", number: 0)?.first)
        #expect(entry.count == 7 && entry[0] == "root" && entry[2] == "0" && entry[5] == "/root")
        #expect(UserDatabase.entries(of: "passwd")?.contains(entry) == true)
        #expect(UserDatabase.entries(of: "group", number: 0)?.first?.first == "root")
        #expect(UserDatabase.entries(of: "passwd", number: 4_000_000_000) == [])
    }

    @Test("is nobody's to tell where it is not a database")
    func unknown() {
        #expect(UserDatabase.entries(of: "nothing") == nil)
    }
}
