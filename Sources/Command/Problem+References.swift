internal import Delivery

extension Problem {
    /// Says in words what is wrong with a reference.
    init(_ error: Reference.Problem, in file: String? = nil) {
        let place = file.map { " in \($0)" } ?? ""
        let why =
            switch error {
            case .empty: "names no label"
            case .encoding: "has a % without two hexadecimal digits, or is not valid UTF-8"
            case .unclosed: "has no }} on its line"
            }
        self = .usage("A reference\(place) \(why).", hint: "Write lockstep://LABEL. Nothing was written.")
    }
}
