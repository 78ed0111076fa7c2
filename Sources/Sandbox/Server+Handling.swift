internal import CMicroHTTPD
internal import Glibc

/// A request while its body arrives.
private final class Arriving {
    var body: [UInt8] = []
}

/// An answer while it is delivered in parts.
private final class Delivering {
    let answer: Answer
    init(_ answer: Answer) { self.answer = answer }
}

extension Server {
    /// The longest body that is taken.
    private static let limit = 1 << 20

    /// Called by libmicrohttpd when headers are there, for each part of the body, and at its end.
    static let handle: MHD_AccessHandlerCallback = {
        context, connection, url, method, _, upload, size, state in
        guard let context = unsafe context, let connection = unsafe connection, let state = unsafe state
        else {
            return lockstep_no
        }
        guard let arriving = unsafe state.pointee else {
            unsafe state.pointee = Unmanaged.passRetained(Arriving()).toOpaque()
            return lockstep_yes
        }
        let request = unsafe Unmanaged<Arriving>.fromOpaque(arriving).takeUnretainedValue()
        if let size = unsafe size, unsafe size.pointee > 0, let upload = unsafe upload {
            guard request.body.count < limit else { return lockstep_no }
            request.body += unsafe Array(UnsafeRawBufferPointer(start: upload, count: size.pointee))
            unsafe size.pointee = 0
            return lockstep_yes
        }
        let sandbox = unsafe Unmanaged<Sandbox>.fromOpaque(context).takeUnretainedValue()
        guard let url = unsafe url, let method = unsafe method else { return lockstep_no }
        var whole = Request(method: unsafe String(cString: method), path: unsafe String(cString: url))
        whole.body = request.body
        whole.headers = unsafe pairs(connection, lockstep_headers).map { ($0.0.lowercased(), $0.1) }
        whole.query = unsafe pairs(connection, lockstep_arguments)
        return unsafe deliver(sandbox.answer(whole), to: connection, after: sandbox.settings.latency)
    }

    /// Called when a request is over.
    static let completed: MHD_RequestCompletedCallback = { _, _, state, _ in
        guard let state = unsafe state, let arriving = unsafe state.pointee else { return }
        unsafe Unmanaged<Arriving>.fromOpaque(arriving).release()
        unsafe state.pointee = nil
    }

    private static func pairs(_ connection: OpaquePointer, _ kind: MHD_ValueKind) -> [(String, String)] {
        var pairs: [(String, String)] = []
        unsafe withUnsafeMutablePointer(to: &pairs) { target in
            _ = unsafe MHD_get_connection_values(
                connection, kind,
                { target, _, name, value in
                    guard let target = unsafe target, let name = unsafe name else { return lockstep_yes }
                    let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
                    let pair = (unsafe String(cString: name), text)
                    unsafe target.assumingMemoryBound(to: [(String, String)].self).pointee.append(pair)
                    return lockstep_yes
                }, target)
        }
        return pairs
    }

    private static func deliver(
        _ answer: Answer, to connection: OpaquePointer, after latency: UInt32
    ) -> MHD_Result {
        if latency > 0 { usleep(latency * 1000) }
        switch answer.delivery {
        case .dropped: return lockstep_no
        case .silence:
            sleep(60)
            return lockstep_no
        case .whole:
            let response = unsafe answer.body.withUnsafeBytes {
                unsafe lockstep_respond($0.baseAddress, $0.count)
            }
            return unsafe queue(answer, response, to: connection)
        case .half, .dripping:
            let response = unsafe MHD_create_response_from_callback(
                UInt64(answer.body.count), 1024, part, Unmanaged.passRetained(Delivering(answer)).toOpaque(),
                { unsafe $0.map { unsafe Unmanaged<Delivering>.fromOpaque($0).release() } })
            return unsafe queue(answer, response, to: connection)
        }
    }

    /// The next part of a body that does not come whole.
    private static let part: MHD_ContentReaderCallback = { context, place, buffer, room in
        guard let context = unsafe context, let buffer = unsafe buffer else { return lockstep_broken }
        let answer = unsafe Unmanaged<Delivering>.fromOpaque(context).takeUnretainedValue().answer
        let start = Int(place)
        let end = answer.delivery == .half ? answer.body.count / 2 : answer.body.count
        guard start < end else { return lockstep_broken }  // the connection is closed
        if answer.delivery == .dripping { usleep(5000) }
        let count = answer.delivery == .dripping ? 1 : min(room, end - start)
        for index in 0..<count { unsafe buffer[index] = CChar(bitPattern: answer.body[start + index]) }
        return count
    }

    private static func queue(_ answer: Answer, _ response: OpaquePointer?, to connection: OpaquePointer)
        -> MHD_Result
    {
        guard let response = unsafe response else { return lockstep_no }
        defer { unsafe MHD_destroy_response(response) }
        for (name, value) in answer.headers { _ = unsafe MHD_add_response_header(response, name, value) }
        return unsafe MHD_queue_response(connection, UInt32(answer.status), response)
    }
}
