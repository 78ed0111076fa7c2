/// The `X-Filter` header: a JSON object of fields and operators (linode-facts, 1.5).
struct Filter {
    private let root: JSON
    private let filterable: Set<String>

    /// Takes a header; throws the API's 400.
    init(_ header: String, filterable: Set<String>) throws(Refusal) {
        guard let root = JSONReader.read(Array(header.utf8)), case .object = root else {
            throw Refusal(400, "Invalid JSON", field: "X-Filter")
        }
        (self.root, self.filterable) = (root, filterable)
        try check(root)
    }

    /// The rows that fit, in the order asked for.
    func apply(_ rows: [JSON]) -> [JSON] {
        let kept = rows.filter { fits($0, root) }
        guard let field = root["+order_by"]?.asText else { return kept }
        let descending = root["+order"]?.asText == "desc"
        return kept.sorted { left, right in
            guard let left = left[field], let right = right[field] else { return false }
            return descending ? Filter.isLess(right, left) : Filter.isLess(left, right)
        }
    }

    private func check(_ node: JSON) throws(Refusal) {
        guard case .object(let members) = node else {
            throw Refusal(400, "Invalid filter", field: "X-Filter")
        }
        for member in members {
            switch member.name {
            case "+and", "+or":
                guard case .array(let parts) = member.value else {
                    throw Refusal(400, "Invalid filter", field: "X-Filter")
                }
                for part in parts { try check(part) }
            case "+order":
                guard ["asc", "desc"].contains(member.value.asText) else {
                    throw Refusal(400, "Must be asc or desc", field: "X-Filter")
                }
            case "+order_by": try checkField(member.value.asText ?? "")
            default: try checkField(member.name)
            }
        }
    }

    private func checkField(_ name: String) throws(Refusal) {
        guard filterable.contains(name) else {
            throw Refusal(400, "Cannot filter on \(name)", field: "X-Filter")
        }
    }

    private func fits(_ row: JSON, _ node: JSON) -> Bool {
        guard case .object(let members) = node else { return false }
        return members.allSatisfy { member in
            switch (member.name, member.value) {
            case ("+and", .array(let parts)): parts.allSatisfy { fits(row, $0) }
            case ("+or", .array(let parts)): parts.contains { fits(row, $0) }
            case ("+order", _), ("+order_by", _): true
            case (let name, .object(let tests)):
                tests.allSatisfy { test in row[name].map { Filter.holds($0, test.name, test.value) } ?? false
                }
            case (let name, let value): row[name] == value
            }
        }
    }

    private static func holds(_ left: JSON, _ test: String, _ right: JSON) -> Bool {
        switch test {
        case "+gt": isLess(right, left)
        case "+gte": !isLess(left, right)
        case "+lt": isLess(left, right)
        case "+lte": !isLess(right, left)
        case "+neq": left != right
        case "+contains":
            right.asText.map { left.asText?.lowercased().contains($0.lowercased()) ?? false } ?? false
        default: false
        }
    }

    private static func isLess(_ left: JSON, _ right: JSON) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        default: false
        }
    }
}
