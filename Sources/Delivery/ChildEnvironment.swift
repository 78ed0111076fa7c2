internal import CPlatform
package import Secrets

/// The environment of a command: the caller's, without what competes with the tokens and what unlocks the vault, and the tokens in
/// guarded memory.
@safe
package struct ChildEnvironment: ~Copyable {
    /// A variable that was set: `NAME=value` and a NUL, in guarded memory.
    final class Entry {
        let name: String
        let block: SecretBytes

        init(_ name: String, _ block: consuming SecretBytes) {
            self.name = name
            self.block = block
        }
    }

    /// The caller's variables that stay, as they are: any bytes.
    let inherited: [UnsafePointer<CChar>]
    private(set) var entries: [Entry] = []
    /// Whether variables that have the loader load code are passed on.
    private let isLoaderTrusted: Bool

    /// Takes over the caller's environment (environ(7)), without those that unlock the vault and those that begin as the variables of
    /// the provider's tools do: any of them could lead a tool to another token, another server or another file. Some are known to be
    /// harmless, or wanted all the same, and stay.
    ///
    /// The block is not copied: it has to stay as it is for as long as this value lives.
    package init(
        inheriting environment: UnsafePointer<UnsafePointer<CChar>?>, without competing: String,
        keeping harmless: [String] = [], isLoaderTrusted: Bool = true
    ) {
        var kept: [UnsafePointer<CChar>] = unsafe []
        var place = 0
        while let variable = unsafe environment[place] {
            let isKept =
                unsafe lockstep_unlocks(variable) == 0
                && !ChildEnvironment.competes(variable, competing, harmless)
                && (isLoaderTrusted
                    || !LoaderVariables.prefixes.contains {
                        unsafe ChildEnvironment.starts(variable, with: $0)
                    })
            if isKept { unsafe kept.append(variable) }
            place += 1
        }
        unsafe inherited = kept
        self.isLoaderTrusted = isLoaderTrusted
    }

    /// The names of the caller's variables that compete with the tokens, and are not passed on.
    package static func lost(
        of environment: UnsafePointer<UnsafePointer<CChar>?>, without competing: String,
        keeping harmless: [String]
    ) -> [String] {
        var (names, place): ([String], Int) = ([], 0)
        while let variable = unsafe environment[place] {
            place += 1
            guard unsafe competes(variable, competing, harmless) else { continue }
            let text = unsafe String(cString: variable)
            names.append(String(text.prefix { $0 != "=" }))
        }
        return names
    }

    private static func competes(
        _ variable: UnsafePointer<CChar>, _ prefix: String, _ harmless: [String]
    ) -> Bool {
        unsafe starts(variable, with: prefix)
            && !harmless.contains { unsafe starts(variable, with: "\($0)=") }
    }

    /// Whether a variable of this name may name what unlocks the vault, and so never reaches a command.
    package static func isWithheld(_ name: String) -> Bool { unsafe lockstep_unlocks("\(name)=") != 0 }

    /// Sets a variable to a text that is no secret.
    package mutating func set(_ name: String, plain value: String) throws(HandOutError) {
        let bytes = Array(value.utf8)
        try set(name, secret: try copied { () throws(SecretsError) in try SecretBytes(copying: bytes.span) })
    }

    /// Sets a variable to a token string; throws `invalidName`, `duplicateName`, `nulInValue`.
    package mutating func set(_ name: String, secret value: borrowing SecretBytes) throws(HandOutError) {
        guard VariableNames.isName(name) else { throw .invalidName(name) }
        guard isLoaderTrusted || !LoaderVariables.prefixes.contains(where: "\(name)=".hasPrefix) else {
            throw .forbiddenName(name)
        }
        guard !entries.contains(where: { $0.name == name }) else { throw .duplicateName(name) }
        guard !value.withBytes({ bytes in bytes.indices.contains { bytes[$0] == 0 } }) else {
            throw .nulInValue
        }
        let head = Array("\(name)=".utf8)
        let block = try copied { () throws(SecretsError) in
            try SecretBytes(count: head.count + value.count + 1) { target in
                for (index, byte) in head.enumerated() { target[index] = byte }
                value.withBytes { for index in $0.indices { target[head.count + index] = $0[index] } }
            }
        }
        entries.append(Entry(name, block))
    }

    /// Whether a variable of the caller is replaced by one that was set.
    func isReplaced(_ variable: UnsafePointer<CChar>) -> Bool {
        entries.contains { unsafe ChildEnvironment.starts(variable, with: "\($0.name)=") }
    }

    private static func starts(_ text: UnsafePointer<CChar>, with prefix: String) -> Bool {
        var place = 0
        for byte in prefix.utf8 {
            guard unsafe UInt8(bitPattern: text[place]) == byte else { return false }
            place += 1
        }
        return true
    }

    private func copied(_ body: () throws(SecretsError) -> SecretBytes) throws(HandOutError) -> SecretBytes {
        do throws(SecretsError) { return try body() } catch { throw .memory }
    }
}
