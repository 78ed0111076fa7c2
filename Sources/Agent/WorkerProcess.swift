internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets
internal import Service
internal import Wire

/// What a worker does: it opens the vault itself, performs one task, answers the agent, and ends.
struct WorkerProcess {
    /// How long the secret that a client has sent may take to be read, in milliseconds.
    static let patience: Int64 = 5000

    let door: any VaultDoor
    let provider: () -> any ProviderRouter
    let clock: any WallClock
    /// The keys, which the agent writes.
    let keyring: SharedSecret

    func perform(_ task: [UInt8], _ channel: Int32, _ client: Int32) -> Never {
        if (try? keyring.protect()) != nil, let task = try? WorkerTask(task) {
            switch task {
            case .finish: finish()
            case .find(let prefix): find(prefix, channel)
            case .unlock(let form, let count, _): unlock(form, Int(count), client, channel)
            case .perform(let order):
                if order.kind.rank == .change { standBehindHandOuts() }
                ProxyVariables.use(order.proxies)
                let worker = RequestWorker(
                    order: order, wire: AnswerWire(client), provider: provider(), clock: clock)
                // The agent counts what changes something, and learns of what did not.
                if !worker.run(open, doctor) { send(.done, to: channel) }
            }
        }
        _exit(0)
    }

    /// Leaves the processor to hand-outs, and to whatever else somebody waits for; what this starts does, too.
    private func standBehindHandOuts() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }

    private func open() throws(LedgerError) -> any UnlockedVault {
        let keys = try guarded { () throws(SecretsError) in try keyring.load() }
        return try door.open(with: keys)
    }

    /// Of a vault that does not open.
    private func doctor() throws(Failure) -> DoctorResult {
        let keys: SecretBytes
        do throws(SecretsError) { keys = try keyring.load() } catch {
            throw .vault(LedgerError(.failed, .worker))
        }
        return try Service.doctor(door, with: keys, now: clock.now)
    }

    private func finish() {
        guard let ledger = try? open() else { return }
        let caller = Caller(pid: getpid(), user: getuid(), executable: "lockstep-agent")
        let service = Service(
            ledger, provider(), clock,
            Service.Conditions(origin: Origin(caller, through: .agent), settle: 5, authority: nil))
        // What is not done now is in the journal, or due the next time.
        let hook = (try? service.settings())?.hook
        let result = try? service.tick(TickRequest(isFull: false, warns: hook != nil))
        guard let hook, let result else { return }
        _ = HookProgram(hook).tell(HookEvent.all(of: result))
    }

    private func find(_ prefix: String, _ channel: Int32) {
        do throws(LedgerError) {
            send(.label(try open().label(ofPrefix: prefix)), to: channel)
        } catch { send(.failure(error), to: channel) }
    }

    /// The secret stays in this process: the agent is given the keys.
    private func unlock(_ form: Unlocking.Form, _ count: Int, _ client: Int32, _ channel: Int32) {
        standBehindHandOuts()
        do throws(LedgerError) {
            let secret = try read(count, from: client)
            let ledger = try door.open(unlocking(form, secret))
            let keys = try ledger.keyring()
            let frame = try guarded { () throws(SecretsError) in
                try Frame.whole(AgentReply.done.bytes, secret: keys)
            }
            try guarded { () throws(SecretsError) in try frame.write(to: channel) }
        } catch { send(.failure(error), to: channel) }
    }

    private func unlocking(
        _ form: Unlocking.Form, _ secret: consuming SecretBytes
    ) throws(LedgerError) -> Unlocking {
        do throws(SecretsError) { return try Unlocking(form, secret) } catch {
            throw LedgerError(.wrongKey, .slot)
        }
    }

    /// Takes what the client has sent into guarded memory.
    private func read(_ count: Int, from client: Int32) throws(LedgerError) -> SecretBytes {
        let deadline = lockstep_monotonic() + WorkerProcess.patience
        return try guarded { () throws(SecretsError) in
            var secret = try SecretBuffer(capacity: count)
            while secret.count < count {
                let left = Int32(clamping: deadline - lockstep_monotonic())
                guard left > 0, ready(client, for: POLLIN, milliseconds: left) != 0,
                    secret.read(from: client) > 0
                else { throw .malformed }
            }
            return try secret.secret(0..<count)
        }
    }

    private func guarded<R: ~Copyable>(_ body: () throws(SecretsError) -> R) throws(LedgerError) -> R {
        do throws(SecretsError) { return try body() } catch { throw LedgerError(.failed, .worker) }
    }

    private func send(_ reply: AgentReply, to channel: Int32) {
        try? writeAll(Frame.open(reply.bytes).span, to: channel)
    }
}
