internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets
internal import Wire

/// One client. Nothing of what it sends is waited for, and nothing is begun for it that the kernel could not take off our hands.
final class Connection {
    let descriptor: Int32
    let pid: Int32
    let user: UInt32
    /// When it was taken in; by the clock that nobody sets.
    let accepted: Int64
    /// When it connected, or last said something whole; by the clock that nobody sets.
    var heard: Int64
    /// Its place among all that came: many come in one millisecond.
    var number = 0
    /// Whether it has said something whole.
    var hasSpoken = false
    private var input = RequestBuffer()
    /// Hand-outs that it asked for behind one that takes a person or a proof, in their order.
    private var queued: [HandOutRequest] = []
    /// Whether there are any.
    private(set) var hasQueued = false
    /// Whether requests are waiting that came whole already. Kept: to ask for it is most of what the server does with a connection.
    private(set) var hasMore = false
    /// Whether it said that it will say no more, which is no reason not to answer what it said.
    private var hasEnded = false
    private var isBroken = false
    /// `nil` once it was hung up on.
    private var socket: Descriptor?
    /// Whether nothing is left to be done for it.
    var isOver: Bool { isBroken || (hasEnded && !hasMore && !isWaiting) }
    /// Who it is, once that was looked up.
    var asker: Asker?
    /// Whether it is not listened to: a person is being asked, or a worker is still busy with its request.
    var isHeld = false
    /// Whether it is not listened to before it has read its answers.
    var isBlocked = false
    /// What it asked for last, as it came and as it was understood, for one that asks for the same again.
    private var latestFrame: [UInt8] = []
    private var latest: HandOutRequest?
    /// The secret that it has announced, and not sent yet.
    var announced: Announced?
    /// What it has to prove before it is answered.
    var challenge: Challenge?
    /// Whether it is told of other tokens, and asks nothing any more.
    var isWatching = false
    /// Whether it is systemd that wants a credential, and nothing else.
    var isForSystemd = false
    /// What is left of the room for answers, by the last look.
    private var room = 0
    /// The bytes of requests that `Clients` counts for it.
    var counted = 0

    init(_ socket: consuming Descriptor, pid: Int32, user: UInt32, now: Int64) {
        (descriptor, self.pid, self.user, accepted, heard) = (socket.number, pid, user, now, now)
        self.socket = consume socket
    }

    /// The process that connected; `nil` when it has ended, or that cannot be told.
    var process: ProcessHandle? { ProcessHandle(peerOf: descriptor, pid, accepted: accepted) }

    /// Closes the connection; what is sent after that is lost.
    func hangUp() {
        socket = nil
        isBroken = true
    }

    func end() { isBroken = true }

    // MARK: What it says

    /// Bytes that wait to be looked at.
    private(set) var unread = 0

    /// Whether an answer has to come before it is heard again.
    var isWaiting: Bool { isHeld || challenge != nil || announced != nil }

    /// Reads what is there, once. Returns what was asked for last when that is all that came: nothing has to be read twice.
    func receive(through buffer: inout [UInt8]) -> HandOutRequest? {
        guard !hasEnded else { return nil }
        let got = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if got == latestFrame.count, let latest, unread == 0, unsafe memcmp(latestFrame, buffer, got) == 0 {
            return latest
        }
        if got > 0 {
            input.append(buffer[..<got])
            look()
        }
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

    /// The next request that is whole, with its lengths in front.
    func next() -> ArraySlice<UInt8>? {
        defer { look() }
        do throws(SecretsError) { return try input.next() } catch {
            end()
            return nil
        }
    }

    /// Notes what waits by now.
    private func look() {
        (unread, hasQueued, hasMore) = (input.count, !queued.isEmpty, !queued.isEmpty || input.hasMore)
    }

    /// Gives back the room of the requests that were taken.
    func trim() { input.trim() }

    /// The hand-outs that were put off, which are not any more.
    func takeQueued() -> [HandOutRequest] {
        defer {
            queued = []
            look()
        }
        return queued
    }

    /// Remembers what was asked for, unless it is long.
    func remember(_ frame: ArraySlice<UInt8>, _ request: HandOutRequest) {
        let isShort = frame.count <= Connection.remembered
        (latestFrame, latest) = isShort ? (Array(frame), request) : ([], nil)
    }

    /// What was asked for last, for the same asked again.
    func remember(_ request: HandOutRequest) { latest = request }

    private static let remembered = 512

    // MARK: What it is told

    /// What the answer to one label takes in the kernel at most, its own books included.
    private static let roomOfLabel = 1536
    /// What the answer to one request does.
    private static let roomOfRequest = AgentProtocol.labelLimit * roomOfLabel

    /// Whether the kernel takes the answer to one more request, whether or not the client reads: looked at again when what was
    /// promised is used up.
    func hasRoom() -> Bool {
        if room >= Connection.roomOfRequest { return true }
        guard ready(descriptor, for: POLLOUT, milliseconds: 0) != 0 else { return false }
        // Linux says so while at most a quarter is used (net/unix/af_unix.c, unix_writable).
        var (size, length): (Int32, socklen_t) = (0, 4)
        _ = unsafe getsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, &length)
        room = max(Int(size) / 4 * 3, Connection.roomOfRequest)
        return true
    }

    /// Whether it may have one more answer in this turn.
    var hasRoomLeft: Bool { room >= Connection.roomOfRequest }

    /// Keeps room for the answer to a request.
    func reserve(_ request: HandOutRequest) { room -= request.labels.count * Connection.roomOfLabel }

    /// Keeps a request for later.
    func put(off request: HandOutRequest) {
        queued.append(request)
        look()
        room = 0
    }

    /// Sends an answer.
    func send(_ reply: AgentReply) {
        let frame = Frame.open(reply.bytes)
        room -= 2 * frame.count + Connection.roomOfLabel
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

    /// A client for whom there was no room after all is hung up on.
    private func send(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        guard socket != nil else { return }
        if unsafe lockstep_send(descriptor, bytes, count) != Int64(count) { end() }
    }
}
