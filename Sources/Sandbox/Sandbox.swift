internal import Glibc
internal import Synchronization

/// The sandbox without its sockets: requests in, answers out, one at a time.
final class Sandbox: Sendable {
    private let tokenTable: Mutex<TokenTable>
    private let api: API
    let settings: Settings

    /// Starts with the tokenTable kept in the state file, else with one provisioning token; `nil` when that file is foreign.
    init?(_ settings: Settings) {
        self.settings = settings
        api = API(settings: settings)
        var start = TokenTable()
        if let path = settings.state, let bytes = Files.read(path) {
            guard let json = JSONReader.read(bytes), let kept = TokenTable(record: json) else { return nil }
            start = kept
        }
        if start.tokens.isEmpty { _ = start.add("provisioning", .all, expiry: Timestamp.never) }
        tokenTable = Mutex(start)
        save()
    }

    /// The string of the provisioning token: the first token there is.
    var provisioningToken: String { tokenTable.withLock { $0.tokens.first?.string ?? "" } }

    /// Answers one request.
    func answer(_ request: Request) -> Answer {
        let answer = tokenTable.withLock { tokenTable -> Answer in
            if let control = Control.answer(request, &tokenTable) { return control }
            let answer = self.answer(request, &tokenTable)
            tokenTable.log.append(request.record(status: answer.status))
            if tokenTable.log.count > 20_000 { tokenTable.log.removeFirst(10_000) }
            return answer
        }
        if request.method != "GET" { save() }
        return answer
    }

    private func answer(_ request: Request, _ tokenTable: inout TokenTable) -> Answer {
        guard let place = tokenTable.faults.indices.first(where: { tokenTable.faults[$0].strikes(request) })
        else {
            return api.answer(request, &tokenTable)
        }
        let fault = tokenTable.faults[place]
        if fault.comesBefore { return fault.answerInstead() }
        if fault.kind == "stale-list", request.method == "GET", request.path.hasSuffix("/profile/tokens") {
            return staleAnswer(request, fault, &tokenTable)
        }
        let answer = api.answer(request, &tokenTable)
        if answer.status == 200 { fault.disturb(request, &tokenTable) }
        return fault.spoiled(answer)
    }

    /// A listing as of so many seconds ago, or, without a value, as of before any token but the first.
    private func staleAnswer(_ request: Request, _ fault: Fault, _ tokenTable: inout TokenTable) -> Answer {
        var then = tokenTable
        guard let seconds = fault.value?.asNumber else {
            then.tokens = Array(tokenTable.tokens.prefix(1))
            return api.answer(request, &then)
        }
        var lagging = settings
        lagging.listLag = seconds
        return API(settings: lagging).answer(request, &then)
    }

    private func save() {
        guard let path = settings.state else { return }
        _ = tokenTable.withLock { tokenTable in Files.write(tokenTable.record.line, to: path) }
    }
}

/// Small files, written whole or not at all.
enum Files {
    static func read(_ path: String) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(file, &buffer, buffer.count)
            guard count > 0 else { return count == 0 ? content : nil }
            content += buffer[..<count]
        }
    }

    /// Writes under another name and renames; readable by this user alone.
    @discardableResult
    static func write(_ text: String, to path: String) -> Bool {
        let draft = "\(path).\(getpid())"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        let isWhole = unsafe Array(text.utf8).withUnsafeBytes { bytes in
            var rest = unsafe bytes[...]
            while unsafe !rest.isEmpty {
                let count = unsafe Glibc.write(
                    file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard count > 0 else { return false }
                unsafe rest = rest.dropFirst(count)
            }
            return true
        }
        close(file)
        guard isWhole else { return false }
        return unsafe rename(draft, path) == 0
    }
}
