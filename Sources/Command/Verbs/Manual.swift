internal import Requests

/// Prints a page of the manual for `Scripts/manual`, which installs them.
struct ManualOptions: VerbOptions {
    var day: String?

    static let verb = Verb(
        Self.self, "manual", summary: "print a page of the manual, or list all pages", operands: "[PAGE]",
        .places(["PAGE"]), count: 0...1,
        flags: [Flag("day", nil, .value("DAY", \.day), "the date at the foot of the page")],
        needsSettings: false)

    func run(_ context: Context) throws(Problem) {
        guard let name = context.options.operands.first else {
            return try context.console.print(ManualPages.all.map { "\($0.file)\n" }.joined())
        }
        guard let page = ManualPages.named(name) else {
            throw Problem(.absent, .absent, "The manual has no page \(Printable.quoted(name)).")
        }
        try context.console.print(page.text(day: day ?? "1970-01-01", version: context.tools.version))
    }
}
