internal import Glibc
internal import Synchronization

/// A server on 127.0.0.1 that answers the requests it gets with prepared bytes, one after another.
///
/// It knows nothing of HTTP beyond the end of a request, so it can also answer what no server would.
package final class ScriptedServer: Sendable {
    /// What is done with one request.
    package enum Step: Sendable {
        /// These bytes are sent, and the connection stays open.
        case send(String)
        /// These bytes are sent, and the connection is closed.
        case sendAndClose(String)
        /// Nothing is sent until the server is stopped.
        case hold
    }

    private struct State {
        var steps: [Step]
        var requests: [String] = []
    }

    /// The port it listens on.
    package let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>

    /// Starts to listen; beyond the last step every request gets a 500.
    package init(_ steps: [Step]) {
        state = Mutex(State(steps: steps))
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let wanted = listener
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe bind(wanted, address, length)
                _ = listen(wanted, 64)
                _ = unsafe getsockname(wanted, address, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        inThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                inThread { [self] in serve(connection) }
            }
        }
    }

    /// Its URL.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// The requests that came, each with its header and body.
    package var requests: [String] { state.withLock { $0.requests } }

    /// An answer with a status, further header lines and a body.
    package static func answer(_ status: Int, _ body: String, headers: [String] = []) -> String {
        let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// Stops listening.
    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        while let request = read(connection) {
            let step = state.withLock { state -> Step in
                state.requests.append(request)
                return state.steps.isEmpty ? .send(ScriptedServer.answer(500, "")) : state.steps.removeFirst()
            }
            switch step {
            case .send(let text): send(text, connection)
            case .sendAndClose(let text):
                send(text, connection)
                return
            case .hold: while read(connection) != nil {}
            }
        }
    }

    private func send(_ text: String, _ connection: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    connection, buffer.baseAddress.map { unsafe $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private func read(_ connection: Int32) -> String? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = text.range(of: "\r\n\r\n") {
                let wanted = text.header("content-length").flatMap { Int($0) } ?? 0
                if text.utf8.count - end >= wanted { return text }
            }
            let count = unsafe Glibc.read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}

extension String {
    /// The offset behind the first occurrence of a text, in bytes.
    package func range(of text: String) -> Int? {
        let mine = Array(utf8)
        let other = Array(text.utf8)
        guard mine.count >= other.count else { return nil }
        return (0...mine.count - other.count).first { Array(mine[$0..<$0 + other.count]) == other }
            .map { $0 + other.count }
    }

    /// The value of a header line of a request.
    package func header(_ name: String) -> String? {
        for line in utf8.split(separator: 13, omittingEmptySubsequences: false) {
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1)
            guard parts.count == 2, let key = String(parts[0]) else { continue }
            guard key.lowercased() == name || key.lowercased() == "\n" + name else { continue }
            return String(parts[1])?.split(separator: " ").joined(separator: " ")
        }
        return nil
    }
}

/// Runs something in a thread of its own, which nobody waits for.
package func inThread(_ body: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    _ = unsafe pthread_create(
        &thread, nil,
        { argument in
            if let argument = unsafe argument {
                unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
            }
            return nil
        }, work)
    pthread_detach(thread)
}
