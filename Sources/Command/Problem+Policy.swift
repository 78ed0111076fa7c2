internal import Lifecycle
internal import Requests

extension Problem {
    /// Says in words what is wrong with a policy.
    init(_ flaw: PolicyFlaw) {
        self =
            switch flaw {
            case .lifetime(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid lifetime.",
                    hint: "Write 5m or more, such as 12h, 90d or 6mo; or none.")
            case .renewal(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid time to renew.",
                    hint: "Write a part of the lifetime, 1% to 99% or 2/3; or never.")
            case .overlap(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid overlap.",
                    hint: "Write 0s to 366d, such as 30m, 1h or 2d.")
            case .owner:
                .usage(
                    "An owner has at most \(Policy.most.owner) visible characters, in one line.",
                    hint: Problem.untouched)
            case .purpose:
                .usage(
                    "A purpose has at most \(Policy.most.purpose) visible characters, in one line.",
                    hint: Problem.untouched)
            case .tag(let text):
                .usage(
                    "\(Printable.quoted(text)) is not a valid tag.",
                    hint: "A tag has 1 to \(Policy.most.tag) letters, digits and -_.:/=@+, and begins "
                        + "with a letter or digit.")
            case .bothWays(let tag):
                .usage("The tag \(tag) is both given and taken away.", hint: Problem.untouched)
            case .tooManyTags:
                .usage("A token has at most \(Policy.mostTags) tags.", hint: Problem.untouched)
            case .noLifetime:
                .usage(
                    "--renew needs a lifetime, of which it is a part.", hint: "Add --lifetime, such as 90d.")
            }
    }
}
