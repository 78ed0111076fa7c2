internal import Glibc
internal import Lifecycle

/// A moment on the clock of whoever reads it (`TZ`, else what the machine is set to).
struct LocalTime {
    private let date: (year: Int, month: Int, day: Int, weekday: Int)
    private let time: (hour: Int, minute: Int, second: Int)
    /// The zone as people write it: `CET`, `UTC`.
    let zone: String

    init(_ moment: Instant) {
        var (parts, seconds) = (unsafe tm(), time_t(moment.seconds))
        unsafe localtime_r(&seconds, &parts)
        date = unsafe (
            Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_wday)
        )
        time = unsafe (Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec))
        zone = unsafe parts.tm_zone.map { unsafe Printable.line(String(cString: $0)) } ?? "UTC"
    }

    /// `2027-01-31`.
    var day: String { "\(date.year)-\(LocalTime.two(date.month))-\(LocalTime.two(date.day))" }
    /// `12:00`.
    var clock: String { "\(LocalTime.two(time.hour)):\(LocalTime.two(time.minute))" }
    /// `12:00:00`.
    var second: String { "\(clock):\(LocalTime.two(time.second))" }
    /// `Sun`.
    var weekday: String { ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.weekday % 7] }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension Instant {
    /// As people read it: `2027-01-31 12:00 CET`.
    var local: String {
        let time = LocalTime(self)
        return "\(time.day) \(time.clock) \(time.zone)"
    }
}
