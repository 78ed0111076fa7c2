internal import CPlatform
internal import Glibc

/// A running `lockstep-sandbox` on a port of its own, with its files in a folder of its own; dropping it ends both.
package final class SandboxProcess {
    /// What went wrong at the start.
    package struct NotStarted: Error {}

    /// Its URL.
    package let url: String
    /// The provisioning token, as the sandbox wrote it. It is worth nothing outside of this sandbox.
    package let token: String
    private let port: UInt16
    /// Its process.
    package let pid: Int32
    private let folder: String

    /// Whether this build's sandbox answers at all; asked once.
    package static let isAvailable = (try? SandboxProcess()) != nil

    /// Starts it with further options; throws when it does not listen within ten seconds.
    package init(_ options: [String] = []) throws {
        let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/lockstep-sandbox.XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw NotStarted() }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let files = ["--port", "0", "--port-file", "\(folder)/port", "--token-file", "\(folder)/token"]
        let pid = SandboxProcess.spawn(["lockstep-sandbox"] + files + options)
        var ended = pid < 0
        _ = eventually {
            ended = ended || SandboxProcess.hasEnded(pid)
            return ended || SandboxProcess.line("\(folder)/port") != nil
        }
        guard !ended, let text = SandboxProcess.line("\(folder)/port"), let port = UInt16(text),
            let token = SandboxProcess.line("\(folder)/token")
        else {
            SandboxProcess.end(pid, folder)
            throw NotStarted()
        }
        (self.pid, self.folder, self.port, self.token) = (pid, folder, port, token)
        url = "http://127.0.0.1:\(port)"
    }

    deinit { SandboxProcess.end(pid, folder) }

    /// Sets a fault, in the sandbox's own JSON: `{"fault":"reset-after","method":"POST","times":1}`.
    package func fault(_ json: String) {
        let answer = control("POST", "/_sandbox/faults", json)
        precondition(!answer.contains("errors"), "no such fault: \(json)")
    }

    /// Takes all faults back.
    package func clearFaults() { _ = control("DELETE", "/_sandbox/faults") }

    /// Every token, with its full string, as JSON.
    package var tokens: String { control("GET", "/_sandbox/tokens") }

    /// The requests as they arrived, as JSON.
    package var log: String { control("GET", "/_sandbox/log") }

    /// Speaks to one of the sandbox's control endpoints; returns the body of the answer.
    package func control(_ method: String, _ path: String, _ body: String = "") -> String {
        let request =
            "\(method) \(path) HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let answer = SandboxProcess.exchange(port, request)
        return answer.range(of: "\r\n\r\n").map { String(decoding: Array(answer.utf8)[$0...], as: UTF8.self) }
            ?? ""
    }

    private static func spawn(_ arguments: [String]) -> Int32 {
        let copies = unsafe arguments.map { unsafe UnsafePointer<CChar>(strdup($0)) }
        defer { unsafe copies.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
        var list = unsafe copies
        unsafe list.append(nil)
        let nothing = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nothing) }
        return unsafe lockstep_spawn(
            BuiltPrograms.path("lockstep-sandbox"), list, lockstep_environment(), nothing, nothing)
    }

    private static func hasEnded(_ pid: Int32) -> Bool {
        var info = unsafe siginfo_t()
        return unsafe waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT | WNOHANG) != 0
            || info.si_signo == SIGCHLD
    }

    private static func end(_ pid: Int32, _ folder: String) {
        if pid > 0 {
            kill(pid, SIGTERM)
            if !eventually(within: 2, { hasEnded(pid) }) { kill(pid, SIGKILL) }
            _ = lockstep_wait(pid)
        }
        for file in ["port", "token"] { unsafe unlink("\(folder)/\(file)") }
        unsafe rmdir(folder)
    }

    private static func line(_ path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe read(file, &buffer, buffer.count)
        let text = String(decoding: buffer.prefix(max(0, count)).prefix { $0 > 32 }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    private static func exchange(_ port: UInt16, _ request: String) -> String {
        let wire = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(wire) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(wire, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let bytes = Array(request.utf8)
        guard connected == 0, unsafe send(wire, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            return ""
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(wire, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }
}
