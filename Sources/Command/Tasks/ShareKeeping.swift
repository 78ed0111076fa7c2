internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// Has new shares kept before any slot is made for them: each in a file of its own, or shown one after the other on the terminal.
struct ShareKeeping {
    let context: Context
    let threshold: Int
    let count: Int
    /// The folder that was named.
    let folder: String?
    static let undone = "No slot was added."

    /// Throws where nobody could keep them, before anything is asked or done.
    func check() throws(Problem) {
        guard Share.thresholds.contains(threshold), (threshold...max(threshold, Share.most)).contains(count)
        else {
            throw .usage(
                "\(threshold) of \(count) shares cannot be made.",
                hint: "Give --threshold K and --count N, with K from 2 and N from K to \(Share.most).")
        }
        guard let folder else {
            guard !context.terminal.canAsk else { return }
            throw Problem(
                .locked, .inputNeeded,
                context.options.noInput
                    ? "Shares are shown on a terminal and asked about, but --no-input forbids asking."
                    : "Shares are shown on a terminal only, and there is none.",
                safe: ShareKeeping.undone, hint: "Have them written to a new folder: --share-folder FOLDER")
        }
        guard (try? FileStatus(at: folder)) == nil else { throw taken(folder) }
    }

    /// Draws a key, divides it, and has its shares kept; returns what its slot is made of.
    func draw() throws(Problem) -> DescribedSecret {
        var shares: [Share] = []
        let new: DescribedSecret
        do throws(SecretsError) {
            let key = try Key<Root>()
            let set = try ShareSet(Random.bytes(Share.setSize), threshold: threshold, count: count)
            shares = try Share.divide(key, set: set.id, threshold: threshold, count: count)
            new = DescribedSecret(try key.copy(), set.bytes)
        } catch { throw Problem(error, reading: "The shares") }
        if let folder { try write(shares, to: folder) } else { try show(shares) }
        return new
    }
}
