internal import Glibc

// A vault is copied by copying its file: between changes nothing that a token or an account needs is in the log alone.

extension OpenVault {
    /// A change was made that a copy has to have.
    func noteChange() {
        isSplit = true
        consolidate()
    }

    /// Writes the log into the file once no operation is under way: one time for many of them.
    ///
    /// Whoever reads is waited for, two seconds at most: the change itself is durable, and the next one writes all of the log.
    func consolidate() {
        guard isSplit, held.isEmpty else { return }
        handOuts.pause()
        for _ in 0..<OpenVault.tries where isSplit {
            claims.announceWrite()
            let isEmptied = try? connection.emptyLogIfFree()
            claims.retractWrite()
            // A disk that refuses is not waited for.
            guard let isEmptied else { return }
            isSplit = !isEmptied
            if isSplit { usleep(OpenVault.pause) }
        }
    }

    private static let tries = 100
    /// In microseconds.
    private static let pause: UInt32 = 20_000
}
