internal import Lifecycle

extension Destination {
    /// A host as a person writes it; throws `usage` for one that no token may be bound to.
    static func said(_ text: String) throws(Problem) -> Destination {
        guard let destination = Destination(text) else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid host.",
                hint:
                    "Write https://HOST, https://HOST:PORT or https://HOST/PATH, without user name or "
                    + "wildcard."
            )
        }
        guard destination.isPrivate else {
            throw .usage(
                "\(destination.text) is not private: anyone on the way could read the token.",
                hint: "Use https; http is for this machine only.")
        }
        return destination
    }
}
