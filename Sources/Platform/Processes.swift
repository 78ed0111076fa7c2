internal import CPlatform
internal import Glibc

/// Child processes, by their ids.
package enum Processes {
    /// The number of a descriptor that is passed, in the program that it is passed to.
    package static let passed: Int32 = 4

    /// Starts a program with these standard streams and this environment; every other descriptor is closed in it, and standard error
    /// is shared. Returns its id.
    package static func start(
        _ path: String, _ words: [String], environment: [String], input: Int32, output: Int32
    ) throws(SystemError) -> Int32 {
        try start(.path(path), words, environment: environment, input: input, output: output)
    }

    /// The same with a standard error of its own.
    package static func start(
        _ path: String, _ words: [String], environment: [String], input: Int32, output: Int32, errors: Int32
    ) throws(SystemError) -> Int32 {
        let process = unsafe withCStrings(words) { argv in
            unsafe withCStrings(environment) { variables in
                unsafe lockstep_spawn_with(path, argv, variables, input, output, errors)
            }
        }
        guard process > 0 else { throw SystemError(-process) }
        return process
    }

    /// The same for one that may have been opened before; a descriptor that is passed has the number `passed` in it.
    package static func start(
        _ program: ProgramLocation, _ words: [String], environment: [String], input: Int32, output: Int32,
        passing descriptor: Int32? = nil
    ) throws(SystemError) -> Int32 {
        let process = unsafe withCStrings(words) { argv in
            unsafe withCStrings(environment) { variables in
                unsafe lockstep_spawn_passing(
                    program.path, program.descriptor ?? -1, argv, variables, input, output, descriptor ?? -1)
            }
        }
        guard process > 0 else { throw SystemError(-process) }
        return process
    }

    /// Waits for a child to end; its exit code, or 128 and the number of a signal.
    package static func wait(for process: Int32) throws(SystemError) -> Int32 {
        let code = lockstep_wait(process)
        guard code >= 0 else { throw SystemError(-code) }
        return code
    }

    /// The status of a child that has ended (wait(2)); `nil` of one that runs.
    package static func status(of process: Int32) -> Int32? {
        var status: Int32 = 0
        return unsafe waitpid(process, &status, WNOHANG) == process ? status : nil
    }

    /// Ends a child at once, even one that was stopped, and waits until it is gone.
    package static func end(_ process: Int32) {
        // One that has ended by itself is waited for all the same.
        _ = kill(process, SIGKILL)
        _ = lockstep_wait(process)
    }

    /// Gives this process a name for lists of processes: one that was started from an open file has that file's number.
    package static func nameThisProcess(_ name: String) { unsafe lockstep_name_process(name) }

    /// Has the kernel end this process with the one that started it; `false` when the system refuses.
    package static func dieWithParent() -> Bool { lockstep_die_with_parent() == 0 }
}

extension Processes {
    /// The children of this process that have not ended, as `/proc` shows them (proc(5)); none where it does not.
    package static var children: [Int32] {
        let own = getpid()
        return ((try? Files.names(in: "/proc")) ?? []).compactMap { Int32($0) }.filter { process in
            guard let text = Files.kernelText(of: "/proc/\(process)/stat"), let end = text.lastIndex(of: ")")
            else { return false }
            let fields = text[text.index(after: end)...].split(separator: " ")
            return fields.count > 1 && !["Z", "X"].contains(fields[0]) && Int32(fields[1]) == own
        }
    }
}
