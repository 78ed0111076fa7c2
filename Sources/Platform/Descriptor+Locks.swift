internal import CPlatform
internal import Glibc

// Locks on a file and on single bytes of it, which the kernel gives back when the last who has it open closes it or ends, however it ends
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

    /// Takes the lock on the whole file (flock(2)) for this one alone, and waits for it until a deadline: whoever has it may be stopped
    /// (SIGSTOP) and never go on. `false` when the deadline has passed.
    package borrowing func lock(until deadline: Deadline) throws(SystemError) -> Bool {
        while flock(number, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError(errno) }
            let left = deadline.left
            guard left > 0 else { return false }
            MachineClock.sleep(milliseconds: Int64(min(left, 5)))
        }
        return true
    }

    /// Gives the lock on the whole file back; `false` when the system refuses.
    package borrowing func unlock() -> Bool { flock(number, LOCK_UN) == 0 }
}
