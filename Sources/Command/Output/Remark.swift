/// A sentence of a report, and whether it is told although only trouble is to be told.
struct Remark: Hashable {
    let text: String
    let needsLook: Bool

    init(_ text: String, needsLook: Bool = false) { (self.text, self.needsLook) = (text, needsLook) }
}

extension Console {
    /// Tells a report; where nothing but trouble is to be told, only what somebody has to look at.
    func tell(_ remarks: [Remark]) {
        for remark in remarks where remark.needsLook || !isQuiet { tell(remark.text) }
    }
}
