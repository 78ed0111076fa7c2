internal import CPlatform
internal import Delivery
internal import Glibc
internal import Platform
internal import Wire

// What comes from outside, and how the command ends.

extension Supervisor {
    /// How long a command that was interrupted is not restarted, in milliseconds: it may be ending.
    static let respite: Int64 = 10_000
    /// How long after a stop it is looked whether it lasts: one that was just continued may still be reported.
    private static let glance: Int64 = 50

    func takeSignals(_ caught: Int32, at moment: Int64) {
        var isByKernel: Int32 = 0
        while true {
            let number = unsafe lockstep_next_signal(caught, &isByKernel)
            switch number {
            case 0: return
            case SIGCHLD: reap(at: moment)
            default: pass(number, isByKernel: isByKernel == 1, at: moment)
            }
        }
    }

    private func pass(_ number: Int32, isByKernel: Bool, at moment: Int64) {
        // What the terminal sends goes to the command, too, which shares the job.
        let isShared = isByKernel && (CommandSignals.ofTerminals.contains(number) || number == SIGWINCH)
        if !isShared, command > 0 { kill(command, number) }
        switch number {
        case SIGTERM: isEnding = true
        case SIGINT, SIGQUIT, SIGHUP:
            asked = moment
            if case .runs = phase { break }
            isEnding = true
        default: break
        }
    }

    /// Learns of children that have ended or were stopped.
    private func reap(at moment: Int64) {
        var status: Int32 = 0
        while true {
            let process = unsafe lockstep_next_child(&status)
            guard process > 0 else { return }
            guard process == command else { continue }
            let stopped = lockstep_stop_signal(status)
            if stopped == 0 {
                ended(status, at: moment)
            } else if [SIGTSTP, SIGTTIN, SIGTTOU].contains(stopped) {
                stopLook = moment + Supervisor.glance
            }
        }
    }

    private func ended(_ status: Int32, at moment: Int64) {
        (command, self.status, stopLook) = (0, status, nil)
        guard case .stops(let deadline) = phase else { end(status) }
        phase = .clears(max(deadline, moment))
    }

    /// A command that has stopped itself stops the whole job, so that the shell sees it (as with Ctrl-Z in an editor).
    func followStop(at moment: Int64) {
        guard let look = stopLook, look <= moment else { return }
        stopLook = nil
        guard command > 0, ProcessEntry(pid: command).isStopped else { return }
        kill(getpid(), SIGTSTP)
        // Here again, the job goes on; where nobody could have continued it, it was not stopped.
        kill(command, SIGCONT)
    }
}
