internal import Lifecycle
internal import Secrets

/// A file of token specs: `{"version":1,"tokens":[…]}`. `Docs/Apply.md` has the form.
package enum SpecFile {
    /// The longest file, in bytes.
    package static let mostBytes = 4 << 20

    /// Reads the specs in their order. Throws what is wrong, and where.
    package static func read(_ bytes: [UInt8]) throws(Failure) -> [TokenSpec] {
        do throws(SpecFlaw) { return try specs(in: bytes.span) } catch { throw .unusable(.spec(error)) }
    }

    private static func specs(in bytes: Span<UInt8>) throws(SpecFlaw) -> [TokenSpec] {
        let file: ScannedJSON
        do throws(ScannedJSON.Fault) { file = try .scan(bytes) } catch {
            let (line, column) = ScannedJSON.fault(in: bytes)
            throw SpecFlaw(.malformed(line: line, column: column))
        }
        guard case .object(let members) = file else { throw SpecFlaw(.form) }
        if let other = members.keys.sorted().first(where: { !["version", "tokens"].contains($0) }) {
            throw SpecFlaw(.unknownKey(other))
        }
        guard let version = members["version"] else { throw SpecFlaw(.missing("version")) }
        guard version.integer(in: bytes) == 1 else { throw SpecFlaw(.version) }
        guard let tokens = members["tokens"]?.elements else { throw SpecFlaw(.form) }
        guard tokens.count <= TokenSpec.most else { throw SpecFlaw(.tooMany) }
        var (specs, seen): ([TokenSpec], Set<Label>) = ([], [])
        for (index, token) in tokens.enumerated() {
            var reading = SpecReading(token, at: index + 1)
            let spec = try reading.spec(bytes)
            guard seen.insert(spec.label).inserted else {
                throw SpecFlaw(.duplicate, at: index + 1, spec.label)
            }
            specs.append(spec)
        }
        return specs
    }
}

/// One spec, as far as it is read.
private struct SpecReading {
    private static let keys: Set<String> = [
        "label", "account", "scopes", "lifetime", "expiry", "renew", "overlap", "owner", "purpose", "tags",
    ]
    private let value: ScannedJSON
    private let place: Int
    private var label: Label?

    init(_ value: ScannedJSON, at place: Int) { (self.value, self.place) = (value, place) }

    private func flaw(_ fault: SpecFlaw.Fault) -> SpecFlaw { SpecFlaw(fault, at: place, label) }

    mutating func spec(_ bytes: Span<UInt8>) throws(SpecFlaw) -> TokenSpec {
        guard case .object(let members) = value else { throw flaw(.form) }
        guard let text = try text("label", bytes) else { throw flaw(.missing("label")) }
        let named: Label
        do throws(Label.Problem) { named = try Label(text) } catch { throw flaw(.label(text, error)) }
        label = named
        if let other = members.keys.sorted().first(where: { !SpecReading.keys.contains($0) }) {
            throw flaw(.unknownKey(other))
        }
        var spec = TokenSpec(named)
        try readScopes(of: &spec, bytes)
        (spec.account, spec.expiry) = (try self.text("account", bytes), try self.text("expiry", bytes))
        spec.policy.lifetime = try self.text("lifetime", bytes)
        spec.policy.renewal = try self.text("renew", bytes)
        spec.policy.overlap = try self.text("overlap", bytes)
        spec.policy.owner = try self.text("owner", bytes)
        spec.policy.purpose = try self.text("purpose", bytes)
        spec.policy.tags = try texts("tags", bytes) ?? []
        guard (spec.expiry == nil) != (spec.policy.lifetime == nil), spec.policy.lifetime != "none" else {
            throw flaw(.expiryAndLifetime)
        }
        if let expiry = spec.expiry, expiry != "never", Instant(expiry) == nil {
            throw flaw(.relative(expiry))
        }
        return spec
    }

    private func readScopes(of spec: inout TokenSpec, _ bytes: Span<UInt8>) throws(SpecFlaw) {
        if value.member("scopes")?.text(in: bytes) == "*" { return spec.isFullAccess = true }
        guard let scopes = try texts("scopes", bytes) else { throw flaw(.missing("scopes")) }
        (spec.isFullAccess, spec.scopes) = (scopes == ["*"], scopes == ["*"] ? [] : scopes)
    }

    /// A text; `nil` where there is none.
    private func text(_ key: String, _ bytes: Span<UInt8>) throws(SpecFlaw) -> String? {
        guard let member = value.member(key), !member.isNull else { return nil }
        guard let text = member.text(in: bytes) else { throw flaw(.type(key)) }
        return text
    }

    private func texts(_ key: String, _ bytes: Span<UInt8>) throws(SpecFlaw) -> [String]? {
        guard let member = value.member(key), !member.isNull else { return nil }
        guard let elements = member.elements else { throw flaw(.type(key)) }
        var texts: [String] = []
        for element in elements {
            guard let text = element.text(in: bytes) else { throw flaw(.type(key)) }
            texts.append(text)
        }
        return texts
    }
}
