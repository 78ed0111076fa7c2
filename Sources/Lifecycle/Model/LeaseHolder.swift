package import Secrets

/// The process that a lease is bound to. For as long as it lives it has one byte locked in the file of locks beside the vault; the
/// kernel gives the lock back however the process ends.
package struct LeaseHolder: Hashable, Sendable, Coded {
    /// Which byte: 62 random bits, which nobody else knows who has not read the journal.
    package let number: UInt64
    /// Which boot of the kernel has the lock (random(4), "boot_id"): 16 bytes.
    package let boot: [UInt8]
    /// The machine (machine-id(5)): 16 bytes, or none where it has no id.
    package let machine: [UInt8]
    /// The file of locks: its device and inode.
    package let (device, inode): (UInt64, UInt64)

    /// What can be said of a holder from here.
    package enum Standing: Hashable, Sendable {
        /// It lives.
        case living
        /// It has ended.
        case gone
        /// It is on another machine, or beside another copy of the vault: only the token's expiry ends its lease.
        case unknown
    }

    /// The numbers of bytes that holders may have: those below are for operations.
    private static let first: UInt64 = 0x4000_0000_0000_0000

    /// Describes a holder with a number of its own.
    package init(boot: [UInt8], machine: [UInt8], device: UInt64, inode: UInt64) {
        let random = Random.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
        self.init(
            number: random & (LeaseHolder.first - 1), boot: boot, machine: machine, device: device,
            inode: inode)
    }

    init(number: UInt64, boot: [UInt8], machine: [UInt8], device: UInt64, inode: UInt64) {
        (self.number, self.boot, self.machine) = (number, boot, machine)
        (self.device, self.inode) = (device, inode)
    }

    /// The place of its byte in the file.
    package var byte: Int64 { Int64(bitPattern: LeaseHolder.first | number) }

    /// What is known without looking at the lock; `nil` where the lock decides. `boot` and `machine` are this machine's, the rest is
    /// the file of locks beside this vault.
    package func standing(
        boot: [UInt8], machine: [UInt8], device: UInt64?, inode: UInt64?
    ) -> Standing? {
        guard boot == self.boot else {
            // The same machine was started anew: nothing of before lives. Of another one nothing is known.
            return machine.isEmpty || machine != self.machine ? .unknown : .gone
        }
        return (device, inode) == (self.device, self.inode) ? nil : .unknown
    }

    /// Writes all of it.
    package func encode(to writer: inout Writer) {
        writer.number(number)
        writer.raw(boot)
        writer.flag(!machine.isEmpty)
        writer.raw(machine)
        writer.number(device)
        writer.number(inode)
    }

    /// Reads it strictly.
    package init(from reader: inout Reader) throws(SecretsError) {
        number = try reader.number()
        boot = try reader.raw(16)
        machine = try reader.flag() ? try reader.raw(16) : []
        (device, inode) = (try reader.number(), try reader.number())
        guard number < LeaseHolder.first else { throw .malformed }
    }
}
