internal import CPlatform

/// Two descriptors that belong together: the ends of a pipe, or of a pair of sockets. Both are close-on-exec.
package struct DescriptorPair: ~Copyable {
    /// The end that is read, or this process's own.
    package var first: Descriptor?
    /// The end that is written, or the other process's.
    package var second: Descriptor?

    /// A pipe (pipe(2)).
    package static func pipe() throws(SystemError) -> DescriptorPair {
        try DescriptorPair { unsafe lockstep_pipe(&$0, &$1) }
    }

    /// A pair of stream sockets (socketpair(2)).
    package static func stream() throws(SystemError) -> DescriptorPair {
        try DescriptorPair { unsafe lockstep_socket_pair(&$0, &$1) }
    }

    /// A pair of sockets that keep messages apart.
    package static func messages() throws(SystemError) -> DescriptorPair {
        try DescriptorPair { unsafe lockstep_message_pair(&$0, &$1) }
    }

    /// What whoever opened it has lent, or passes on.
    package init(_ first: consuming Descriptor, _ second: consuming Descriptor? = nil) {
        self.first = consume first
        self.second = consume second
    }

    /// What a system call returned: -1 for none.
    package init(_ first: Int32, _ second: Int32) {
        self.first = try? Descriptor(owning: first)
        self.second = try? Descriptor(owning: second)
    }

    /// The numbers of both, for a system call; -1 for none.
    package var firstNumber: Int32 { DescriptorPair.number(first) }
    package var secondNumber: Int32 { DescriptorPair.number(second) }

    private static func number(_ descriptor: borrowing Descriptor?) -> Int32 {
        switch descriptor {
        case .some(let open): open.number
        case .none: -1
        }
    }

    private init(_ make: (inout Int32, inout Int32) -> Int32) throws(SystemError) {
        var (one, other): (Int32, Int32) = (-1, -1)
        let failure = make(&one, &other)
        guard failure == 0 else { throw SystemError(failure) }
        first = try Descriptor(owning: one)
        second = try Descriptor(owning: other)
    }
}
