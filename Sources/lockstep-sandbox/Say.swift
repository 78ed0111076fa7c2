internal import Glibc

/// What the program does besides serving.
enum Say {
    /// A line on stderr.
    static func note(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = unsafe write(2, line, line.count)
    }

    /// What ends the program.
    private static var ends: sigset_t {
        var ends = sigset_t()
        unsafe sigemptyset(&ends)
        for number in [SIGTERM, SIGINT] { unsafe sigaddset(&ends, number) }
        return ends
    }

    /// Keeps the signals that end the program for `waitForEnd`; before the first thread is made, which inherits this.
    static func holdEnds() {
        var ends = ends
        unsafe pthread_sigmask(SIG_BLOCK, &ends, nil)
    }

    /// Waits for SIGTERM or SIGINT.
    static func waitForEnd() {
        var ends = ends
        var number: Int32 = 0
        unsafe sigwait(&ends, &number)
    }
}
