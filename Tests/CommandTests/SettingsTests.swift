import Foundation
import TestSupport
import Testing

@testable import Command

@Suite("The configuration file")
struct SettingsTests {
    @Test("is lines of KEY = VALUE, with blank lines and comments between")
    func read() throws {
        let text = "# mine\n\naccount = my work\r\n\tidle=30m\n; also\nmax = 0s \ntables=wide\n"
        let settings = try Settings(Array(text.utf8), of: "f")
        #expect(settings[.account] == "my work" && settings[.idle] == "30m" && settings[.max] == "0s")
        #expect(settings[.tables] == "wide" && settings[.settle] == nil)
        #expect(settings.entries[.max] == Settings.Entry(text: "0s", line: 6))
    }

    @Test(
        "is refused with the line and what is wrong in it",
        arguments: [
            ("idle = 1h\nilde = 2h", 2, "no setting 'ilde'"), ("idle", 1, "KEY = VALUE"),
            ("[agent]", 1, "no sections"), ("\nidle =", 2, "no value"), ("idle = 1h\nidle = 2h", 2, "line 1"),
            ("idle = soon", 1, "'soon'"), ("max = -1h", 1, "'-1h'"), ("idle = 1mo", 1, "'1mo'"),
            ("max = 0s\nidle = 0s", 2, "--idle 0s"), ("idle = 0d", 1, "never locks"),
            ("settle = 11m", 1, "valid settling time"), ("tables = big", 1, "'big'"),
            ("warn-days = 2w", 1, "number of days"), ("warn-days = -1", 1, "number of days"),
            ("warn-days = 3651", 1, "0 to 3650"),
            ("account = \u{1B}[31m", 1, "account"), ("idle = 1h # mine", 1, "'1h # mine'"),
            ("askpass = /bin/true", 1, "sealed in the vault"), ("key-file = /k", 1, "opens a vault"),
            ("passphrase = x", 1, "opens a vault"), ("token = x", 1, "opens a vault"),
            ("hands-out-only = off", 1, "lockstep set"), ("vault = /v", 1, "--vault"),
        ] as [(String, Int, String)])
    func refused(_ text: String, _ line: Int, _ says: String) {
        let problem = #expect(throws: Problem.self) { try Settings(Array(text.utf8), of: "/f") }
        #expect(problem?.exit == .usage && problem?.message.hasPrefix("Line \(line) of '/f': ") == true)
        #expect(problem?.safe == "Nothing was done.")
        if says != "account" { #expect(problem?.text.contains(says) == true, "\(problem?.text ?? "")") }
    }

    @Test("is refused where it is not UTF-8, or has a NUL", arguments: [0xFF, 0x00] as [UInt8])
    func bytes(_ byte: UInt8) {
        let bytes = Array("idle = 1h\naccount = a".utf8) + [byte]
        let problem = #expect(throws: Problem.self) { try Settings(bytes, of: "/f") }
        #expect(problem?.message == "Line 2 of '/f': It is not text in UTF-8.")
    }

    @Test("may begin with a byte order mark, which is no part of the first line")
    func mark() throws {
        for text in ["idle = 1h", "# mine\nidle = 1h", ""] {
            let settings = try Settings([0xEF, 0xBB, 0xBF] + Array(text.utf8), of: "f")
            #expect(settings[.idle] == (text.isEmpty ? nil : "1h"))
        }
        #expect(throws: Problem.self) { try Settings(Array("\nidle = 1h\u{FEFF}".utf8), of: "f") }
    }

    @Test("a setting of which nothing is set is what is usual, and every usual value is valid")
    func usual() throws {
        for key in SettingKey.allCases {
            if let usual = key.usual { try key.check(usual) }
            #expect(try SettingKey.named(key.rawValue) == key)
        }
    }

    @Test("a flag comes before a variable, that before the file, and that before what is usual")
    func precedence() {
        let entry = Settings.Entry(text: "file", line: 3)
        func first(_ flag: String?, _ variable: String?, _ entry: Settings.Entry?) -> InForce {
            .first("x", flag: flag, variable: "V", { _ in variable }, entry, usual: "usual")
        }
        #expect(first("flag", "variable", entry) == InForce("x", "flag", .flag("--x")))
        #expect(first(nil, "variable", entry) == InForce("x", "variable", .variable("V")))
        #expect(first(nil, nil, entry) == InForce("x", "file", .line(3)))
        #expect(first(nil, nil, nil) == InForce("x", "usual", .usual))
    }
}

@Suite("Whose the configuration file is")
struct SettingsFileTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/config" }

    private func write(_ mode: Int) throws {
        try "idle = 1h\n".write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private var problem: String {
        do throws(Problem) {
            _ = try SettingsFile.read(path)
            return ""
        } catch { return error.exit == .usage ? error.message : "\(error)" }
    }

    @Test("counts where nobody else can write it, also through a link")
    func own() throws {
        for mode in [0o600, 0o644, 0o400] {
            try? FileManager.default.removeItem(atPath: path)
            try write(mode)
            #expect(try SettingsFile.read(path)[.idle] == "1h")
        }
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(try SettingsFile.read(link)[.idle] == "1h")
    }

    @Test("no file is no setting")
    func absent() throws { #expect(try SettingsFile.read(path) == Settings()) }

    @Test("is refused where its mode or its folder's lets others write", arguments: [0o660, 0o602, 0o666])
    func shared(_ mode: Int) throws {
        try write(mode)
        #expect(problem.contains("written by others") && problem.contains(path))
    }

    @Test("is refused in a folder that others may write to")
    func sharedFolder() throws {
        try write(0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: folder.path)
        defer {
            try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
        }
        #expect(problem.contains("written by others") && !problem.contains(path))
    }

    @Test("is refused where it is no regular file, or too long")
    func kind() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(problem.contains("regular file"))
        try FileManager.default.removeItem(atPath: path)
        try String(repeating: "#", count: 70_000).write(toFile: path, atomically: false, encoding: .utf8)
        #expect(problem.contains("cannot be read"))
    }
}
