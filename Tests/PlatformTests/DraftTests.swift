import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite("A draft of a file")
struct DraftTests {
    private let folder = TemporaryFolder()
    private var path: String { "\(folder.path)/out" }
    private var names: [String] { TemporaryFolder.names(in: folder.path) }

    private func text(_ path: String) -> String {
        String(decoding: TemporaryFolder.bytes(of: path), as: UTF8.self)
    }

    @Test("replaces a file whole, 0600, and leaves nothing beside it", arguments: [true, false])
    func replacing(_ canBeUnnamed: Bool) throws {
        for word in ["one", "two"] {
            var draft = try Draft(of: path, canBeUnnamed: canBeUnnamed)
            try draft.file.write(Array(word.utf8))
            #expect(names.count { $0 == "out" } == (word == "one" ? 0 : 1))
            try draft.replace()
            #expect(text(path) == word && names == ["out"])
            #expect(try FileStatus(of: path).permissions == 0o600)
            _ = unsafe chmod(path, 0o644)
        }
    }

    @Test("takes a name only where it is free, when it is published", arguments: [true, false])
    func publishing(_ canBeUnnamed: Bool) throws {
        do {
            var (first, second) = (0, 0)
            var draft = try Draft(of: path, canBeUnnamed: canBeUnnamed)
            try draft.file.write([1])
            do { try draft.publish() } catch { first = 1 }
            var other = try Draft(of: path, canBeUnnamed: canBeUnnamed)
            do throws(Draft.Failure) { try other.publish() } catch .unwritable(SystemError(EEXIST)) {
                second = 1
            } catch {}
            #expect(first == 0 && second == 1)
        }
        #expect(TemporaryFolder.bytes(of: path) == [1] && names == ["out"])
    }

    @Test("that is lent is completed by whoever has it, and nothing is left of it", arguments: [true, false])
    func lending(_ canBeUnnamed: Bool) throws {
        do {
            let draft = try Draft(of: path, canBeUnnamed: canBeUnnamed)
            var other = try Draft(lent: draft.lent(), name: "out", interim: draft.interim)
            try other.file.write([7])
            try other.publish()
        }
        #expect(TemporaryFolder.bytes(of: path) == [7] && names == ["out"])
    }

    @Test(
        "that is lent under a name that no draft of it has is refused, and nothing goes",
        arguments: ["x", "../out"])
    func lentWrongly(_ interim: String) throws {
        TemporaryFolder.write([1], to: "\(folder.path)/x")
        let draft = try Draft(of: path)
        #expect(throws: SystemError(EINVAL)) {
            _ = try Draft(lent: draft.lent(), name: "out", interim: interim)
        }
        #expect(names == ["x"])
    }

    @Test("is gone when it is given up", arguments: [true, false])
    func givingUp(_ canBeUnnamed: Bool) throws {
        do { _ = try Draft(of: path, canBeUnnamed: canBeUnnamed) }
        #expect(names == [])
    }

    @Test("has those of a killed process removed, those of a living one and other files not")
    func abandoned() throws {
        var other = try Draft(of: path, canBeUnnamed: false)
        let living = names
        let kept = [
            "out.new-", "out.new-0123456789abcdeX", "out.new-0123456789abcdef0", "other.new-0123456789abcdef",
        ]
        for name in kept + ["out.new-0123456789abcdef"] {
            TemporaryFolder.write([1], to: "\(folder.path)/\(name)")
        }
        _ = unsafe mkdir("\(folder.path)/out.new-0000000000000000", 0o700)
        var draft = try Draft(of: path)
        try draft.replace()
        #expect(names == (kept + living + ["out", "out.new-0000000000000000"]).sorted())
        try other.replace()
    }

    @Test("is refused where there is no folder")
    func refused() {
        #expect(throws: SystemError(ENOENT)) { _ = try Draft(of: "\(folder.path)/none/out") }
    }

    @Test("has a name of sixteen digits that differs each time")
    func draftNames() {
        let names = (0..<200).map { _ in DraftName.fresh(for: "a") }
        #expect(Set(names).count == 200 && names.allSatisfy { $0.utf8.count == "a.new-".utf8.count + 16 })
    }
}
