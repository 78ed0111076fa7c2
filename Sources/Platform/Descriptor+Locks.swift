internal import CPlatform
internal import Glibc

// Locks on single bytes of a file, which the kernel gives back when the last who has it open closes it or ends, however it ends
// (fcntl(2), "Open file description locks").

extension Descriptor {
    /// Takes the lock on a byte for this one alone; `false` when another has it.
    package borrowing func lock(byte: Int64) throws(SystemError) -> Bool {
        let failure = lockstep_lock_byte(number, byte)
        guard failure == 0 || failure == EAGAIN else { throw SystemError(failure) }
        return failure == 0
    }

    /// Gives the lock on a byte back; `false` when the system refuses.
    package borrowing func unlock(byte: Int64) -> Bool { lockstep_unlock_byte(number, byte) == 0 }

    /// Whether another has the lock on any byte below an offset. Throws where the system does not say.
    package borrowing func isAnyLockedElsewhere(below end: Int64) throws(SystemError) -> Bool {
        let answer = lockstep_is_range_locked(number, end)
        guard answer >= 0 else { throw SystemError(-answer) }
        return answer != 0
    }

    /// Whether another has the lock on a byte. Throws where the system does not say.
    package borrowing func isLockedElsewhere(byte: Int64) throws(SystemError) -> Bool {
        let answer = lockstep_is_byte_locked(number, byte)
        guard answer >= 0 else { throw SystemError(-answer) }
        return answer != 0
    }
}
