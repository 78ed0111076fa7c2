internal import Lifecycle
internal import Requests

// What is wrong with a file of specs.

extension Problem {
    /// What is wrong with what a token of the file says.
    init(_ why: Unusable, of place: Int, _ label: Label) {
        let problem = Problem(why)
        self = .usage("\(Problem.token(place, label)): \(problem.message)", hint: problem.hint)
    }

    private static func token(_ place: Int, _ label: Label?) -> String {
        "Token \(place)\(label.map { ", \(Printable.quoted($0.text))" } ?? "")"
    }

    /// Says in words what is wrong with the file.
    init(_ flaw: SpecFlaw) {
        let place = flaw.place.map { "\(Problem.token($0, flaw.label)): " } ?? "The file: "
        let form = "The form of the file is in Docs/Apply.md. Nothing was changed."
        let what =
            switch flaw.fault {
            case .malformed(let line, let column): "not valid JSON at line \(line), character \(column)."
            case .form: flaw.place == nil ? "not {\"version\":1,\"tokens\":[...]}." : "not an object."
            case .version: "its version is not 1."
            case .tooMany: "it has more than \(TokenSpec.most) tokens."
            case .unknownKey(let key): "the key \(Printable.quoted(key)) is not known."
            case .missing(let key): "\(Printable.quoted(key)) is missing."
            case .type(let key):
                "\(Printable.quoted(key)) has to be \(["tags", "scopes"].contains(key) ? "a list of texts" : "a text")."
            case .label(let text, let problem): Problem(.label(text, problem)).message
            case .duplicate: "another token of the file has this label."
            case .expiryAndLifetime: "it needs either a lifetime or an expiry."
            case .relative(let text):
                "\(Printable.quoted(text)) is not a date or never; how long tokens live is a lifetime."
            }
        self = .usage(place + what, hint: form)
    }
}
