internal import CPlatform
internal import Delivery
internal import Glibc
internal import Platform
internal import Requests
internal import Secrets

/// The process that clears the clipboard. It is given a keyed hash of the string, under a key of this one and that alone, never the string.
final class Clearing {
    private enum Purpose: KeyPurpose {
        static let context: StaticString = "LSmark__"
        static let number: UInt64 = 1
    }

    private let key: Key<Purpose>
    /// `nil` in the process itself.
    private let wire: Descriptor?
    private var mark: [UInt8] = []

    private init(_ key: consuming Key<Purpose>, _ wire: consuming Descriptor?) {
        self.key = key
        self.wire = wire
    }

    /// Starts the process; throws, before there is anything to clear, when it cannot be started.
    static func begin(_ clipboard: Clipboard, after seconds: Int) throws(Problem) -> Clearing {
        let key: Key<Purpose>
        do throws(SecretsError) { key = try Key() } catch { throw Problem(HandOutError.memory) }
        do throws(SystemError) {
            var pipe = try DescriptorPair.pipe()
            let process = lockstep_fork_detached(pipe.first?.number ?? -1)
            if process == 0 { Clearing(key, nil).wait(clipboard, seconds) }
            guard process > 0 else { throw SystemError(-process) }
            return Clearing(key, pipe.second.take())
        } catch {
            throw Problem(
                .unexpected, .notCleared,
                "The process that would clear the clipboard cannot be started: \(error.text).",
                safe: "Nothing was handed out.", hint: "End some programs, or use lockstep run.")
        }
    }

    /// From here on the process clears this string, after the time that begins when this process closes the wire or ends.
    func recognise(_ string: borrowing SecretBytes) throws(HandOutError) {
        let mark = KeyedHash.of(secret: string, with: key)
        self.mark = mark
        do throws(SystemError) { try wire?.write(mark) } catch { throw .clipboard }
    }

    /// Has it cleared at once.
    func hurry() {
        try? wire?.write([1])
    }

    /// Whether this is the string.
    func isRecognised(_ string: borrowing SecretBytes) -> Bool {
        !mark.isEmpty && KeyedHash.of(secret: string, with: key) == mark
    }

    /// In the process: waits for the mark, for the end of the other process and for the time, clears, and ends.
    private func wait(_ clipboard: Clipboard, _ seconds: Int) -> Never {
        var (byte, isHurried): (UInt8, Bool) = (0, false)
        while unsafe read(STDIN_FILENO, &byte, 1) == 1 {
            if mark.count < KeyedHash.size { mark.append(byte) } else { isHurried = true }
            if isHurried { break }
        }
        guard mark.count == KeyedHash.size else { _exit(0) }
        if !isHurried { lockstep_sleep(Int64(seconds) * 1000) }
        // A desktop that is short of processes for a moment is asked again.
        for _ in 0..<5 {
            if (try? clipboard.clear(if: isRecognised)) != nil { break }
            lockstep_sleep(1000)
        }
        _exit(0)
    }
}
