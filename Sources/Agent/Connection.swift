internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Secrets

/// One client. Nothing of what it sends is waited for.
final class Connection {
    let descriptor: Int32
    let pid: Int32
    let user: UInt32
    /// When it was taken in; by the clock that nobody sets.
    let accepted: Int64
    /// When it connected, or last said something whole; by the clock that nobody sets.
    var heard: Int64
    /// Whether it has said something whole.
    var hasSpoken = false
    /// The unlocking that was announced: now its secret is awaited.
    var awaited: (isKeyFile: Bool, count: Int)?
    /// Bytes of requests that are not whole yet. Never a secret: that is read straight into guarded memory.
    private var input: [UInt8] = []
    /// Whether it said that it will say no more, which is no reason not to answer what it said.
    private var hasEnded = false
    private var isBroken = false
    private var isClosed = false
    /// Whether nothing is left to be done for it.
    var isOver: Bool { isBroken || (hasEnded && !hasMore && !isHeld && challenge == nil) }
    /// Who it is, once that was looked up.
    var asker: Asker?
    /// Whether it is not listened to, since a person is being asked.
    var isHeld = false
    /// What it asked for last, as it came and as it was understood, for one that asks for the same again.
    var latest: (frame: [UInt8], request: HandOutRequest)?
    /// What it has to prove before it is answered.
    var challenge: Challenge?
    /// Whether it is systemd that wants a credential, and nothing else.
    var isForSystemd = false

    init(_ descriptor: Int32, pid: Int32, user: UInt32, now: Int64) {
        (self.descriptor, self.pid, self.user, accepted, heard) = (descriptor, pid, user, now, now)
    }

    deinit { hangUp() }

    /// The process that connected; `nil` when it has ended, or that cannot be told.
    var process: ProcessHandle? { ProcessHandle(peerOf: descriptor, pid, accepted: accepted) }

    /// Closes the connection; what is sent after that is lost.
    func hangUp() {
        if !isClosed { close(descriptor) }
        (isClosed, isBroken) = (true, true)
    }

    /// Whether part of a request is there, and the rest is not.
    var isHalf: Bool { !input.isEmpty || awaited != nil }

    func end() { isBroken = true }

    /// Reads what is there, once. Returns what was asked for last when that is all that came: nothing has to be read twice.
    func receive(through buffer: inout [UInt8]) -> HandOutRequest? {
        let got = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if got > 0, input.isEmpty, let latest, latest.frame.count == got,
            unsafe memcmp(latest.frame, buffer, got) == 0
        {
            return latest.request
        }
        if got > 0 { input += buffer[..<got] }
        if got < 0, errno != EAGAIN, errno != EINTR { end() }
        if got == 0 { hasEnded = true }
        return nil
    }

    /// Receives what one process wrote, and its number and user; `nil` when there is nothing now. No bytes: it has ended.
    func receiveWritten(through buffer: inout [UInt8]) -> (bytes: [UInt8], pid: Int32, user: UInt32)? {
        var (pid, user): (Int32, UInt32) = (0, 0)
        let got = unsafe lockstep_receive_written(descriptor, &buffer, buffer.count, &pid, &user)
        if got == -Int64(EAGAIN) { return nil }
        if got <= 0 { end() }
        return (Array(buffer[..<Int(max(0, got))]), pid, user)
    }

    /// Whether requests are waiting that came whole already.
    var hasMore: Bool { length(at: 0).map { input.count >= 8 + ($0 ?? 0) } ?? false }

    /// The length of the body of the request that begins there; `nil` before it is known, and nothing in it for one that is too
    /// long, or has a secret behind it unasked.
    private func length(at place: Int) -> Int?? {
        guard input.count >= place + 8 else { return nil }
        let lengths = input[place..<place + 8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard lengths & 0xFFFF_FFFF == 0, lengths >> 32 <= Wire.requestLimit else { return .some(nil) }
        return Int(lengths >> 32)
    }

    /// The requests that are whole by now, at most `most`, each with its lengths in front.
    func frames(most: Int) -> [ArraySlice<UInt8>] {
        var found: [ArraySlice<UInt8>] = []
        var taken = 0
        while found.count < most, let length = length(at: taken) {
            guard let length else {
                end()
                break
            }
            guard input.count >= taken + 8 + length else { break }
            found.append(input[taken..<taken + 8 + length])
            taken += 8 + length
        }
        input.removeFirst(taken)
        return found
    }

    /// The awaited secret, once all of it is there.
    func secret(_ count: Int) -> SecretBytes? {
        let waiting = lockstep_waiting_bytes(descriptor)
        guard input.isEmpty, waiting > 0 else {
            end()  // hung up, or sent the secret before it was asked for
            return nil
        }
        guard waiting >= count else { return nil }
        return try? SecretBytes(reading: count, from: descriptor)
    }

    /// Sends an answer; a client that does not take it at once is hung up on.
    func send(_ reply: AgentReply) {
        let frame = Frame.open(reply.bytes)
        unsafe send(frame, frame.count)
    }

    /// Sends secret bytes and nothing else: a token's answer that has its lengths in front, or a string as systemd reads it.
    func send(_ secret: borrowing SecretBytes) {
        secret.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { secret in
                if let start = secret.baseAddress { unsafe send(start, secret.count) }
            }
        }
    }

    private func send(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        guard !isClosed else { return }
        if unsafe lockstep_send(descriptor, bytes, count) != Int64(count) { end() }
    }
}
