internal import Glibc

/// Which machine this is, and which start of it.
package enum MachineIdentity {
    /// This boot of the kernel (random(4), "boot_id"): 16 bytes, the same in every container; `nil` where the kernel does not say.
    package static var boot: [UInt8]? { id(at: "/proc/sys/kernel/random/boot_id") }

    /// The machine (machine-id(5)): 16 bytes, which stay for good; `nil` where it has none, as in many containers.
    package static var machine: [UInt8]? { id(at: "/etc/machine-id") }

    /// The 32 hexadecimal digits at the beginning of a file, with hyphens between them or without.
    private static func id(at path: String) -> [UInt8]? {
        guard let file = try? Descriptor(opening: path, O_RDONLY | O_NONBLOCK),
            let text = try? file.firstBytes(64)
        else { return nil }
        let digits = text.prefix { $0 != 0x0A }.filter { $0 != 0x2D }
        guard digits.count == 32 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: 32, by: 2) {
            let pair = String(decoding: digits[place..<place + 2], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
