internal import Glibc
internal import Lifecycle
internal import Secrets

/// What a worker does: it opens the vault itself, performs one task, and ends.
struct WorkerProcess {
    let door: any VaultDoor
    let provider: () -> any ProviderRouter
    let clock: any WallClock
    /// The keys, which the agent writes.
    let keyring: SharedSecret

    func perform(_ task: [UInt8], _ channel: Int32) -> Never {
        if (try? keyring.protect()) != nil, let task = try? WorkerTask(task) {
            switch task {
            case .finish: finish()
            }
        }
        _exit(0)
    }

    private func finish() {
        guard let keys = try? keyring.load(), let ledger = try? door.open(with: keys) else { return }
        let sync = Sync(ledger: ledger, provider: provider(), clock: clock, settle: 5, dueOnly: true) {
            _, _ in
        }
        _ = try? sync.run()
    }
}
