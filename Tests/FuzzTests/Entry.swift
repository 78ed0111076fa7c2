import Foundation

// libFuzzer has the main function, and calls these two. LOCKSTEP_FUZZ names the target.

nonisolated(unsafe) private var target = FuzzTarget.rows

/// Chooses the target.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ words: UnsafeMutableRawPointer?) -> CInt {
    guard let named = FuzzTarget(rawValue: ProcessInfo.processInfo.environment["LOCKSTEP_FUZZ"] ?? "") else {
        print("LOCKSTEP_FUZZ is one of:", FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))
        exit(2)
    }
    target = named
    return 0
}

/// Takes one input; ends the process where something is wrong.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let problem = target.problem(with: bytes) { fatalError("\(target.rawValue): \(problem)") }
    return 0
}
