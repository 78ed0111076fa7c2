internal import CPlatform

extension [UInt8] {
    /// Whether other bytes stand anywhere in these (memmem(3)). For what is no secret.
    package func contains(bytes wanted: [UInt8]) -> Bool {
        unsafe withUnsafeBufferPointer { all in
            unsafe wanted.withUnsafeBufferPointer { wanted in
                guard let start = wanted.baseAddress, let first = all.baseAddress else {
                    return wanted.isEmpty
                }
                return unsafe lockstep_find(first, all.count, start, wanted.count) >= 0
            }
        }
    }
}
