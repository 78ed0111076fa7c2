/// One page of a listing.
enum Paging {
    /// Cuts a page out; throws the API's 400 for sizes and numbers that it refuses. A page past the end is empty.
    static func page(_ rows: [JSON], for request: Request) throws(Refusal) -> Answer {
        let size = try number("page_size", 25...500, "Must be 25-500", usual: 100, request)
        let page = try number("page", 1...Int.max, "Must be 1 or greater", usual: 1, request)
        let (start, overflow) = (page - 1).multipliedReportingOverflow(by: size)
        let rest = overflow || start >= rows.count ? [] : rows[start...].prefix(size)
        return Answer(
            .object([
                ("data", .array(Array(rest))), ("page", .number(Int64(page))),
                ("pages", .number(Int64(max(1, (rows.count + size - 1) / size)))),
                ("results", .number(Int64(rows.count))),
            ]))
    }

    private static func number(
        _ name: String, _ range: ClosedRange<Int>, _ reason: String, usual: Int, _ request: Request
    ) throws(Refusal) -> Int {
        guard let text = request.parameter(name) else { return usual }
        guard let number = Int(text), range.contains(number) else { throw Refusal(400, reason, field: name) }
        return number
    }
}
