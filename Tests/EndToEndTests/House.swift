import CPlatform
import Glibc
import TestSupport

/// What a program said.
struct Said: CustomStringConvertible {
    let code: Int32
    let out: String
    let err: String
    var description: String { "exit \(code)\nstdout: \(out)\nstderr: \(err)" }
}

/// A sandbox, a vault of its own, and a shell whose environment has nothing of the caller's.
final class House {
    let sandbox: SandboxProcess
    let folder = TemporaryFolder()
    var path: String { folder.path }
    var vault: String { "\(path)/data/vault.db" }
    private var number = 0

    /// Starts the sandbox; the vault is made and logged in unless told otherwise.
    init(_ options: [String] = [], isReady: Bool = true) throws {
        sandbox = try SandboxProcess(options)
        guard isReady else { return }
        let made = sh(
            "lockstep init --key-file $LOCKSTEP_KEY_FILE --recovery-file $F/recovery && printf %s $PROVISIONING | lockstep login --token-stdin"
        )
        guard made.code == 0 else { throw NotReady(said: made.description) }
    }

    struct NotReady: Error { let said: String }

    /// Runs a line of shell; `$PROVISIONING` is the provisioning token, `$F` the folder.
    @discardableResult
    func sh(_ line: String, _ more: [String] = []) -> Said {
        number += 1
        let (out, err) = ("\(path)/\(number).out", "\(path)/\(number).err")
        let programs = BuiltPrograms.path("lockstep").split(separator: "/").dropLast().map { "/\($0)" }
            .joined()
        let environment =
            [
                "PATH=\(programs):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME=\(path)", "F=\(path)",
                "LC_ALL=C.UTF-8", "LOCKSTEP_VAULT=\(vault)", "LOCKSTEP_KEY_FILE=\(path)/key",
                "XDG_STATE_HOME=\(path)/state", "LOCKSTEP_LINODE_URL=\(sandbox.url)",
                "PROVISIONING=\(sandbox.token)", "LOCKSTEP_SETTLE=1s",
                "LOCKSTEP_SOCKET=\(path)/run/agent.sock",
            ] + more
        let script = "exec </dev/null >'\(out)' 2>'\(err)'\n\(line)\n"
        let status = House.spawn(["sh", "-c", script], environment)
        return Said(code: status, out: House.text(out), err: House.text(err))
    }

    /// Runs a line of shell that may mount, in a mount namespace of its own: what it mounts is gone with it.
    func shWithMounts(_ line: String) -> Said {
        number += 1
        let script = "\(path)/\(number).sh"
        TemporaryFolder.write(Array(line.utf8), to: script)
        return sh("\(House.unshare) sh '\(script)'")
    }

    /// Whether mounting is possible here, for an ordinary user in a user namespace.
    static let canMount = can("\(unshare) mount -t tmpfs none .")

    private static let unshare =
        geteuid() == 0
        ? "unshare --mount" : "unshare --user --map-current-user --keep-caps --mount"

    /// Whether a line of shell succeeds here, in a folder of its own.
    static func can(_ line: String) -> Bool {
        let folder = TemporaryFolder()
        let script = "cd '\(folder.path)' && { \(line); } >/dev/null 2>&1"
        return spawn(["sh", "-c", script], ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"]) == 0
    }

    /// All bytes of all files below a folder, each with its name in front.
    static func files(below folder: String) -> [(name: String, bytes: [UInt8])] {
        TemporaryFolder.names(in: folder).flatMap { name -> [(String, [UInt8])] in
            let path = "\(folder)/\(name)"
            let inner = files(below: path)
            return inner.isEmpty ? [(path, TemporaryFolder.bytes(of: path))] : inner
        }
    }

    private static func text(_ path: String) -> String {
        String(decoding: TemporaryFolder.bytes(of: path), as: UTF8.self)
    }

    private static func spawn(_ arguments: [String], _ environment: [String]) -> Int32 {
        func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
            unsafe texts.map { unsafe strdup($0) } + [nil]
        }
        let (list, variables) = unsafe (copies(arguments), copies(environment))
        defer { unsafe (list + variables).forEach { unsafe free($0) } }
        // The threads that run tests block signals, which a child would inherit.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        guard unsafe posix_spawn(&child, "/bin/sh", nil, &attributes, list, variables) == 0 else { return -1 }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}
