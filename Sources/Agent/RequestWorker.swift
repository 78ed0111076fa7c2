internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets
internal import Service
internal import Wire

/// Performs one request for a client, on the vault that this worker opens.
struct RequestWorker {
    let order: Order
    let wire: AnswerWire
    let provider: any ProviderRouter
    let clock: any WallClock

    /// Reads the request, performs it, and answers; returns whether it may have changed something. What `doctor` finds is the answer where it is asked for and the vault does not open.
    func run(
        _ open: () throws(LedgerError) -> any UnlockedVault, _ doctor: () throws(Failure) -> DoctorResult
    ) -> Bool {
        var lent = DescriptorPair(-1, -1)
        guard var frame = wire.receive(lent: &lent) else { return false }
        // Where the kernel does not tell, a client that goes is noticed when it is told something.
        try? Halting.withoutPeer(wire.client)
        do throws(Failure) {
            let secret = frame.secret.take()
            try perform(order.kind.type, frame.body, secret, lent, open)
            return true
        } catch .vault(let error) where order.kind == .doctor && RequestWorker.isDamage(error) {
            do throws(Failure) { wire.tell(answer: try doctor()) } catch { wire.tell(.failure(error)) }
        } catch {
            wire.tell(.failure(error))
            return error.isCounted
        }
        return false
    }

    /// Whether there is something to look at, and the keys are the vault's.
    private static func isDamage(_ error: LedgerError) -> Bool {
        [.altered, .older, .forked, .uncounted].contains(error.code)
    }

    private func perform(
        _ type: any Request.Type, _ body: [UInt8], _ secret: consuming SecretBytes?,
        _ lent: consuming DescriptorPair, _ open: () throws(LedgerError) -> any UnlockedVault
    ) throws(Failure) {
        if let type = type as? any Served.Type {
            try answer(type, body, open)
        } else if let type = type as? any ServedStream.Type {
            try stream(type, body, open)
        } else if let type = type as? any ServedSecret.Type {
            guard let secret else { throw .vault(LedgerError(.failed, .worker)) }
            try answer(type, body, secret, open)
        } else if let type = type as? any ServedFile.Type {
            try answer(type, body, lent, open)
        }
    }

    private func answer<R: Served>(
        _ type: R.Type, _ body: [UInt8], _ open: () throws(LedgerError) -> any UnlockedVault
    ) throws(Failure) {
        let request = try read(type, body)
        wire.tell(answer: try request.perform(by: service(open)))
    }

    private func stream<R: ServedStream>(
        _ type: R.Type, _ body: [UInt8], _ open: () throws(LedgerError) -> any UnlockedVault
    ) throws(Failure) {
        let request = try read(type, body)
        let stream = try request.perform(by: service(open))
        wire.tell(answer: stream.head)
        try wire.tell(parts: stream, isLive: R.isLive)
    }

    private func answer<R: ServedSecret>(
        _ type: R.Type, _ body: [UInt8], _ secret: consuming SecretBytes,
        _ open: () throws(LedgerError) -> any UnlockedVault
    ) throws(Failure) {
        let request = try read(type, body)
        wire.tell(answer: try request.perform(by: service(open), with: secret))
    }

    private func answer<R: ServedFile>(
        _ type: R.Type, _ body: [UInt8], _ lent: consuming DescriptorPair,
        _ open: () throws(LedgerError) -> any UnlockedVault
    ) throws(Failure) {
        let request = try read(type, body)
        let files = LentFiles(lent, path: request.path, interim: request.interim)
        wire.tell(answer: try request.perform(by: service(open), with: files))
    }

    private func read<R: Request>(_ type: R.Type, _ body: [UInt8]) throws(Failure) -> R {
        guard let request = try? R(body) else { throw .vault(LedgerError(.failed, .worker)) }
        try request.check(now: clock.now)
        return request
    }

    private func service(
        _ open: () throws(LedgerError) -> any UnlockedVault
    ) throws(Failure) -> Service {
        let vault: any UnlockedVault
        do throws(LedgerError) { vault = try open() } catch { throw .vault(error) }
        let conditions = Service.Conditions(
            origin: Origin(order.facts.caller, through: .agent), settle: order.settle,
            address: order.address,
            authority: Authority(order.facts, isProven: false, recent: order.recent))
        return Service(vault, provider, clock, conditions, halts: { Halting.isWanted }) { [wire] in
            wire.tell(.news($0))
        }
    }
}
