internal import CPlatform
internal import Glibc
internal import HandOut
internal import Platform
internal import Secrets

/// The process that clears the clipboard. It is given a keyed hash of the string, under a key of this one and that alone, never the string.
final class Clearing {
    private enum Purpose: KeyPurpose {
        static let context: StaticString = "LSmark__"
        static let number: UInt64 = 1
    }

    private let key: Key<Purpose>
    private let wire: Int32
    private var mark: [UInt8] = []

    private init(_ key: consuming Key<Purpose>, _ wire: Int32) {
        self.key = key
        self.wire = wire
    }

    deinit { close(wire) }

    /// Starts the process; throws, before there is anything to clear, when it cannot be started.
    static func begin(_ clipboard: Clipboard, after seconds: Int) throws(Problem) -> Clearing {
        var (source, target): (Int32, Int32) = (-1, -1)
        let key: Key<Purpose>
        do throws(SecretsError) { key = try Key() } catch { throw Problem(HandOutError.memory) }
        var failed = unsafe lockstep_pipe(&source, &target)
        if failed == 0 {
            let process = lockstep_fork_detached(source)
            if process == 0 { Clearing(key, -1).wait(clipboard, seconds) }
            close(source)
            failed = min(0, process) * -1
            if failed != 0 { close(target) }
        }
        guard failed == 0 else {
            throw Problem(
                .unexpected, .notCleared,
                "The process that would clear the clipboard cannot be started: \(System.error(failed)).",
                safe: "Nothing was handed out.", hint: "End some programs, or use lockstep run.")
        }
        return Clearing(key, target)
    }

    /// From here on the process clears this string, after the time that begins when this process closes the wire or ends.
    func recognise(_ string: borrowing SecretBytes) throws(HandOutError) {
        let mark = KeyedHash.of(secret: string, with: key)
        self.mark = mark
        do throws(SystemError) { try writeAll(mark.span, to: wire) } catch { throw .clipboard }
    }

    /// Has it cleared at once.
    func hurry() {
        let word: [UInt8] = [1]
        try? writeAll(word.span, to: wire)
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
